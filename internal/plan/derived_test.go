package plan_test

import (
	"strings"
	"testing"
)

// A mark that is no true or false, and no object or array of these, makes the plan
// malformed: something has rewritten it. The error names the address and the key.
func TestOddMarks(t *testing.T) {
	with := func(key, marks string) string {
		return planOf(strings.Replace(entry(`["create"]`, `{"name":"hidden-name","tags":{"a":"b"}}`), `"before":null`, `"before":null,"`+key+`":`+marks, 1))
	}
	for marks, malformed := range map[string]bool{
		`true`: false, `false`: false, `{}`: false, `[]`: false, `{"name":true,"tags":{},"vpc_config":[{"subnet_ids":[false]}]}`: false,
		`"true"`: true, `1`: true, `null`: true, `{"name":"true"}`: true, `{"name":null}`: true, `{"tags":{"a":1}}`: true, `{"tags":[{"a":"x"}]}`: true,
	} {
		for _, key := range []string{"after_sensitive", "before_sensitive"} {
			_, err := load(t, with(key, marks))
			switch {
			case malformed != (err != nil):
				t.Errorf("%s %s: error %v", key, marks, err)
			case malformed && (!strings.Contains(err.Error(), "aws_eks_cluster.c") || !strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "hidden")):
				t.Errorf("%s %s: %v", key, marks, err)
			}
		}
	}
	state := `{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c","values":{"name":"c"},"sensitive_values":{"name":"yes"}}]}}}`
	if _, err := load(t, state); err == nil || !strings.Contains(err.Error(), "sensitive_values/name") {
		t.Errorf("state: %v", err)
	}
}

// Marks whose shape is not the value's hide all of it.
func TestMarksThatDoNotFit(t *testing.T) {
	for marks, sensitive := range map[string]bool{
		`{"name":{"x":true}}`: true, `{"name":[true]}`: true, `{"name":{"x":false}}`: false, `{"name":[]}`: false,
		`{"vpc_config":{"x":true}}`: true, `{"vpc_config":[{},true]}`: true, `{"vpc_config":[{}]}`: false, `{"arn":true}`: false,
	} {
		p := mustLoad(t, planOf(strings.Replace(entry(`["create"]`, `{"name":"c","vpc_config":[{}]}`), `"before":null`, `"before":null,"after_sensitive":`+marks, 1)))
		c := p.Graph.Find("aws_eks_cluster.c")
		if got := c.Attr("name").Sensitive() || c.Attr("vpc_config").Sensitive(); got != sensitive {
			t.Errorf("%s: sensitive %t", marks, got)
		}
	}
}

// derivedPlan has a role of which each case says how its trust policy is written. The
// document share was given something sensitive; plain and next were not.
func derivedPlan(trust, documents, rest string) string {
	return `{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[
	{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","change":{"actions":["update"],"before":{},"after_sensitive":{},"after_unknown":{},
	 "after":{"name":"r","assume_role_policy":"{\"Principal\":\"tops3cret\"}"}}},
	{"address":"aws_iam_role.named","mode":"managed","type":"aws_iam_role","name":"named","change":{"actions":["no-op"],"before":{},"after_sensitive":{"name":true},"after_unknown":{},
	 "after":{"name":"tops3cret","id":"tops3cret","arn":"arn:aws:iam::111122223333:role/tops3cret","path":"/"}}}],
	"prior_state":{"values":{"root_module":{"resources":[
	{"address":"data.aws_iam_policy_document.share","mode":"data","type":"aws_iam_policy_document","name":"share","values":{"json":"x"},"sensitive_values":{"statement":[{"sid":true}]}},
	{"address":"data.template_file.t","mode":"data","type":"template_file","name":"t","values":{},"sensitive_values":{"vars":{"a":true}}},
	{"address":"data.aws_iam_policy_document.plain","mode":"data","type":"aws_iam_policy_document","name":"plain","values":{"json":"x"},"sensitive_values":{"statement":[{"sid":false}]}},
	{"address":"data.aws_iam_policy_document.next","mode":"data","type":"aws_iam_policy_document","name":"next","values":{"json":"x"},"sensitive_values":{}}]}}},
	"configuration":{"root_module":{` + rest + `"resources":[
	{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","expressions":{"name":{"constant_value":"r"},"assume_role_policy":` + trust + `}},
	{"address":"aws_iam_role.named","mode":"managed","type":"aws_iam_role","name":"named","expressions":{"name":{"references":["var.name"]}}},
	{"address":"data.template_file.t","mode":"data","type":"template_file","name":"t","expressions":{"vars":{"references":["var.name"]}}},
	{"address":"data.aws_iam_policy_document.share","mode":"data","type":"aws_iam_policy_document","name":"share","expressions":{"statement":[{"sid":{"references":["var.team"]}}]}},
	{"address":"data.aws_iam_policy_document.plain","mode":"data","type":"aws_iam_policy_document","name":"plain","expressions":{"statement":[{"sid":{"references":["var.team"]}}]}},
	{"address":"data.aws_iam_policy_document.next","mode":"data","type":"aws_iam_policy_document","name":"next","expressions":{"source_policy_documents":` + documents + `}}]}}}`
}

