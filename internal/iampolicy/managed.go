package iampolicy

import (
	"path"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// ManagedPolicy is what the tables say of an AWS managed policy on a node role.
type ManagedPolicy struct {
	Name string // without its path, for example AmazonEKS_CNI_Policy

	// WritesECR says whether it allows ECR writes; Maybe when it is in no table.
	WritesECR logic.Truth

	// BeyondBaseline says whether it allows what workloads need and a worker
	// node does not; Maybe when nobody has judged it.
	BeyondBaseline logic.Truth

	// FullECR says that it is full access to ECR or ECR Public by name.
	FullECR bool
}

// Listed says whether the policy is in a table.
func (m ManagedPolicy) Listed() bool { return m.WritesECR != logic.Maybe }

// Managed looks up an AWS managed policy by ARN (`arn:aws:iam::aws:policy/…`,
// any partition, any path), or by name with or without its path. It is false
// for what is no AWS managed policy's ARN, and for a name in no table: a name
// alone may be anybody's.
func Managed(arnOrName string) (ManagedPolicy, bool) {
	name, arn := managedName(arnOrName)
	m := ManagedPolicy{Name: name, WritesECR: logic.Maybe, BeyondBaseline: logic.Maybe}
	for _, row := range managedPolicies() {
		if slices.ContainsFunc(strings.Fields(row.names), func(p string) bool { return compile(p).matches(name) }) {
			m.WritesECR, m.BeyondBaseline = row.writesECR, row.beyond
			m.FullECR = hasWord(fullECRPolicies, name)
			return m, true
		}
	}
	return m, arn
}

// managedName is the last part of an AWS managed policy's ARN or name.
func managedName(arnOrName string) (name string, arn bool) {
	if rest, ok := policyOfARN(arnOrName, "aws"); ok {
		return path.Base(rest), true
	}
	for _, prefix := range []string{"service-role/", "job-function/", "aws-service-role/"} {
		if name, ok := strings.CutPrefix(arnOrName, prefix); ok {
			return name, false
		}
	}
	return arnOrName, false
}

// policyOfARN is the path and name in `arn:aws…:iam::<account>:policy/<path><name>`.
// An empty account stands for any.
func policyOfARN(arn, account string) (string, bool) {
	parts := strings.SplitN(arn, ":", 6)
	ok := len(parts) == 6 && parts[0] == "arn" && strings.HasPrefix(parts[1], "aws") && parts[2] == "iam" &&
		parts[3] == "" && (account == "" || parts[4] == account)
	if !ok {
		return "", false
	}
	return strings.CutPrefix(parts[5], "policy/")
}

// Baseline are further policies, as ARNs or names, that a user takes for part
// of the worker baseline (setting node_role_policies).
type Baseline []string

// Has says whether the policy of this ARN or name is among them: spelled alike,
// or an ARN whose name is listed.
func (b Baseline) Has(arnOrName string) bool {
	if slices.Contains(b, arnOrName) {
		return true
	}
	rest, ok := policyOfARN(arnOrName, "")
	return ok && (slices.Contains(b, rest) || slices.Contains(b, path.Base(rest)))
}
