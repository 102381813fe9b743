package eks

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const clusterAuthType = "aws_eks_cluster_auth"

// KubernetesProviders are the providers that talk to a cluster.
func KubernetesProviders() []string { return []string{"kubernetes", "helm", "kubectl"} }

// loginReads is what [LoginOf] reads.
func LoginReads() []control.Read {
	return []control.Read{
		{Types: []string{clusterAuthType}, Arguments: []string{"name"}},
		{
			Types: []string{"provider.kubernetes", "provider.helm", "provider.kubectl"},
			Arguments: []string{
				"host", "kubernetes", "exec", "token", "config_path", "config_paths",
				"client_certificate", "username", "password",
			},
		},
	}
}

// Login is how a provider configuration signs in to its cluster.
type Login struct {
	Means loginMeans
	By    graph.Value // the argument that says so
	Words string      // about it, for a message; none is needed of IAM
}

type loginMeans uint8

const (
	noLogin           loginMeans = iota // nothing is written: the environment decides
	OutsideIAM                          // a credential that is not IAM's
	PerhapsOutsideIAM                   // such a credential, or null: a variable without a value decides
	throughIAM                          // a token that IAM has vouched for
	unseenLogin                         // something is written that the input does not show
)

// LoginOf reads a provider configuration.
func LoginOf(p *graph.Resource) Login {
	arg := p.Attr
	if p.Type == "helm" {
		connection := p.Attr("kubernetes")
		if connection.Opaque() {
			// From version 3 on an attribute, whose parts plan JSON does not show.
			return Login{unseenLogin, connection, "kubernetes is an expression that plan JSON does not show"}
		}
		arg = connection.First().Attr
	}
	var perhaps *Login
	for _, name := range []string{"client_certificate", "username", "password"} {
		switch v := arg(name); {
		case !written(v):
		case onlyVariable(v):
			perhaps = &Login{PerhapsOutsideIAM, v, name}
		default:
			return Login{OutsideIAM, v, name}
		}
	}
	token, exec := arg("token"), arg("exec").First()
	if token.Known() && written(token) {
		return Login{OutsideIAM, token, "a literal token"}
	}
	if perhaps != nil {
		return *perhaps
	}
	switch {
	case fromClusterAuth(token):
		return Login{Means: throughIAM, By: token}
	case execThroughIAM(exec):
		return Login{Means: throughIAM, By: exec}
	}
	for _, name := range []string{"config_path", "config_paths"} {
		if v := arg(name); written(v) {
			return Login{unseenLogin, v, name + " names a kubeconfig, which is not in " + v.Input().String()}
		}
	}
	switch {
	case written(token):
		return Login{unseenLogin, token, "its token does not come from " + clusterAuthType}
	case !exec.Unset():
		return Login{unseenLogin, exec, "its exec is not seen to run aws eks get-token or aws-iam-authenticator"}
	}
	return Login{By: p.Attr("host")}
}

// written reports whether an argument of a provider's configuration is used: it
// is there, and not known to be null or empty.
func written(v graph.Value) bool {
	if v.Is("") || len(v.Elements()) == 0 {
		return false
	}
	o := v.Origins()
	if !o.Followed() || len(o.Refs)+len(o.Others) > 0 || len(o.Literals) == 0 {
		return true
	}
	for _, literal := range o.Literals {
		literal, _ = literal.Unmark()
		if !literal.IsNull() && !literal.RawEquals(cty.StringVal("")) {
			return true
		}
	}
	return false
}

// onlyVariable reports whether a value is nothing but variables that have no value
// here: they may be null.
func onlyVariable(v graph.Value) bool {
	o := v.Origins()
	return v.Opaque() && len(o.Refs)+len(o.Others)+len(o.Literals)+len(o.Locals) == 0 && len(o.Unresolved) > 0 &&
		!slices.ContainsFunc(o.Unresolved, func(text string) bool { return !strings.HasPrefix(text, "var.") })
}

// fromClusterAuth reports whether a token is data.aws_eks_cluster_auth's, which
// signs it with the caller's IAM credentials.
func fromClusterAuth(token graph.Value) bool {
	o := token.Origins()
	for _, ref := range o.Refs {
		if ref.Resource.Type == clusterAuthType {
			return true
		}
	}
	for _, address := range o.Others {
		if typeOf(address) == clusterAuthType { // a data source or an ephemeral resource
			return true
		}
	}
	return false
}

// getToken is the AWS CLI's command, whatever options stand in it.
var getToken = regexp.MustCompile(`\beks\b.*\bget-token\b`)

// execThroughIAM reports whether a client-go credential plugin is known to be one
// of the two that ask IAM, wrapped in other commands or not.
func execThroughIAM(exec graph.Value) bool {
	command, args := exec.Attr("command"), exec.Attr("args")
	words, all := args.Strings()
	name, _ := command.Text()
	line := strings.Join(append([]string{name}, words...), " ")
	// Plan JSON drops a list's constants beside a reference. The one command by
	// which the AWS CLI serves as a credential plugin is eks get-token.
	hidden := !all && path.Base(name) == "aws"
	return hidden || getToken.MatchString(line) || strings.Contains(line, "aws-iam-authenticator")
}
