package controls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kms"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

const (
	someKey   = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	otherKey  = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	someAlias = "arn:aws:kms:eu-central-1:111122223333:alias/platform"
)

func TestKeyBehindARN(t *testing.T) {
	text := cty.StringVal
	tests := []struct {
		name string
		arn  cty.Value
		keys map[string]graphtest.Args
		want string
	}{
		{"null", cty.NullVal(cty.String), nil, "fail: key_arn is empty: encryption_config names no key"},
		{"an object", cty.EmptyObjectVal, nil, "fail: key_arn is empty: encryption_config names no key"},
		{"an alias of no name", text("alias/"), nil, "fail: key_arn is neither an ARN nor an alias of a KMS key: alias/"},
		{"a secret", text("key").Mark(graph.SensitiveMark), nil, "fail: key_arn is neither an ARN nor an alias of a KMS key: (sensitive)"},
		{"a secret alias", text("alias/x").Mark(graph.SensitiveMark), nil, "manual: (sensitive) is not in this plan: look at which key it stands for"},
		{"a key's ARN with more behind it", text(someKey + "/x"), nil, "fail: key_arn is neither an ARN nor an alias of a KMS key: " + someKey + "/x"},
		{"an alias' ARN", text(someAlias), map[string]graphtest.Args{
			"aws_kms_alias.a": {"name": text("alias/platform"), "target_key_id": text(someKey)},
		}, "pass: secrets are encrypted with the customer managed key behind aws_kms_alias.a"},
		{"a key that is in the plan", text(someKey), map[string]graphtest.Args{
			"aws_kms_key.a": {"arn": text(someKey), "is_enabled": cty.False},
		}, "fail: the key aws_kms_key.a is disabled"},
		{"a key that a data source found by AWS' alias", text(someKey), map[string]graphtest.Args{
			"data.aws_kms_alias.a": {"name": text("alias/aws/ebs"), "target_key_arn": text(someKey)},
		}, "fail: secrets are encrypted with alias/aws/ebs, a key that AWS manages"},
		{"a key that a data source found, and the plan disables", text(someKey), map[string]graphtest.Args{
			"data.aws_kms_alias.a":  {"name": text("alias/platform"), "target_key_arn": text(someKey), "target_key_id": text("1234abcd")},
			"aws_kms_replica_key.a": {"arn": text(someKey), "key_id": text("1234abcd"), "enabled": cty.False},
		}, "fail: the key aws_kms_replica_key.a is disabled"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cluster := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"key_arn": test.arn})
			all := []*graph.Resource{cluster}
			for address, args := range test.keys {
				all = append(all, graphtest.Resource(t, address, args))
			}
			sameVerdict(t, test.want, kms.NewKeyring(graph.New(all)).Behind(cluster.Attr("key_arn")))
		})
	}
}

