package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// hidden are the expressions that lead a secret, var.s, through the language.
func hidden() []string {
	return []string{
		`var.s`, `"a-${var.s}-b"`, `"%{if var.s == "hidden-word-7"}yes%{else}no%{endif}"`, `"%{for c in split("", var.s)}${c}.%{endfor}"`,
		`[for c in split("", var.s) : c]`, `{ for c in split("", var.s) : c => 1... }`, `[for w in ["hidden-word-7", "b"] : w if w == var.s]`,
		`{ for w in ["hidden-word-7", "b"] : w => 1 if w == var.s }`, `{ (var.s) = 1 }`, `{ k = { v = [var.s] } }`,
		`var.s == "hidden-word-7" ? "yes" : "no"`, `var.s != null ? var.s : ""`, `[{ v = var.s }][*].v`, `[{ v = var.s }].0.v`,
		`{ hidden-word-7 = "yes", other-words-19 = "no" }[var.s]`, `["a", "b"][length(var.s) == 13 ? 0 : 1]`,
		`try(regex("^hid", var.s), "no")`, `can(regex("^hid", var.s))`, `try({}.x, var.s)`, `coalesce(null, var.s)`,
		`jsondecode(jsonencode({ v = var.s })).v`, `yamldecode(yamlencode({ v = var.s }))["v"]`, `templatestring("$${v}", { v = var.s })`,
		`templatefile("t.tftpl", { v = var.s })`, `local.s`, `module.m.out`, `module.m.declared`, `module.m.nested.v[0]`,
		`terraform_data.d.output`, `test_thing.other.value`, `test_thing.other.block[0].v`, `one(test_thing.some[*].value)`,
		`values(test_thing.each)[0].value`, `[for t in test_thing.each : t.value]`, `issensitive(var.s) ? var.s : ""`,
		`nonsensitive(sensitive(var.s))`, `"${var.s}${terraform_data.d.id}"`, `startswith(var.s, "hid") && true`, `!(var.s == "x")`,
		`var.o.v`, `var.o["v"]`, `var.list[0]`, `merge({ a = 1 }, { b = var.s })`, `flatten([[var.s], ["b"]])`, `data.aws_region.here.name`,
	}
}

const around = `
-- main.tf --
variable "s" {
  type = string
  FLAG
}
variable "o" {
  type    = object({ v = string, w = optional(string, "w") })
  default = null
  FLAG
}
variable "list" {
  type    = list(string)
  default = []
  FLAG
}
locals {
  s = upper(var.s)
}
module "m" {
  source = "./m"
  in     = var.s
}
provider "aws" {
  region = "eu-${var.s}"
}
data "aws_region" "here" {}
resource "terraform_data" "d" {
  input = var.s
}
resource "test_thing" "other" {
  value = "x${var.s}"
  dynamic "block" {
    for_each = [var.s]
    content {
      v = block.value
    }
  }
}
resource "test_thing" "some" {
  count = 1
  value = var.s
}
resource "test_thing" "each" {
  for_each = { k = var.s }
  value    = each.value
}
resource "test_thing" "it" {
  value = EXPRESSION
}
resource "test_thing" "keyed" {
  for_each = try(toset(EXPRESSION), toset([EXPRESSION]), EXPRESSION, {})
  value    = each.key
}
resource "test_thing" "iterated" {
  dynamic "block" {
    for_each = try(toset(EXPRESSION), toset([EXPRESSION]), EXPRESSION, [])
    content {
      v = block.key
    }
  }
  dynamic "numbered" {
    for_each = range(length(try(tostring(EXPRESSION), jsonencode(EXPRESSION))))
    content {
      v = numbered.key
    }
  }
}
resource "test_thing" "counted" {
  count = 1 + length(try(tostring(EXPRESSION), jsonencode(EXPRESSION)))
  value = count.index
}
module "counted" {
  source = "./m"
  count  = 1 + length(try(tostring(EXPRESSION), jsonencode(EXPRESSION)))
  in     = count.index
}
module "keyed" {
  source   = "./m"
  for_each = try(toset(EXPRESSION), toset([EXPRESSION]), EXPRESSION, {})
  in       = each.key
}
-- t.tftpl --
<${v}>
-- m/main.tf --
variable "in" {
  default = "default"
}
resource "test_thing" "inside" {
  value = var.in
}
output "out" {
  value = var.in
}
output "declared" {
  value     = "x${var.in}"
  sensitive = true
}
output "nested" {
  value = { v = [var.in] }
}
`