// What a provider makes of something sensitive is as sensitive, through documents of
// documents, modules and attributes that hold a name, and nothing else is.
func TestDerivedMarks(t *testing.T) {
	references := func(refs string) string { return `{"references":[` + refs + `]}` }
	const share, none = `"data.aws_iam_policy_document.share.json","data.aws_iam_policy_document.share"`, `{"constant_value":[]}`
	for name, test := range map[string]struct {
		trust, documents, rest string
		want                   bool
	}{
		"document":              {references(share), none, "", true},
		"a plain one":           {references(`"data.aws_iam_policy_document.plain.json"`), none, "", false},
		"document of documents": {references(`"data.aws_iam_policy_document.next.json"`), references(share), "", true},
		"of plain documents":    {references(`"data.aws_iam_policy_document.next.json"`), references(`"data.aws_iam_policy_document.plain.json"`), "", false},
		"in a cycle":            {references(`"data.aws_iam_policy_document.next.json"`), references(`"data.aws_iam_policy_document.next.json"`), "", false},
		"another data source":   {references(`"data.template_file.t.rendered","data.template_file.t"`), none, "", true},
		"ARN with a name":       {references(`"aws_iam_role.named.arn","aws_iam_role.named"`), none, "", true},
		"a local":               {references(`"local.policy"`), none, "", true},
		"another attribute":     {references(`"aws_iam_role.r.unique_id"`), none, "", true}, // what a provider gives holds the name
		"output of a module": {references(`"module.m.policy","module.m"`), none, `"module_calls":{"m":{"module":{
			"outputs":{"policy":{"expression":{"references":["data.aws_iam_policy_document.inner.json"]}}},
			"resources":[{"address":"data.aws_iam_policy_document.inner","mode":"data","type":"aws_iam_policy_document","name":"inner",
			"expressions":{"source_policy_documents":{"references":["var.documents"]}}}],"variables":{"documents":{}}},
			"expressions":{"documents":` + references(share) + `}}},`, true},
		"constant": {`{"constant_value":"x"}`, none, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := mustLoad(t, derivedPlan(test.trust, test.documents, test.rest))
			if got := p.Graph.Find("aws_iam_role.r").Attr("assume_role_policy").Sensitive(); got != test.want {
				t.Errorf("sensitive %t, want %t", got, test.want)
			}
			named := p.Graph.Find("aws_iam_role.named")
			if !named.Attr("arn").Sensitive() || !named.Attr("id").Sensitive() || named.Attr("path").Sensitive() {
				t.Error("of a role whose name is sensitive, what holds the name is, and nothing else")
			}
		})
	}
}

