package source

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// thing is a module with variables of which the defaults are known.
const thing = `-- modules/thing/main.tf --
variable "a" { default = "default" }
variable "b" { default = "default" }
resource "aws_eks_cluster" "c" {
  name    = var.a
  version = var.b
}
`

// What a unit gives the variables of its module, and what of it is unknown.
func TestUnits(t *testing.T) {
	unit := func(text string) string { return "-- live/prod/terragrunt.hcl --\n" + text + "\n" }
	const source = "terraform {\n  source = \"../..//modules/thing\"\n}\n"
	tests := []struct {
		name, files string
		want        []string // path, module or why, values of a and b, and gaps, of each unit
	}{
		{"literal inputs", unit(source + `inputs = { a = "x" }`), []string{`live/prod: modules/thing "x" "default"`}},
		{"no inputs", unit(source), []string{`live/prod: modules/thing "default" "default"`}},
		{"a local, and a function of Terraform", unit(source + "locals {\n  a = upper(\"x\")\n}\ninputs = merge({ a = local.a }, { b = \"y\" })"), []string{`live/prod: modules/thing "X" "y"`}},
		{"another unit, the environment and a program", unit(source + "dependency \"d\" {\n  config_path = \"../d\"\n}\ninputs = {\n  a = dependency.d.outputs.a\n  b = run_cmd(\"touch\", \"ran\")\n}"),
			[]string{`live/prod: modules/thing ? ?`}},
		{"a file next to it", "-- live/prod/f --\nx\n" + unit(source+`inputs = { a = file("f"), b = get_env("B", "y") }`), []string{`live/prod: modules/thing ? ?`}},
		{"inputs that are not known", unit(source + `inputs = merge(include.root.inputs, { a = "x" })`), []string{`live/prod: modules/thing ? ?`}},
		{"inputs of what it includes", "-- root.hcl --\ninputs = {\n  a = \"root\"\n  b = \"root\"\n}\n" + unit("include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n"+source+`inputs = { a = "x" }`),
			[]string{`live/prod: modules/thing "x" "root"`}},
		{"source of what it includes", "-- common/thing.hcl --\nlocals {\n  where = \"thing\"\n}\nterraform {\n  source = \"${get_repo_root()}//modules/${local.where}\"\n}\n" +
			unit("include {\n  path = \"${get_terragrunt_dir()}/../../common/thing.hcl\"\n}"), []string{`live/prod: modules/thing "default" "default"`}},
		{"source from the including file", "-- live/root.hcl --\nterraform {\n  source = \"${get_parent_terragrunt_dir()}/../modules/thing\"\n}\n" +
			unit("include {\n  path = find_in_parent_folders(\"root.hcl\")\n}"), []string{`live/prod: modules/thing "default" "default"`}},
		{"merged maps", "-- root.hcl --\ninputs = {\n  a = { x = 1 }\n}\n" + unit("include {\n  path = find_in_parent_folders(\"root.hcl\")\n  merge_strategy = \"deep\"\n}\n"+source+`inputs = { a = { y = 1 } }`),
			[]string{`live/prod: modules/thing ? "default"`}},
		{"what it includes is not there", unit("include {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n" + source + `inputs = { a = "x" }`), []string{`live/prod: modules/thing "x" ?`}},
		{"files of variables of its own", unit("terraform {\n  source = \"../..//modules/thing\"\n  extra_arguments \"v\" {\n    commands  = [\"plan\"]\n    optional_var_files = [\"x.tfvars\"]\n  }\n}"), []string{`live/prod: modules/thing ? ?`}},
		{"an option that gives a variable", unit("terraform {\n  source = \"../..//modules/thing\"\n  extra_arguments \"v\" {\n    commands  = [\"plan\"]\n    arguments = [\"-var=a=b\"]\n  }\n}"), []string{`live/prod: modules/thing ? ?`}},
		{"an option of another kind", unit("terraform {\n  source = \"../..//modules/thing\"\n  extra_arguments \"v\" {\n    commands  = [\"plan\"]\n    arguments = [\"-lock-timeout=20m\"]\n  }\n}"), []string{`live/prod: modules/thing "default" "default"`}},
		{"a file that Terraform loads", "-- live/prod/x.auto.tfvars --\na = \"file\"\n" + unit(source+`inputs = { a = "x", b = "y" }`), []string{`live/prod: modules/thing "file" "y"`}},
		{"source next to it", "-- live/prod/more.tf --\nlocals {}\n" + unit(source), []string{`live/prod: modules/thing "default" "default"; live/prod/more.tf:1 was not read`}},
		{"generated providers", unit(source + "generate \"p\" {\n  path = \"p.tf\"\n  contents = <<EOT\nprovider \"aws\" {\n  region = \"${local.region}\"\n}\nEOT\n}"), []string{`live/prod: modules/thing "default" "default"`}},
		{"generated resources", unit(source + "generate \"p\" {\n  path = \"p.tf\"\n  contents = <<EOT\nresource \"aws_eks_cluster\" \"d\" {\n}\nEOT\n}"),
			[]string{`live/prod: modules/thing "default" "default"; live/prod/terragrunt.hcl:4 was not read`}},
		{"generated from a file", unit(source + "generate \"p\" {\n  path = \"p.tf\"\n  contents = file(\"p.tf\")\n}"), []string{`live/prod: modules/thing "default" "default"; live/prod/terragrunt.hcl:4 was not read`}},
		{"source in a registry", unit("terraform {\n  source = \"tfr:///example/thing/aws?version=1.0.0\"\n}"), []string{`live/prod: its module is not in the repository: tfr:///example/thing/aws?version=1.0.0`}},
		{"source in another repository", unit("terraform {\n  source = \"git::git@example.com:x/y.git//modules/thing\"\n}"), []string{`live/prod: its module is not in the repository: git::git@example.com:x/y.git//modules/thing`}},
		{"source outside", unit("terraform {\n  source = \"../../../..//modules/thing\"\n}"), []string{`live/prod: its module is not in the repository: ../../../..//modules/thing`}},
		{"source outside by a function", unit("terraform {\n  source = \"${get_repo_root()}/../modules/thing\"\n}"), []string{`live/prod: its module is not in the repository: /../modules/thing`}},
		{"source that is not known", unit("terraform {\n  source = \"${get_env(\"M\")}//modules/thing\"\n}"), []string{`live/prod: the source of its module is not known`}},
		{"file that does not parse", unit("terraform {"), []string{`live/prod: live/prod/terragrunt.hcl:1:11: `}},
		{"file that others include", unit("remote_state {\n  backend = \"s3\"\n}"), nil},
		{"module next to it", "-- live/prod/main.tf --\nvariable \"a\" {}\nvariable \"b\" {}\nresource \"aws_eks_cluster\" \"c\" {\n  name    = var.a\n  version = var.b\n}\n" + unit(`inputs = { a = "x" }`), []string{`live/prod: live/prod "x" ?`}},
		{"components", "-- stack/a.tfcomponent.hcl --\nlocals {\n  a = \"x\"\n}\ncomponent \"one\" {\n  source = \"../modules/thing\"\n  inputs = {\n    a = local.a\n    b = var.b\n  }\n}\ncomponent \"two\" {\n  source = \"example/thing/aws\"\n}\n",
			[]string{`stack/a.tfcomponent.hcl#one: modules/thing "x" ?`, `stack/a.tfcomponent.hcl#two: its module is not in the repository: example/thing/aws`}},
		{"components of an older version", "-- stack/a.tfstack.hcl --\ncomponent \"one\" {\n  source = \"../modules/thing\"\n}\n", []string{`stack/a.tfstack.hcl#one: modules/thing "default" "default"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := tree(t, thing+tt.files)
			found := scanned(t, root, ".")
			units, unread := found.Units()
			var got []string
			for _, u := range slices.Concat(units, unread) {
				if u.Module == "" {
					why, _, _ := strings.Cut(u.Why, "expected")
					why, _, _ = strings.Cut(why, "Unclosed")
					got = append(got, u.Path+": "+why)
					continue
				}
				o := judged()
				o.Unit = u
				loaded := load(t, root, u.Module, o)
				text := u.Path + ": " + u.Module
				for _, name := range []string{"a", "b"} {
					v, _ := loaded.module.variable(name).UnmarkDeep()
					switch {
					case !v.IsWhollyKnown():
						text += " ?"
					default:
						text += " \"" + v.AsString() + "\""
					}
				}
				for _, gap := range loaded.Graph.Gaps {
					text += "; " + gap.String()
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A module that a unit calls is not checked with its defaults, unless Terraform runs
// there as well: a branch can add a unit.
func TestRootsOfUnits(t *testing.T) {
	unit := "-- live/terragrunt.hcl --\nterraform {\n  source = \"../modules/thing\"\n}\n"
	for name, tt := range map[string]struct {
		files string
		want  []string
	}{
		"called":                           {thing + unit, nil},
		"not called":                       {thing, []string{"modules/thing"}},
		"with a backend that is filled in": {thing + "-- modules/thing/b.tf --\nterraform {\n  backend \"s3\" {}\n}\n" + unit, nil},
		"with a backend":                   {thing + "-- modules/thing/b.tf --\nterraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n" + unit, []string{"modules/thing"}},
		"with values":                      {thing + "-- modules/thing/terraform.tfvars --\na = 1\n" + unit, []string{"modules/thing"}},
		"by its callers too":               {thing + "-- root/main.tf --\n" + calling("../modules/thing") + unit, []string{"root"}},
	} {
		if diff := cmp.Diff(tt.want, scanned(t, tree(t, tt.files), ".").Roots()); diff != "" {
			t.Errorf("%s: roots (-want +got):\n%s", name, diff)
		}
	}
}

// A change concerns the units that it is a part of.
func TestLeadingUnits(t *testing.T) {
	unit := func(module string) string {
		return "include {\n  path = find_in_parent_folders(\"root.hcl\")\n}\nterraform {\n  source = \"../../modules/" + module + "\"\n}\n"
	}
	root := tree(t, thing+"-- modules/other/main.tf --\n"+cluster+"-- root.hcl --\n-- live/env.hcl --\n-- live/a/terragrunt.hcl --\n"+unit("thing")+"-- live/b/terragrunt.hcl --\n"+unit("other")+
		"-- live/c/terragrunt.hcl --\nterraform {\n  source = \"tfr:///x/y/aws\"\n}\n")
	found := scanned(t, root, ".")
	for _, tt := range []struct{ dirs, outer, want []string }{
		{dirs: []string{"modules/thing"}, want: []string{"live/a"}},
		{outer: []string{"live/b/terragrunt.hcl"}, want: []string{"live/b"}},
		{outer: []string{"root.hcl"}, want: []string{"live/a", "live/b", "live/c"}},
		{outer: []string{"live/env.hcl"}, want: []string{"live/a", "live/b", "live/c"}},
		{outer: []string{"other/env.hcl"}},
		{dirs: []string{"live/c"}, want: []string{"live/c"}},
	} {
		certain, unread, _ := found.LeadingUnits(tt.dirs, tt.outer)
		var got []string
		for _, u := range slices.Concat(certain, unread) {
			got = append(got, u.Path)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v %v (-want +got):\n%s", tt.dirs, tt.outer, diff)
		}
	}
}
