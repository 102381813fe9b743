package scan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// TestHiding hides a resource of a case, as a targeted plan does, as a function
// that is passed the rest does, and as a module that is not installed does. Nothing
// passes that did not, and nothing fails that did not. What is not read is not taken
// for a Deny, so that cases of these are not among them.
func TestHiding(t *testing.T) {
	variants := map[string]int{}
	for _, e := range controls.Table() {
		dirs, err := filepath.Glob(filepath.Join("../controls/testdata", e.Key, "*"))
		if err != nil || len(dirs) == 0 {
			t.Fatalf("%s has no cases: %v", e.Key, err)
		}
		for _, dir := range dirs {
			hideEach(t, e, dir, variants)
		}
	}
	t.Logf("%d plans without a resource, %d of these as arguments, and %d sources with a resource in an unread module",
		variants["plan"], variants["arguments"], variants["source"])
	for _, way := range []string{"plan", "arguments", "source"} {
		if variants[way] < 500 {
			t.Errorf("%d variants of %s: expected hundreds", variants[way], way)
		}
	}
}

// hiding compares the verdicts of one evaluator on one case.
type hiding struct {
	e        control.Evaluator
	in       control.Input // but the graph
	name     string
	variants map[string]int
}

func (h hiding) statuses(g *graph.Graph) map[string]finding.Status {
	h.in.Graph = g
	return statuses(h.e, h.in)
}

func hideEach(t *testing.T, e control.Evaluator, dir string, variants map[string]int) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "plan.json"))
	if err != nil || bytes.Contains(raw, []byte("Deny")) {
		return
	}
	h := hiding{e, inputOf(t, e, dir), e.Key + "/" + filepath.Base(dir), variants}
	h.plan(t, raw)
	text, err := os.ReadFile(filepath.Join(dir, "main.tf"))
	if err != nil {
		return
	}
	before := h.statuses(sourceGraph(t, e, text, dir))
	for _, block := range blocks(text) {
		h.check(t, "source", block, before, h.assumed(sourceGraph(t, e, inModule(text, block), dir)))
	}
}

func (h hiding) plan(t *testing.T, raw []byte) {
	t.Helper()
	load := func(raw []byte) *graph.Graph {
		p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), plan.Options{Reads: h.e.Reads, Subjects: h.e.Subjects, AllowErrored: true})
		if err != nil {
			t.Fatalf("%s: %v", h.name, err)
		}
		return p.Graph
	}
	before := h.statuses(load(raw))
	for _, block := range created(t, raw) {
		rest := without(t, raw, block)
		h.check(t, "plan", block, before, h.statuses(load(rest)))
		g := load(rest)
		g.Kind, g.Gaps = graph.FromArguments, []graph.Gap{{Kind: graph.NotPassed}}
		h.check(t, "arguments", block, before, h.assumed(g))
	}
}

// assumed are the statuses of subjects, without those that assume something of a
// gap that was passed nothing of their subject: that is the reader's to see, and
// unknown with --strict.
func (h hiding) assumed(g *graph.Graph) map[string]finding.Status {
	all := h.statuses(g)
	h.in.Graph = g
	for _, v := range h.e.Verdicts(h.in) {
		if slices.ContainsFunc(v.Assumes, func(a string) bool { return strings.Contains(a, "not read") || strings.Contains(a, "not passed") }) {
			delete(all, subjectOf(v))
		}
	}
	return all
}

func (h hiding) check(t *testing.T, way, hidden string, before, after map[string]finding.Status) {
	t.Helper()
	h.variants[way]++
	for subject, status := range after {
		known, ok := before[subject]
		if !ok || known == status || status != finding.Pass && status != finding.Fail || strings.HasPrefix(subject, hidden) {
			continue
		}
		if h.name == "dedicated-service-accounts/trust-two-clusters" && hidden == "aws_iam_openid_connect_provider.eks" {
			continue // a role that may be of any cluster counts for each
		}
		t.Errorf("%s, %s without %s: %s is %s, and was %s", h.name, way, hidden, subject, status, known)
	}
}

