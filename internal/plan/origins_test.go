package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// origins says where the name of the one cluster of a configuration comes from,
// whose value the plan does not know.
func origins(t *testing.T, address, configuration string) graph.Origins {
	t.Helper()
	change := func(address, typ, name, after, unknown, sensitive string) string {
		return fmt.Sprintf(`{"address":%q,"mode":"managed","type":%q,"name":%q,"change":{"actions":["create"],"after":%s,"after_unknown":%s,"after_sensitive":%s}}`,
			address, typ, name, after, unknown, sensitive)
	}
	p := mustLoad(t, `{"format_version":"1.2","variables":{"v":{"value":"of a variable"},"s":{"value":"secret"}},"resource_changes":[`+strings.Join([]string{
		change(address, "aws_eks_cluster", "c", `{}`, `{"name":true}`, `{}`),
		change("aws_iam_role.r", "aws_iam_role", "r", `{}`, `{"arn":true}`, `{}`),
		change("terraform_data.t", "terraform_data", "t", `{"input":{"k":"carried"}}`, `{"output":true}`, `{"input":{"k":true}}`),
		change("terraform_data.f", "terraform_data", "f", `{"input":null}`, `{"output":true,"input":true}`, `{}`),
	}, ",")+`],"configuration":{"root_module":`+configuration+`}}`)
	return p.Graph.Find(address).Attr("name").Origins()
}

// root is a configuration of the cluster with an argument and more at the top.
func root(name, more string) string {
	return `{"variables":{"v":{},"s":{"sensitive":true}},"resources":[` + block("aws_eks_cluster", "c", `"expressions":{"name":`+name+`}`) + more + `}`
}

func block(typ, name, more string) string {
	return fmt.Sprintf(`{"address":"%s.%s","mode":"managed","type":%q,"name":%q,%s}`, typ, name, typ, name, more)
}

func refers(to ...string) string { return `{"references":["` + strings.Join(to, `","`) + `"]}` }

