package graph

import (
	"regexp"
	"slices"
	"strings"
)

// identityAttrs are the attributes by which another resource may name an
// instance. What a type does not list is named by "id", "arn" or "name".
var identityAttrs = map[string][]string{
	"aws_iam_openid_connect_provider": {"arn", "url"},
	"aws_iam_role":                    {"arn", "name", "id"},
	"aws_iam_policy":                  {"arn", "id"},
	"aws_iam_instance_profile":        {"arn", "name", "id"},
	"aws_kms_key":                     {"arn", "key_id", "id"},
	"aws_kms_external_key":            {"arn", "id"},
	"aws_kms_replica_key":             {"arn", "key_id", "id"},
	"aws_kms_replica_external_key":    {"arn", "key_id", "id"},
	"aws_kms_alias":                   {"arn", "name"},
	"aws_subnet":                      {"id", "arn"},
	"aws_default_subnet":              {"id", "arn"},
	"aws_s3_bucket":                   {"id", "arn", "bucket"},
	"aws_lambda_function":             {"arn", "function_name"},
	"aws_key_pair":                    {"id", "arn", "key_name"},
	"aws_db_instance":                 {"id", "arn", "identifier"},
	"aws_rds_cluster":                 {"id", "arn", "cluster_identifier"},
}

var defaultIdentity = []string{"id", "arn", "name"}

// IsName reports whether an attribute of a type is one by which another resource may
// name an instance.
func IsName(typ, attr string) bool { return slices.Contains(identityAttrsOf(typ), attr) }

// Names lists the attributes of a type by which another resource may name an instance. Do
// not change it.
func Names(typ string) []string { return identityAttrsOf(typ) }

func identityAttrsOf(typ string) []string {
	if attrs, ok := identityAttrs[typ]; ok {
		return attrs
	}
	return defaultIdentity
}

// identityOf returns every known text that names the instance.
func identityOf(r *Resource) []string {
	var names []string
	for _, attr := range identityAttrsOf(r.Type) {
		if text, ok := r.Attr(attr).Text(); ok && text != "" {
			names = union(names, []string{normalise(r.Type, text)})
		}
	}
	return append(names, arnPattern(r)...)
}

// normalise brings the spellings of one identity together: an OpenID Connect
// provider's url is given with and without its scheme.
func normalise(typ, text string) string {
	if typ == "aws_iam_openid_connect_provider" {
		return strings.TrimPrefix(text, "https://")
	}
	return text
}

// arnPattern returns the account-independent part of the ARN that an instance
// will have, which is known from its name before the ARN is:
// "policy/<path><name>".
func arnPattern(r *Resource) []string {
	kind, ok := map[string]string{
		"aws_iam_policy":           "policy",
		"aws_iam_role":             "role",
		"aws_iam_instance_profile": "instance-profile",
	}[r.Type]
	if !ok {
		return nil
	}
	name, ok := r.Attr("name").Text()
	if !ok || name == "" {
		return nil
	}
	path, ok := r.Attr("path").Text()
	if !ok {
		path = "/"
	}
	return []string{kind + path + name}
}

// iamARN is an ARN of IAM in any partition; its account is a number, or "aws"
// for what AWS manages.
var iamARN = regexp.MustCompile(`^arn:aws[a-z-]*:iam::(\d{12}):(.+)$`)

// eksClusterARN is the ARN of a cluster, which ends in its name.
var eksClusterARN = regexp.MustCompile(`^arn:aws[a-z-]*:eks:[a-z0-9-]+:\d{12}:cluster/(.+)$`)

// aliasARN is the ARN of a KMS alias, which ends in its name.
var aliasARN = regexp.MustCompile(`^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(alias/.+)$`)

// spellings returns the identities that a text may stand for.
func spellings(typ, text string) []string {
	all := []string{normalise(typ, text)}
	if m := iamARN.FindStringSubmatch(text); m != nil {
		all = append(all, m[2])
	}
	if m := eksClusterARN.FindStringSubmatch(text); m != nil && typ == "aws_eks_cluster" {
		all = append(all, m[1])
	}
	if m := aliasARN.FindStringSubmatch(text); m != nil && typ == "aws_kms_alias" {
		all = append(all, m[1])
	}
	return all
}

// named returns the instances of a type that the text names.
func (g *Graph) named(typ, text string) []*Resource {
	index, ok := g.identities[typ]
	if !ok {
		index = map[string][]*Resource{}
		for _, r := range append(append([]*Resource(nil), g.byType[typ]...), g.data[typ]...) {
			for _, name := range identityOf(r) {
				index[name] = append(index[name], r)
			}
		}
		g.identities[typ] = index
	}
	for _, name := range spellings(typ, text) {
		if found := index[name]; len(found) > 0 {
			return found
		}
	}
	return nil
}