// created lists the blocks, without keys, of which a plan creates instances and
// nothing else.
func created(t *testing.T, raw []byte) []string {
	t.Helper()
	var p struct {
		Changes []struct {
			Address, Mode string
			Change        struct{ Actions []string }
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	var names []string
	other := map[string]bool{}
	for _, c := range p.Changes {
		name := block(c.Address)
		if c.Mode != "managed" || !slices.Equal(c.Change.Actions, []string{"create"}) {
			other[name] = true
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return other[name] || referred(raw, name) })
}

// referred reports whether something of a plan refers to a block: what is planned
// refers to nothing that a targeted plan leaves out.
func referred(raw []byte, block string) bool {
	parts := strings.Split(block, ".")
	local := strings.Join(parts[len(parts)-2:], ".")
	reference := regexp.MustCompile(`"(references|resource)": *(\[[^]]*"|")([^"]*\.)?` + regexp.QuoteMeta(local) + `["\[.]`)
	return reference.Match(raw)
}

func block(address string) string {
	a, err := graph.ParseAddress(address)
	if err != nil {
		return address
	}
	return a.Config()
}

// without returns a plan as Terraform writes it if it was targeted at all but one
// block.
func without(t *testing.T, raw []byte, hidden string) []byte {
	t.Helper()
	var p map[string]any
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	keep := func(list any) any {
		all, _ := list.([]any)
		return slices.DeleteFunc(all, func(r any) bool { return block(fmt.Sprint(r.(map[string]any)["address"])) == hidden })
	}
	p["complete"] = false
	p["resource_changes"] = keep(p["resource_changes"])
	var prune func(module any)
	prune = func(module any) {
		m, ok := module.(map[string]any)
		if !ok {
			return
		}
		if m["resources"] != nil {
			m["resources"] = keep(m["resources"])
		}
		children, _ := m["child_modules"].([]any)
		for _, child := range children {
			prune(child)
		}
	}
	if planned, ok := p["planned_values"].(map[string]any); ok {
		prune(planned["root_module"])
	}
	rest, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return rest
}

func sourceGraph(t *testing.T, e control.Evaluator, text []byte, from string) *graph.Graph {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := config.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	root, err := source.Load(t.Context(), files, ".", source.Options{Reads: e.Reads, Subjects: e.Subjects})
	if err != nil {
		t.Fatal(err)
	}
	return root.Graph
}

// blocks lists the resources of a source file.
func blocks(text []byte) []string {
	f, diags := hclwrite.ParseConfig(text, "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	var names []string
	for _, b := range f.Body().Blocks() {
		if b.Type() == "resource" && len(b.Labels()) == 2 {
			names = append(names, strings.Join(b.Labels(), "."))
		}
	}
	return names
}

// inModule returns a source file with one resource in a module that is not
// installed: the call passes what the resource is made of.
func inModule(text []byte, hidden string) []byte {
	f, _ := hclwrite.ParseConfig(text, "main.tf", hcl.InitialPos)
	var call strings.Builder
	call.WriteString("\nmodule \"hidden\" {\n  source = \"git::https://example.com/hidden.git\"\n")
	n := 0
	var pass func(b *hclwrite.Body)
	pass = func(b *hclwrite.Body) {
		for name, a := range b.Attributes() {
			expression := string(a.Expr().BuildTokens(nil).Bytes())
			if name == "count" || name == "for_each" {
				fmt.Fprintf(&call, "  %s = %s\n", name, expression)
				continue
			}
			if name == "provider" || name == "depends_on" {
				continue
			}
			n++
			fmt.Fprintf(&call, "  a%d = %s\n", n, expression)
		}
		for _, inner := range b.Blocks() {
			if inner.Type() != "dynamic" && inner.Type() != "lifecycle" {
				pass(inner.Body())
			}
		}
	}
	for _, b := range f.Body().Blocks() {
		if b.Type() == "resource" && strings.Join(b.Labels(), ".") == hidden {
			pass(b.Body())
			f.Body().RemoveBlock(b)
		}
	}
	call.WriteString("}\n")
	named := regexp.MustCompile(`\b` + regexp.QuoteMeta(hidden) + `\b`)
	return append(named.ReplaceAll(f.Bytes(), []byte("module.hidden")), call.String()...)
}