// printable is all that a report could show of a root module: addresses, values
// that are not sensitive, what values come from, and diagnostics.
func printable(r *Root) string {
	var lines []string
	for _, resource := range slices.Concat(r.Graph.Resources(), r.Graph.Data(), r.Graph.Providers()) {
		lines = append(lines, resource.String())
	}
	for _, key := range slices.SortedFunc(maps.Keys(r.loader.evaluated), func(a, b instanceKey) int {
		return strings.Compare(a.module.addressOf(a.block, a.key).String(), b.module.addressOf(b.block, b.key).String())
	}) {
		in := r.loader.evaluated[key]
		s := resourceSource{in, false}
		for _, name := range sorted(in.written().values) {
			lines = append(lines, fmt.Sprint(key.module.addressOf(key.block, key.key), " ", name, " = ", redacted(s.Argument(name)),
				s.Origins(cty.GetAttrPath(name)).Unresolved))
		}
	}
	for _, d := range r.Diagnostics() {
		lines = append(lines, d.Summary+d.Detail)
	}
	return strings.Join(lines, "\n")
}

func redacted(v cty.Value) string {
	plain, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.HasMark(graph.SensitiveMark) {
			return cty.StringVal("(sensitive)"), nil
		}
		return v, nil
	})
	if err != nil {
		return "(sensitive)"
	}
	return plain.GoString()
}

// Whatever a secret is, a report shows the same: by whatever expression it is led
// into an argument, a key of for_each or a called module.
func TestSecretsDoNotShow(t *testing.T) {
	secrets := []string{"hidden-word-7", "other-words-19"}
	ways := map[string]struct {
		flag string
		load func(t *testing.T, text, secret string) *Root
	}{
		"the environment": {"", func(t *testing.T, text, secret string) *Root {
			o := judged()
			o.Environment = func(name string) string {
				return map[string]string{
					"TF_VAR_s": secret, "TF_VAR_o": `{ v = "` + secret + `" }`, "TF_VAR_list": `["` + secret + `"]`,
				}[name]
			}
			return load(t, tree(t, text), ".", o)
		}},
		"a sensitive variable": {`sensitive = "true"`, func(t *testing.T, text, secret string) *Root {
			o := judged()
			o.Given = map[string]Given{
				"s": {Text: secret}, "o": {Text: `{ v = "` + secret + `" }`}, "list": {Text: `["` + secret + `"]`},
			}
			return load(t, tree(t, text), ".", o)
		}},
	}
	for way, how := range ways {
		for _, expression := range hidden() {
			if how.flag != "" && strings.Contains(expression, "nonsensitive") {
				continue // the author says that it may be shown
			}
			text := strings.NewReplacer("EXPRESSION", expression, "FLAG", how.flag).Replace(around)
			one := printable(how.load(t, text, secrets[0]))
			two := printable(how.load(t, text, secrets[1]))
			if one != two {
				t.Errorf("%s: %s shows\n%s\nor\n%s", way, expression, one, two)
			}
			if !strings.Contains(one, "test_thing.it value") {
				t.Errorf("%s: %s: nothing was evaluated:\n%s", way, expression, one)
			}
		}
	}
}

// An argument that its provider calls sensitive is so in whatever refers to it.
func TestSecretsOfProviders(t *testing.T) {
	for _, expression := range []string{
		`aws_db_instance.db.password`, `"x-${aws_db_instance.db.password_wo}"`, `helm_release.app.set_sensitive[0].value`,
		`helm_release.app.repository_password`, `[for s in helm_release.app.set_sensitive : s.value]`, `helm_release.written.set_wo[0].value`,
		`kubernetes_secret.s.data.token`, `values(kubernetes_secret.s.data)[0]`, `kubectl_manifest.m.yaml_body`, `terraform_data.d.output.password`,
	} {
		show := func(secret string) string {
			text := strings.NewReplacer("EXPRESSION", expression, "SECRET", secret).Replace(`
-- main.tf --
resource "aws_db_instance" "db" {
  password    = "SECRET"
  password_wo = "SECRET"
}
resource "helm_release" "app" {
  repository_password = "SECRET"
  dynamic "set_sensitive" {
    for_each = ["SECRET"]
    content {
      name  = "image.repository"
      value = set_sensitive.value
    }
  }
}
resource "helm_release" "written" {
  set_wo = [{ name = "image.repository", value = "SECRET" }]
}
resource "kubernetes_secret" "s" {
  data = { token = "SECRET" }
}
resource "kubectl_manifest" "m" {
  yaml_body = "kind: SECRET"
}
resource "terraform_data" "d" {
  input = aws_db_instance.db
}
resource "test_thing" "it" {
  value = EXPRESSION
}
resource "test_thing" "keyed" {
  for_each = try(toset(EXPRESSION), toset([EXPRESSION]))
  value    = each.key
}
`)
			return printable(load(t, tree(t, text), ".", judged()))
		}
		if one, two := show("hidden-word-7"), show("other-words-19"); one != two {
			t.Errorf("%s shows\n%s\nor\n%s", expression, one, two)
		}
	}
}
