package source

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

var update = flag.Bool("update", false, "write what the cases of testdata/evaluate lead to into them")

// TestEvaluate evaluates small repositories and compares what comes of them with
// the file "want" beside their files. The comment of a case says why it is there;
// lines of it that begin with ">" are options:
//
//	> dir DIR, > var NAME=TEXT, > env NAME=TEXT, > workspace NAME, > library
func TestEvaluate(t *testing.T) {
	names, err := filepath.Glob("testdata/evaluate/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
			if at < 0 {
				archive.Files = append(archive.Files, txtar.File{Name: "want"})
				at = len(archive.Files) - 1
			}
			dir, o := caseOptions(t, string(archive.Comment))
			got := dump(load(t, write(t, archive), dir, o))
			if *update {
				archive.Files[at].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[at].Data), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// write puts the files of an archive into a directory.
func write(t testing.TB, archive *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range archive.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// tree writes files, given as the text of an archive.
func tree(t testing.TB, text string) string { return write(t, txtar.Parse([]byte(text))) }

func opened(t testing.TB, root string) *config.Files {
	t.Helper()
	files, err := config.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return files
}

func load(t testing.TB, root, dir string, o Options) *Root {
	t.Helper()
	loaded, err := Load(t.Context(), opened(t, root), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// judged are the types that the graphs of tests hold. test_thing is in no schema.
func judged() Options {
	types := []string{"aws_eks_cluster", "aws_ecr_repository", "aws_iam_role", "aws_security_group", "test_thing"}
	return Options{
		Subjects: types,
		Reads:    []control.Read{{Types: append([]string{"aws_iam_policy_document", "provider.aws"}, types...)}},
	}
}

func caseOptions(t *testing.T, comment string) (dir string, o Options) {
	t.Helper()
	dir, o = ".", judged()
	o.Given = map[string]Given{}
	env := map[string]string{}
	o.Environment = func(name string) string { return env[name] }
	for line := range strings.Lines(comment) {
		option, ok := strings.CutPrefix(strings.TrimSpace(line), "> ")
		if !ok {
			continue
		}
		word, rest, _ := strings.Cut(option, " ")
		name, text, _ := strings.Cut(rest, "=")
		switch word {
		case "dir":
			dir = rest
		case "var":
			o.Given[name] = Given{Text: text}
		case "env":
			env[name] = text
		case "workspace":
			o.Workspace = rest
		case "library":
			o.Library = true
		default:
			t.Fatalf("an option of a case that is none: %q", option)
		}
	}
	return dir, o
}

// dump writes out what is known of a root module: its resources with all that
// they are given, its outputs, and what is wrong with it.
func dump(r *Root) string {
	var out bytes.Buffer
	instances := map[string]*instance{}
	for key, in := range r.loader.evaluated {
		instances[key.module.addressOf(key.block, key.key).String()] = in
	}
	for _, resource := range slices.Concat(r.Graph.Resources(), r.Graph.Data(), r.Graph.Providers()) {
		in := instances[resource.Address.String()]
		fmt.Fprint(&out, resource.Address)
		if resource.Deferred {
			fmt.Fprint(&out, " (deferred)")
		}
		if resource.Provider != "aws" && resource.Provider != "test" && resource.Mode != graph.Provider {
			fmt.Fprintf(&out, " provider %s", resource.Provider)
		}
		fmt.Fprintf(&out, " %s", at(*resource.Range))
		for _, call := range resource.Calls {
			fmt.Fprintf(&out, " < %s %s", call.Name, at(call.Range))
		}
		fmt.Fprintln(&out)
		if in == nil { // a provider's configuration, which nobody refers to
			continue
		}
		for _, name := range sorted(in.written().values) {
			dumpValue(&out, r, "  "+name, in.written().values[name])
			dumpRanges(&out, resourceSource{instance: in}, in.written().place, "    ", name, cty.GetAttrPath(name))
		}
	}
	for _, name := range sorted(r.module.config.Outputs) {
		dumpValue(&out, r, "output."+name, r.module.output(name))
	}
	for _, d := range r.Diagnostics() {
		fmt.Fprintf(&out, "%s: %s", d.Severity, d.Summary)
		if d.Detail != "" {
			fmt.Fprintf(&out, ": %s", d.Detail)
		}
		if d.Location != nil {
			fmt.Fprintf(&out, " %s:%d", d.Location.File, d.Location.StartLine)
		}
		fmt.Fprintln(&out)
	}
	if !r.Complete {
		fmt.Fprintln(&out, "incomplete")
	}
	return out.String()
}

// dumpRanges says where nested blocks are, in the order of their value.
func dumpRanges(out *bytes.Buffer, source resourceSource, in *place, indent, name string, path cty.Path) {
	for i, block := range in.blocks[name] {
		rng, _ := source.Range(path.IndexInt(i))
		fmt.Fprintf(out, "%s%s[%d] %s\n", indent, name, i, at(rng))
		for _, inner := range sorted(block.blocks) {
			dumpRanges(out, source, block, indent+"  ", inner, path.IndexInt(i).GetAttr(inner))
		}
	}
}

func at(r graph.Range) string { return fmt.Sprintf("%s:%d", r.File, r.StartLine) }

func dumpValue(out *bytes.Buffer, r *Root, name string, v cty.Value) {
	fmt.Fprintf(out, "%s = %s", name, text(v))
	var from []string
	for mark := range marksOf(v) {
		switch mark := mark.(type) {
		case refMark:
			from = append(from, strings.TrimSuffix(mark.address+"."+mark.path, "."))
		case otherMark:
			from = append(from, mark.address+" (other)")
		case openMark:
			from = append(from, "? "+mark.text)
		case viaMark:
			if ref, ok := mark.origin.(refMark); ok {
				from = append(from, "by way of "+ref.address+"."+ref.path)
			}
		case defaultMark:
			from = append(from, "default of var."+mark.variable)
		}
	}
	if slices.Sort(from); len(from) > 0 {
		fmt.Fprintf(out, " <- %s", strings.Join(from, ", "))
	}
	fmt.Fprintln(out)
}

// text writes a value as source does, sets as set[...].
func text(v cty.Value) string {
	v, marks := v.Unmark()
	_, secret := marks[graph.SensitiveMark]
	switch typ := v.Type(); {
	case secret:
		return "(sensitive)"
	case !v.IsKnown():
		return "unknown " + strings.ReplaceAll(typ.FriendlyName(), "dynamic", "value")
	case v.IsNull():
		return "null"
	case typ == cty.String:
		return fmt.Sprintf("%q", v.AsString())
	case typ == cty.Number:
		return v.AsBigFloat().Text('g', -1)
	case typ == cty.Bool:
		return fmt.Sprint(v.True())
	case typ.IsMapType() || typ.IsObjectType():
		var items []string
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			if element.IsKnown() && element.IsNull() && typ.IsObjectType() {
				continue
			}
			items = append(items, key.AsString()+" = "+text(element))
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	var items []string
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		items = append(items, text(element))
	}
	list := "[" + strings.Join(items, ", ") + "]"
	switch {
	case v.Type().IsSetType():
		return "set" + list
	case v.Type().IsTupleType():
		return "tuple" + list
	}
	return list
}
