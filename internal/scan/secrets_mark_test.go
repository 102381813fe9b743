package scan

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"gopkg.in/yaml.v3"
)

// texts are what an input holds: what is marked sensitive, and what stands anywhere
// else.
type texts struct {
	secret map[string]bool
	public []string
}

func (t *texts) hide(text string) {
	if t.secret == nil {
		t.secret = map[string]bool{}
	}
	t.secret[text] = true
}

// markPlan marks all values of a plan, whatever marks it has.
func (t *texts) markPlan(node any) {
	switch node := node.(type) {
	case map[string]any:
		for name, member := range node {
			switch {
			case name == "after", name == "before", name == "values" && node["address"] != nil:
				t.hideValue(member, true)
			case name == "variables", name == "constant_value", name == "default":
				t.hideValue(member, false)
			default:
				t.public = append(t.public, name)
				t.markPlan(member)
			}
		}
		if _, ok := node["after"]; ok {
			node["after_sensitive"], node["before_sensitive"] = true, true
		}
		if _, ok := node["values"]; ok && node["address"] != nil {
			node["sensitive_values"] = true
		}
	case []any:
		for _, e := range node {
			t.markPlan(e)
		}
	case string:
		t.public = append(t.public, node)
	}
}

// hideValue collects the texts of a value. The names at its top are a schema's.
func (t *texts) hideValue(node any, top bool) {
	switch node := node.(type) {
	case map[string]any:
		for name, member := range node {
			if top {
				t.public = append(t.public, name)
			} else {
				t.hide(name)
			}
			t.hideValue(member, false)
		}
	case []any:
		for _, e := range node {
			t.hideValue(e, false)
		}
	case string:
		t.hide(node)
		var document any
		if strings.ContainsAny(node, ":{[") && yaml.Unmarshal([]byte(node), &document) == nil {
			if _, text := document.(string); !text {
				t.hideValue(document, false)
			}
		}
	}
}

// markSource copies the source of a directory, with sensitive() around each argument
// of a resource and a data source.
func (t *texts) markSource(tb testing.TB, from, to string) {
	tb.Helper()
	err := filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		name, _ := filepath.Rel(from, path)
		switch {
		case err != nil || name == "plan.json":
			return err
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".tf") {
			raw = t.markFile(tb, raw)
		}
		return os.WriteFile(filepath.Join(to, name), raw, 0o644)
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func (t *texts) markFile(tb testing.TB, raw []byte) []byte {
	file, diags := hclsyntax.ParseConfig(raw, "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		tb.Fatal(diags)
	}
	var at []hcl.Range
	for _, block := range file.Body.(*hclsyntax.Body).Blocks {
		if block.Type == "resource" || block.Type == "data" {
			at = append(at, arguments(block.Body)...)
		}
	}
	slices.SortFunc(at, func(a, b hcl.Range) int { return a.Start.Byte - b.Start.Byte })
	var marked, public bytes.Buffer
	last := 0
	for _, r := range at {
		for _, b := range []*bytes.Buffer{&marked, &public} {
			b.Write(raw[last:r.Start.Byte])
		}
		marked.WriteString("sensitive(" + string(r.SliceBytes(raw)) + "\n)")
		t.hideTokens(r.SliceBytes(raw))
		last = r.End.Byte
	}
	marked.Write(raw[last:])
	public.Write(raw[last:])
	t.public = append(t.public, public.String())
	return marked.Bytes()
}

// arguments are where a block's arguments are written, but for those that Terraform
// itself reads.
func arguments(body *hclsyntax.Body) []hcl.Range {
	var at []hcl.Range
	for name, a := range body.Attributes {
		if !slices.Contains([]string{"count", "for_each", "depends_on", "provider", "iterator", "labels"}, name) {
			at = append(at, a.Expr.Range())
		}
	}
	for _, block := range body.Blocks {
		if block.Type != "lifecycle" {
			at = append(at, arguments(block.Body)...)
		}
	}
	return at
}

var word = regexp.MustCompile(`[A-Za-z0-9_./:*@-]{6,}`)

// hideTokens collects the literal texts of an expression: those in quotes as they
// are, those of a heredoc word by word.
func (t *texts) hideTokens(expression []byte) {
	tokens, _ := hclsyntax.LexExpression(expression, "main.tf", hcl.InitialPos)
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenQuotedLit:
			t.hide(string(token.Bytes))
		case hclsyntax.TokenStringLit:
			for _, w := range word.FindAllString(string(token.Bytes), -1) {
				t.hide(w)
			}
		}
	}
}