// What an argument refers to when it is not known yet.
func TestKeyBehindReferences(t *testing.T) {
	text := cty.StringVal
	unknown := "unknown: key_arn is known only after apply: it refers to "
	tests := []struct {
		name    string
		key     string // its address
		args    graphtest.Args
		keyRefs graph.Origins // of target_key_id or primary_key_arn
		refs    graph.Origins // of the argument, beside the key
		want    string
	}{
		{"a role", "aws_iam_role.a", nil, graph.Origins{}, graph.Origins{}, unknown + "aws_iam_role.a"},
		{"a key beside what is unresolved", "aws_kms_key.a", nil, graph.Origins{}, graph.Origins{Unresolved: []string{"local.keys"}}, unknown + "aws_kms_key.a, local.keys"},
		{"a key", "aws_kms_key.a", nil, graph.Origins{}, graph.Origins{}, "pass: secrets are encrypted with the customer managed key aws_kms_key.a"},
		{"a key for signatures", "aws_kms_key.a", graphtest.Args{"key_usage": text("SIGN_VERIFY")}, graph.Origins{}, graph.Origins{}, "fail: the key aws_kms_key.a is not for encryption: its usage is SIGN_VERIFY"},
		{"a key of unknown usage", "aws_kms_key.a", graphtest.Args{"key_usage": cty.DynamicVal}, graph.Origins{}, graph.Origins{}, "unknown: key_usage is known only after apply"},
		{"a key of unknown spec", "aws_kms_key.a", graphtest.Args{"customer_master_key_spec": cty.DynamicVal}, graph.Origins{}, graph.Origins{}, "unknown: customer_master_key_spec is known only after apply"},
		{"an external key for signatures", "aws_kms_external_key.a", graphtest.Args{"key_usage": text("SIGN_VERIFY")}, graph.Origins{}, graph.Origins{}, "fail: the key aws_kms_external_key.a is not for encryption: its usage is SIGN_VERIFY"},
		{"an external key that is new", "aws_kms_external_key.a", graphtest.Args{"key_usage": cty.DynamicVal}, graph.Origins{}, graph.Origins{}, "pass: secrets are encrypted with the customer managed key aws_kms_external_key.a"},
		{"a replica that is asymmetric", "aws_kms_replica_key.a", graphtest.Args{"key_spec": text("RSA_2048")}, graph.Origins{}, graph.Origins{}, "fail: the key aws_kms_replica_key.a is not symmetric: its spec is RSA_2048"},
		{"a replica that is new", "aws_kms_replica_key.a", graphtest.Args{"key_spec": cty.DynamicVal, "key_usage": cty.DynamicVal}, graph.Origins{}, graph.Origins{}, "pass: secrets are encrypted with the customer managed key aws_kms_replica_key.a"},
		{"a replica of an asymmetric key", "aws_kms_replica_key.a", graphtest.Args{"primary_key_arn": text(someKey)}, graph.Origins{}, graph.Origins{}, "fail: the key aws_kms_key.primary is not symmetric: its spec is RSA_4096"},
		{"a replica of a symmetric key", "aws_kms_replica_key.a", graphtest.Args{"primary_key_arn": text(otherKey)}, graph.Origins{}, graph.Origins{}, "pass: secrets are encrypted with the customer managed key aws_kms_replica_key.a"},
		{"an alias of a key outside", "aws_kms_alias.a", graphtest.Args{"target_key_id": text("1234abcd")}, graph.Origins{}, graph.Origins{}, "pass: secrets are encrypted with the customer managed key behind aws_kms_alias.a"},
		{"an alias of what is unresolved", "aws_kms_alias.a", graphtest.Args{"target_key_id": cty.DynamicVal}, graph.Origins{Unresolved: []string{"local.x"}}, graph.Origins{}, "unknown: target_key_id is known only after apply: it refers to local.x"},
		{"a data source's key of AWS", "data.aws_kms_key.a", graphtest.Args{"key_id": text("1234abcd"), "key_manager": text("AWS")}, graph.Origins{}, graph.Origins{}, "fail: secrets are encrypted with data.aws_kms_key.a, a key that AWS manages"},
		{"a data source's key of AWS, by its alias", "data.aws_kms_key.a", graphtest.Args{"key_id": text("alias/aws/ebs"), "key_manager": cty.DynamicVal}, graph.Origins{}, graph.Origins{}, "fail: secrets are encrypted with data.aws_kms_key.a, a key that AWS manages"},
		{"a data source's key that is not read yet", "data.aws_kms_key.a", graphtest.Args{"key_id": text("alias/x"), "key_manager": cty.DynamicVal}, graph.Origins{}, graph.Origins{}, "unknown: key_manager is known only after apply"},
		{"a data source's key that is disabled", "data.aws_kms_key.a", graphtest.Args{"key_manager": text("CUSTOMER"), "enabled": cty.False}, graph.Origins{}, graph.Origins{}, "fail: the key data.aws_kms_key.a is disabled"},
		{"a data source's alias that is not read yet", "data.aws_kms_alias.a", graphtest.Args{"name": text("alias/x"), "target_key_id": cty.DynamicVal}, graph.Origins{Hidden: true}, graph.Origins{}, "unknown: target_key_id is known only after apply"},
		{"a data source's alias of AWS that is not read yet", "data.aws_kms_alias.a", graphtest.Args{"name": text("alias/aws/ebs"), "target_key_id": cty.DynamicVal}, graph.Origins{}, graph.Origins{}, "fail: secrets are encrypted with alias/aws/ebs, a key that AWS manages"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			key := graphtest.TracedResource(t, test.key, test.args, map[string]graph.Origins{"target_key_id": test.keyRefs})
			primary := graphtest.Resource(t, "aws_kms_key.primary", graphtest.Args{"arn": text(someKey), "customer_master_key_spec": text("RSA_4096")})
			test.refs.Refs = []graph.Ref{{Resource: key}}
			cluster := graphtest.TracedResource(t, "aws_eks_cluster.this", graphtest.Args{"key_arn": cty.DynamicVal}, map[string]graph.Origins{"key_arn": test.refs})
			symmetric := graphtest.Resource(t, "aws_kms_key.symmetric", graphtest.Args{"arn": text(otherKey)})
			g := graph.New([]*graph.Resource{cluster, key, primary, symmetric})
			sameVerdict(t, test.want, kms.NewKeyring(g).Behind(cluster.Attr("key_arn")))
		})
	}
}