func TestOrigins(t *testing.T) {
	end := `]`
	tests := map[string]struct {
		address       string
		configuration string
		want          string
	}{
		"function":              {"aws_eks_cluster.c", root(`{}`, end), `unresolved [a function's result]`},
		"variable":              {"aws_eks_cluster.c", root(refers("var.v"), end), `literal of a variable`},
		"secret variable":       {"aws_eks_cluster.c", root(refers("var.s"), end), `literal (sensitive)`},
		"missing variable":      {"aws_eks_cluster.c", root(refers("var.gone"), end), `unresolved [var.gone]`},
		"missing module":        {"aws_eks_cluster.c", root(refers("module.gone.x", "module.gone"), end), `unresolved [module.gone.x]`},
		"self":                  {"aws_eks_cluster.c", root(refers("self.id", "self"), end), `unresolved [self.id]`},
		"fixed":                 {"aws_eks_cluster.c", root(refers("path.module", "terraform.workspace"), end), ``},
		"local":                 {"aws_eks_cluster.c", root(refers("local.a"), end), `locals [local.a]`},
		"into a local":          {"aws_eks_cluster.c", root(refers("local.a.b", "local.a"), end), `unresolved [local.a.b]`},
		"each without for_each": {"aws_eks_cluster.c", root(refers("each.value"), end), `unresolved [each.value]`},
		"each of a constant": {`aws_eks_cluster.c["k"]`, `{"resources":[` + block("aws_eks_cluster", "c",
			`"for_each_expression":{"constant_value":{"k":{"x":"of k"},"l":{"x":"of l"}}},"expressions":{"name":`+refers("each.value.x", "each.value")+`}`) + `]}`, `literal of k`},
		"each of a set": {`aws_eks_cluster.c["k"]`, `{"resources":[` + block("aws_eks_cluster", "c",
			`"for_each_expression":{"constant_value":["k","l"]},"expressions":{"name":`+refers("each.value")+`}`) + `]}`, `literal [k l]`},
		"carried, and secret":  {"aws_eks_cluster.c", root(refers(`terraform_data.t.output.k`, `terraform_data.t.output`, `terraform_data.t`), end), `literal (sensitive)`},
		"carried from nowhere": {"aws_eks_cluster.c", root(refers(`terraform_data.f.output`, `terraform_data.f`), end), `unresolved [terraform_data.f.input]`},
		"carried from a function": {"aws_eks_cluster.c", root(refers(`terraform_data.f.output`, `terraform_data.f`),
			`,`+block("terraform_data", "f", `"expressions":{"input":{}}`)+end), `unresolved [a function's result]`},
		"resource of another type": {"aws_eks_cluster.c", root(refers("random_pet.p.id", "random_pet.p"), end), `others [random_pet.p]`},
		"resource of count 0":      {"aws_eks_cluster.c", root(refers("aws_subnet.s[0].id", "aws_subnet.s[0]", "aws_subnet.s"), end), ``},
		"resource":                 {"aws_eks_cluster.c", root(refers("aws_iam_role.r.arn", "aws_iam_role.r"), end), `aws_iam_role.r arn`},
		"argument of a module": {"module.m.aws_eks_cluster.c", `{"variables":{"v":{}},"module_calls":{"m":{"expressions":{"x":` + refers("aws_iam_role.r.arn", "aws_iam_role.r") +
			`},"module":{"variables":{"x":{}},"resources":[` + block("aws_eks_cluster", "c", `"expressions":{"name":`+refers("var.x")+`}`) + `]}}}}`, `aws_iam_role.r arn`},
		"default of a module": {"module.m.aws_eks_cluster.c", `{"module_calls":{"m":{"expressions":{},"module":{"variables":{"x":{"default":"by default"}},"resources":[` +
			block("aws_eks_cluster", "c", `"expressions":{"name":`+refers("var.x")+`}`) + `]}}}}`, `literal by default`},
		"argument that no module declares": {"module.m.aws_eks_cluster.c", `{"module_calls":{"m":{"expressions":{},"module":{"resources":[` +
			block("aws_eks_cluster", "c", `"expressions":{"name":`+refers("var.x")+`}`) + `]}}}}`, `unresolved [var.x]`},
		"a circle": {"module.m.aws_eks_cluster.c", `{"module_calls":{"m":{"expressions":{"x":` + refers("module.m.y", "module.m") + `},"module":{"outputs":{"y":{"expression":` +
			refers("var.x") + `}},"resources":[` + block("aws_eks_cluster", "c", `"expressions":{"name":`+refers("var.x")+`}`) + `]}}}}`, ``},
		"not configured": {"aws_eks_cluster.c", `{}`, `hidden`},
		"not written":    {"aws_eks_cluster.c", `{"resources":[` + block("aws_eks_cluster", "c", `"expressions":{}`) + `]}`, ``},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, summary(origins(t, tt.address, tt.configuration))); diff != "" {
				t.Errorf("origins (-want +got):\n%s", diff)
			}
		})
	}
}

// summary writes what is not empty.
func summary(o graph.Origins) string {
	var parts []string
	for _, ref := range o.Refs {
		parts = append(parts, ref.Resource.String()+" "+ref.Attr)
	}
	for _, v := range o.Literals {
		text := "(sensitive)"
		switch {
		case v.ContainsMarked():
		case v.Type().IsTupleType():
			var all []string
			for it := v.ElementIterator(); it.Next(); {
				_, e := it.Element()
				all = append(all, e.AsString())
			}
			text = fmt.Sprint(all)
		default:
			text = v.AsString()
		}
		parts = append(parts, "literal "+text)
	}
	for what, list := range map[string][]string{"unresolved": o.Unresolved, "locals": o.Locals, "others": o.Others} {
		if len(list) > 0 {
			parts = append(parts, fmt.Sprint(what, " ", list))
		}
	}
	if o.Hidden {
		parts = append(parts, "hidden")
	}
	return strings.Join(parts, ", ")
}
