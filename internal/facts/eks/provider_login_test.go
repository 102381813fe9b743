package eks

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestLoginOf(t *testing.T) {
	auth := graphtest.Resource(t, "data.aws_eks_cluster_auth.this", nil)
	cluster := graphtest.Resource(t, "aws_eks_cluster.this", nil)
	object := func(attrs map[string]cty.Value) cty.Value { return cty.TupleVal([]cty.Value{cty.ObjectVal(attrs)}) }
	exec := func(command string, args ...string) cty.Value {
		return object(map[string]cty.Value{"command": cty.StringVal(command), "args": graphtest.Texts(args...)})
	}
	hidden := func(command cty.Value) cty.Value {
		return object(map[string]cty.Value{"command": command, "args": cty.DynamicVal})
	}
	literals := func(values ...cty.Value) graph.Origins { return graph.Origins{Literals: values} }
	text := cty.StringVal
	tests := []struct {
		name    string
		typ     string
		args    graphtest.Args
		origins map[string]graph.Origins
		want    loginMeans
		by      string
	}{
		{"nothing", "kubernetes", nil, nil, noLogin, "host"},
		{"the host alone", "kubernetes", graphtest.Args{"host": text("https://x")}, nil, noLogin, "host"},
		{"a certificate", "kubernetes", graphtest.Args{"client_certificate": text("-----BEGIN")}, nil, OutsideIAM, "client_certificate"},
		{"a certificate from a file", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": {Unresolved: []string{"a function's result"}}}, OutsideIAM, "client_certificate"},
		{"a certificate from a resource", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": {Others: []string{"tls_locally_signed_cert.x"}}}, OutsideIAM, "client_certificate"},
		{"a certificate from the graph", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": {Refs: []graph.Ref{{Resource: cluster}}}}, OutsideIAM, "client_certificate"},
		{"a certificate that is null", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": literals(cty.NullVal(cty.String))}, noLogin, "host"},
		{"a certificate that may be null", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": literals(cty.NullVal(cty.String), text("x"))}, OutsideIAM, "client_certificate"},
		{"a certificate that is null or unresolved", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": {Literals: []cty.Value{cty.NullVal(cty.String)}, Unresolved: []string{"local.x"}}}, OutsideIAM, "client_certificate"},
		{"a certificate that is null or a resource's", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": {Literals: []cty.Value{cty.NullVal(cty.String)}, Refs: []graph.Ref{{Resource: cluster}}}}, OutsideIAM, "client_certificate"},
		{"a certificate of nothing known", "kubernetes", graphtest.Args{"client_certificate": cty.DynamicVal},
			map[string]graph.Origins{"client_certificate": {}}, OutsideIAM, "client_certificate"},
		{"an empty certificate", "kubernetes", graphtest.Args{"client_certificate": text("")}, nil, noLogin, "host"},
		{"a certificate that a variable without a value gives", "kubernetes", graphtest.Args{"client_certificate": cty.UnknownVal(cty.String)},
			map[string]graph.Origins{"client_certificate": {Unresolved: []string{"var.certificate"}}}, PerhapsOutsideIAM, "client_certificate"},
		{"such a certificate beside a password", "kubernetes", graphtest.Args{"client_certificate": cty.UnknownVal(cty.String), "password": text("x")},
			map[string]graph.Origins{"client_certificate": {Unresolved: []string{"var.certificate"}}}, OutsideIAM, "password"},
		{"a user", "kubectl", graphtest.Args{"username": text("admin")}, nil, OutsideIAM, "username"},
		{"a password", "kubectl", graphtest.Args{"password": text("x")}, nil, OutsideIAM, "password"},
		{"a literal token", "kubernetes", graphtest.Args{"token": text("abc")}, nil, OutsideIAM, "token"},
		{"an empty token", "kubernetes", graphtest.Args{"token": text("")}, nil, noLogin, "host"},
		{"a literal token beside exec", "kubernetes", graphtest.Args{"token": text("abc"), "exec": exec("aws", "eks", "get-token")}, nil, OutsideIAM, "token"},
		{"a token of IAM", "kubernetes", graphtest.Args{"token": cty.DynamicVal},
			map[string]graph.Origins{"token": {Refs: []graph.Ref{{Resource: cluster}, {Resource: auth, Attr: "token"}}}}, throughIAM, "token"},
		{"a token of IAM outside the graph", "kubernetes", graphtest.Args{"token": cty.DynamicVal},
			map[string]graph.Origins{"token": {Others: []string{"module.a.data.aws_eks_cluster_auth.this"}}}, throughIAM, "token"},
		{"a token of an ephemeral resource of IAM", "kubernetes", graphtest.Args{"token": cty.DynamicVal},
			map[string]graph.Origins{"token": {Others: []string{"module.a.ephemeral.aws_eks_cluster_auth.this"}}}, throughIAM, "token"},
		{"a token of the cluster", "kubernetes", graphtest.Args{"token": cty.DynamicVal},
			map[string]graph.Origins{"token": {Refs: []graph.Ref{{Resource: cluster}}}}, unseenLogin, "token"},
		{"a token of another data source", "kubernetes", graphtest.Args{"token": cty.DynamicVal},
			map[string]graph.Origins{"token": {Others: []string{"data.aws_ssm_parameter.aws_eks_cluster_auth"}}}, unseenLogin, "token"},
		{"a token of a variable", "kubernetes", graphtest.Args{"token": cty.DynamicVal},
			map[string]graph.Origins{"token": literals(text("abc"))}, unseenLogin, "token"},
		{"a token that is null", "kubernetes", graphtest.Args{"token": cty.DynamicVal},
			map[string]graph.Origins{"token": literals(cty.NullVal(cty.String))}, noLogin, "host"},
		{"exec of the AWS CLI", "kubernetes", graphtest.Args{"exec": exec("aws", "eks", "get-token", "--cluster-name", "prod")}, nil, throughIAM, "exec[0]"},
		{"exec with options between", "kubernetes", graphtest.Args{"exec": exec("aws", "--profile", "x", "eks", "--region", "y", "get-token")}, nil, throughIAM, "exec[0]"},
		{"exec of a wrapper", "kubernetes", graphtest.Args{"exec": exec("aws-vault", "exec", "prod", "--", "aws", "eks", "get-token")}, nil, throughIAM, "exec[0]"},
		{"exec of a shell", "kubernetes", graphtest.Args{"exec": exec("sh", "-c", "aws eks get-token --cluster-name prod")}, nil, throughIAM, "exec[0]"},
		{"exec of the authenticator", "kubectl", graphtest.Args{"exec": exec("/usr/bin/aws-iam-authenticator", "token")}, nil, throughIAM, "exec[0]"},
		{"exec of the AWS CLI with hidden arguments", "kubernetes", graphtest.Args{"exec": hidden(text("/usr/local/bin/aws"))}, nil, throughIAM, "exec[0]"},
		{"exec of a wrapper with hidden arguments", "kubernetes", graphtest.Args{"exec": hidden(text("aws-vault"))}, nil, unseenLogin, "exec[0]"},
		{"exec of what is hidden", "kubernetes", graphtest.Args{"exec": hidden(cty.DynamicVal)}, nil, unseenLogin, "exec[0]"},
		{"exec of another command of the AWS CLI", "kubernetes", graphtest.Args{"exec": exec("aws", "s3", "cp")}, nil, unseenLogin, "exec[0]"},
		{"exec of something else", "kubernetes", graphtest.Args{"exec": exec("kubelogin", "get-token")}, nil, unseenLogin, "exec[0]"},
		{"an unknown exec", "kubernetes", graphtest.Args{"exec": cty.DynamicVal}, nil, unseenLogin, "exec"},
		{"exec before a kubeconfig", "kubernetes", graphtest.Args{"config_path": text("~/.kube/config"), "exec": exec("aws", "eks", "get-token")}, nil, throughIAM, "exec[0]"},
		{"a kubeconfig", "kubernetes", graphtest.Args{"config_path": text("~/.kube/config")}, nil, unseenLogin, "config_path"},
		{"kubeconfigs", "kubernetes", graphtest.Args{"config_paths": graphtest.Texts("a", "b")}, nil, unseenLogin, "config_paths"},
		{"no kubeconfigs", "kubernetes", graphtest.Args{"config_paths": cty.EmptyTupleVal}, nil, noLogin, "host"},
		{"a kubeconfig before a strange exec", "kubernetes", graphtest.Args{"config_path": text("x"), "exec": exec("kubelogin")}, nil, unseenLogin, "config_path"},
		{"Helm without a cluster", "helm", nil, nil, noLogin, "host"},
		{"Helm's block", "helm", graphtest.Args{"kubernetes": object(map[string]cty.Value{"exec": exec("aws", "eks", "get-token")})}, nil, throughIAM, "kubernetes[0].exec[0]"},
		{"a certificate in Helm's block", "helm", graphtest.Args{"kubernetes": object(map[string]cty.Value{"client_certificate": text("x")})}, nil, OutsideIAM, "kubernetes[0].client_certificate"},
		{"Helm's attribute", "helm", graphtest.Args{"kubernetes": cty.ObjectVal(map[string]cty.Value{"config_path": text("x")})}, nil, unseenLogin, "kubernetes.config_path"},
		{"Helm's hidden attribute", "helm", graphtest.Args{"kubernetes": cty.DynamicVal}, nil, unseenLogin, "kubernetes"},
		{"what only Helm nests", "kubernetes", graphtest.Args{"kubernetes": object(map[string]cty.Value{"token": text("x")})}, nil, noLogin, "host"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := LoginOf(graphtest.TracedProvider(test.typ, test.args, test.origins))
			if got.Means != test.want || got.By.Path() != test.by {
				t.Errorf("means %d by %s, want %d by %s", got.Means, got.By.Path(), test.want, test.by)
			}
		})
	}
}