// A value of which the input does not show what it is made of is sensitive where it
// holds a long sensitive text of any argument: one that goes through a local, and
// all of a state. A short one, and what a nonsensitive() shows, is not.
func TestDerivedUnseen(t *testing.T) {
	resource := func(address, values, marks string) string {
		typ, name, _ := strings.Cut(address, ".")
		return `{"address":"` + address + `","mode":"managed","type":"` + typ + `","name":"` + name + `",` + strings.NewReplacer("VALUES", values, "MARKS", marks).Replace(`"values":VALUES,"sensitive_values":MARKS`) + `}`
	}
	named := resource("aws_iam_role.named", `{"name":"tops3cret","path":"/short","arn":"arn:aws:iam::111122223333:role/tops3cret"}`, `{"name":true,"path":true}`)
	with := func(arn string) string {
		return `{"root_module":{"resources":[` + named + `,` + resource("aws_eks_node_group.n", `{"node_role_arn":"`+arn+`","tags_all":{"`+arn+`":"x"}}`, `{}`) + `]}}`
	}
	for name, test := range map[string]struct {
		arn, expression string
		state, plan     bool
	}{
		"through a local":      {"arn:aws:iam::111122223333:role/tops3cret", `{"references":["local.arn"]}`, true, true},
		"a variable's text":    {"arn:aws:iam::111122223333:role/tok3n-of-var", `{"references":["local.arn"]}`, false, true},
		"shown on purpose":     {"arn:aws:iam::111122223333:role/tok3n-of-var", `{"references":["var.token"]}`, false, false},
		"of a public variable": {"arn:aws:iam::111122223333:role/public-word", `{"references":["local.arn"]}`, false, false},
		"a short text":         {"arn:aws:iam::111122223333:role/short", `{"references":["local.arn"]}`, false, false},
		"a constant":           {"arn:aws:iam::111122223333:role/tops3cret", `{"constant_value":"x"}`, true, false},
	} {
		state := mustLoad(t, `{"format_version":"1.0","terraform_version":"1.11.4","values":`+with(test.arn)+`}`).Graph.Find("aws_eks_node_group.n")
		plan := mustLoad(t, `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":`+with(test.arn)+`,
			"variables":{"token":{"value":"tok3n-of-var"},"public":{"value":"public-word"}},
			"configuration":{"root_module":{"variables":{"token":{"sensitive":true},"public":{}},"resources":[
			{"address":"aws_iam_role.named","mode":"managed","type":"aws_iam_role","name":"named","expressions":{"name":{"references":["var.token"]},"path":{"references":["var.token"]}}},
			{"address":"aws_eks_node_group.n","mode":"managed","type":"aws_eks_node_group","name":"n","expressions":{"node_role_arn":`+test.expression+`}}]}}}`).Graph.Find("aws_eks_node_group.n")
		if got := state.Attr("node_role_arn").Sensitive(); got != test.state {
			t.Errorf("%s: in a state sensitive %t, want %t", name, got, test.state)
		}
		if got := state.Attr("tags_all").Sensitive(); got != test.state {
			t.Errorf("%s: as a key in a state sensitive %t, want %t", name, got, test.state)
		}
		if got := plan.Attr("node_role_arn").Sensitive(); got != test.plan {
			t.Errorf("%s: in a plan sensitive %t, want %t", name, got, test.plan)
		}
	}
}

// The kubectl provider marks yaml_body whatever is in it, and shows it again: as
// sensitive as what it is made of.
func TestDerivedManifests(t *testing.T) {
	for expression, want := range map[string]bool{
		`{"constant_value":"x"}`:                       false,
		`{"references":["var.public"]}`:                false,
		`{"references":["var.token"]}`:                 true,
		`{"references":["local.body"]}`:                true,
		`{"references":["vault_secret.s.data"]}`:       true,
		`{"references":["vault_secret.s.path"]}`:       false,
		`{"references":["var.public","var.token"]}`:    true,
		`{"references":["aws_iam_role.named.name"]}`:   true,
		`{"references":["aws_iam_role.named.policy"]}`: false,
	} {
		word := "public-word"
		if want {
			word = "tok3n-of-var"
		}
		p := mustLoad(t, `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[
			{"address":"vault_secret.s","mode":"managed","type":"vault_secret","name":"s","values":{"data":"tok3n-of-var"},"sensitive_values":{"data":true}},
			{"address":"aws_iam_role.named","mode":"managed","type":"aws_iam_role","name":"named","values":{"name":"tok3n-of-var"},"sensitive_values":{"name":true}},
			{"address":"kubectl_manifest.m","mode":"managed","type":"kubectl_manifest","name":"m","values":{"yaml_body":"kind: `+word+`","yaml_body_parsed":"kind: '`+word+`'"},"sensitive_values":{"yaml_body":true}}]}},
			"variables":{"token":{"value":"tok3n-of-var"},"public":{"value":"public-word"}},
			"configuration":{"root_module":{"variables":{"token":{"sensitive":true},"public":{}},"resources":[
			{"address":"aws_iam_role.named","mode":"managed","type":"aws_iam_role","name":"named","expressions":{"name":{"references":["var.token"]}}},
			{"address":"kubectl_manifest.m","mode":"managed","type":"kubectl_manifest","name":"m","expressions":{"yaml_body":`+expression+`}}]}}}`)
		m := p.Graph.Find("kubectl_manifest.m")
		if got := m.Attr("yaml_body_parsed").Sensitive(); got != want || !m.Attr("yaml_body").Sensitive() {
			t.Errorf("%s: sensitive %t, want %t", expression, got, want)
		}
	}
}