// What a dynamic block writes is found among the keys that changes depend on.
func TestKeyBehindDynamicBlock(t *testing.T) {
	off := graphtest.Args{"is_enabled": cty.False}
	undecided := graphtest.Args{"is_enabled": cty.DynamicVal}
	pass := func(address string) string {
		return "pass: secrets are encrypted with the customer managed key " + address
	}
	tests := []struct {
		name    string
		cluster string
		keys    map[string]graphtest.Args
		attr    string
		want    string
	}{
		{"none", "aws_eks_cluster.this", nil, "arn", "unknown: key_arn is known only after apply"},
		{"by its id", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": nil}, "id", pass("aws_kms_key.a")},
		{"by its key_id", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": nil}, "key_id", pass("aws_kms_key.a")},
		{"as a whole", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": nil}, "", pass("aws_kms_key.a")},
		{"by another attribute", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": nil}, "policy", "unknown: key_arn is known only after apply"},
		{"a data source", "aws_eks_cluster.this", map[string]graphtest.Args{"data.aws_kms_key.a": {"key_manager": cty.StringVal("CUSTOMER")}}, "arn", "unknown: key_arn is known only after apply"},
		{"one of two", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": nil, "aws_kms_key.b": off}, "arn",
			"unknown: it cannot be told yet which holds: secrets are encrypted with the customer managed key aws_kms_key.a, or the key aws_kms_key.b is disabled"},
		{"either of two", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": nil, "aws_kms_key.b": nil}, "arn", pass("aws_kms_key.a or aws_kms_key.b")},
		{"any of three", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": nil, "aws_kms_key.b": nil, "aws_kms_key.c": nil}, "arn", pass("aws_kms_key.a or one of 2 others")},
		{"one that is not decided", "aws_eks_cluster.this", map[string]graphtest.Args{"aws_kms_key.a": undecided}, "arn", "unknown: is_enabled is known only after apply"},
		{"its own module's", "module.eks.aws_eks_cluster.this", map[string]graphtest.Args{"module.eks.aws_kms_key.a": nil, "aws_kms_key.b": off, "module.eks.module.kms.aws_kms_key.c": off}, "arn", pass("module.eks.aws_kms_key.a")},
		{"that of a module inside", "module.eks.aws_eks_cluster.this", map[string]graphtest.Args{"module.eks.module.kms.aws_kms_key.a": nil, "aws_kms_key.b": off}, "arn", pass("module.eks.module.kms.aws_kms_key.a")},
		{"another module's", "module.eks.aws_eks_cluster.this", map[string]graphtest.Args{"module.kms.aws_kms_key.a": nil}, "arn", pass("module.kms.aws_kms_key.a")},
		{"that of its own instance of the module", `module.eks["a"].aws_eks_cluster.this`, map[string]graphtest.Args{`module.eks["a"].aws_kms_key.a`: nil, `module.eks["b"].aws_kms_key.a`: off}, "arn", pass(`module.eks["a"].aws_kms_key.a`)},
		{"that with its own key", `aws_eks_cluster.this["a"]`, map[string]graphtest.Args{`aws_kms_key.a["a"]`: nil, `aws_kms_key.a["b"]`: off}, "arn", pass(`aws_kms_key.a["a"]`)},
		{"that with its own key in a module inside", `aws_eks_cluster.this["a"]`, map[string]graphtest.Args{`module.kms.aws_kms_key.a["a"]`: nil, `module.kms.aws_kms_key.a["b"]`: off}, "arn", pass(`module.kms.aws_kms_key.a["a"]`)},
		{"its own module's without a key", `module.eks.aws_eks_cluster.this["a"]`, map[string]graphtest.Args{`module.eks.aws_kms_key.a`: nil, "module.eks.module.kms.aws_kms_key.b": off}, "arn", pass(`module.eks.aws_kms_key.a`)},
		{"that of a module inside without a key", `module.eks.aws_eks_cluster.this["a"]`, map[string]graphtest.Args{"module.eks.module.kms.aws_kms_key.a": nil, `module.kms.aws_kms_key.b`: off}, "arn", pass(`module.eks.module.kms.aws_kms_key.a`)},
		{"one without a key", `aws_eks_cluster.this["a"]`, map[string]graphtest.Args{`aws_kms_key.a`: nil}, "arn", pass(`aws_kms_key.a`)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cluster := graphtest.Resource(t, test.cluster, graphtest.Args{"key_arn": cty.DynamicVal})
			twin := graphtest.Resource(t, test.cluster, graphtest.Args{"key_arn": cty.DynamicVal})
			all := []*graph.Resource{cluster}
			var relevant []graph.Ref
			for address, args := range test.keys {
				key := graphtest.Resource(t, address, args)
				all = append(all, key)
				relevant = append(relevant, graph.Ref{Resource: key, Attr: test.attr})
			}
			g := graph.New(all)
			g.SetRelevant(relevant)
			keys := kms.NewKeyring(g)
			first, again := keys.Behind(cluster.Attr("key_arn")), keys.Behind(twin.Attr("key_arn"))
			sameVerdict(t, test.want, first)
			sameVerdict(t, test.want, again)
			decider := first.Decider.Resource()
			if decider == cluster {
				decider = twin
			}
			if got := again.Decider.Resource(); got != decider {
				t.Errorf("another cluster's verdict is decided by %p %s, want %p %s", got, got, decider, decider)
			}
			if again.Subject != twin {
				t.Errorf("another cluster's verdict is on %v", again.Subject)
			}
		})
	}
}

func TestKeyBehindUnresolvedAlias(t *testing.T) {
	key := graphtest.Resource(t, "aws_kms_key.a", nil)
	alias := graphtest.TracedResource(t, "aws_kms_alias.a", graphtest.Args{"target_key_id": cty.DynamicVal},
		map[string]graph.Origins{"target_key_id": {Refs: []graph.Ref{{Resource: key}}, Unresolved: []string{"local.x"}}})
	cluster := graphtest.TracedResource(t, "aws_eks_cluster.this", graphtest.Args{"key_arn": cty.DynamicVal},
		map[string]graph.Origins{"key_arn": {Refs: []graph.Ref{{Resource: alias}}}})
	got := kms.NewKeyring(graph.New([]*graph.Resource{cluster, key, alias})).Behind(cluster.Attr("key_arn"))
	sameVerdict(t, "unknown: target_key_id is known only after apply: it refers to aws_kms_key.a, local.x", got)
}

func TestEncryptedSecrets(t *testing.T) {
	config := func(resources cty.Value, arn string) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"resources": resources,
			"provider":  cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"key_arn": cty.StringVal(arn)})}),
		})})
	}
	partly := cty.TupleVal([]cty.Value{cty.UnknownVal(cty.String), cty.StringVal("secrets")})
	tests := []struct {
		name string
		args graphtest.Args
		want string
	}{
		{"unknown resources", graphtest.Args{"encryption_config": config(cty.DynamicVal, someKey)},
			"unknown: encryption_config[0].resources is known only after apply"},
		{"an unknown resource beside secrets", graphtest.Args{"encryption_config": config(partly, someKey)},
			"pass: secrets are encrypted with the key " + someKey},
		{"unknown resources with a key of AWS", graphtest.Args{"encryption_config": config(cty.DynamicVal, "alias/aws/eks")},
			"fail: secrets are encrypted with alias/aws/eks, a key that AWS manages"},
		{"other resources", graphtest.Args{"encryption_config": config(graphtest.Texts("pods"), someKey)},
			"fail: encryption_config leaves secrets out of its resources"},
		{"no key", graphtest.Args{"encryption_config": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"resources": graphtest.Texts("secrets")})})},
			"fail: key_arn is empty: encryption_config names no key"},
		{"perhaps an Outpost", graphtest.Args{"outpost_config": cty.DynamicVal}, "unknown: outpost_config is known only after apply"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cluster := graphtest.Resource(t, "aws_eks_cluster.this", test.args)
			g := graph.New([]*graph.Resource{cluster})
			sameVerdict(t, test.want, secretsEncryption().Evaluate(control.Input{Graph: g})[0])
		})
	}
}

func sameVerdict(t *testing.T, want string, got control.Verdict) {
	t.Helper()
	if diff := cmp.Diff(want, string(got.Status)+": "+got.Message); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if path := got.Decider.Path(); strings.Contains(want, "known only after apply") && !strings.HasPrefix(want, "unknown: "+path+" ") {
		t.Errorf("decided by %s, which is not what it says: %s", path, want)
	}
}
