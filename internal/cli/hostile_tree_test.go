package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

type (
	writer = io.Writer
	report = finding.Report
)

// hostile is a text that a runner, a terminal and a platform would each obey;
// hostileName is one that a directory may be called.
const (
	hostile = "\n::error::a\r\n  ::add-mask::b ##[group]c ##vso[task.complete]d\x1b[31m\x1b]8;;http://evil.example\x07" +
		"\u009b\u202e\u2066\u200b\ufeff\u3164\U000e0041<script>alert(1)</script><img src=http://evil.example>" +
		"![i](http://evil.example)[l](http://evil.example)@team `|`"
	hostileName = "\n::error::a ##[group]b ##vso[task.complete]\x1b[31m\u202e\u3164<script>"
)

// hostileTree makes the working directory a repository in which every text that
// somebody may write is hostile.
func hostileTree(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	inYAML := strconv.Quote(hostile)
	entry := fmt.Sprintf(`{"address":%s,"mode":"managed","type":"aws_eks_cluster","name":"a","index":%s,"provider_name":%[2]s,
		"change":{"actions":["create"],"before":null,"after":{"name":%[2]s,"vpc_config":[{"endpoint_private_access":true,
		"endpoint_public_access":true,"public_access_cidrs":[%[2]s]}]},"after_unknown":{},"before_sensitive":false,"after_sensitive":{}}}`,
		jsonText("aws_eks_cluster.a["+jsonText(hostile)+"]"), jsonText(hostile))
	source := `# cisbench:ignore=5.4.2:##vso[task.complete] ::error::x` + "\x1b[31m" + `
resource "aws_eks_cluster" "a" {
  for_each = toset([` + jsonText(hostile) + `])
  name     = each.value
  vpc_config {
    endpoint_public_access  = true
    public_access_cidrs     = ["0.0.0.0/0"]
    subnet_ids              = ["` + "##[x]" + `"]
  }
}
variable "a" {}
module "m" {
  source = ` + jsonText("./"+hostile) + `
}
`
	waiver := "waivers:\n- {control: 5.4.1, address: '*', expires: 2026-01-01, reason: " + inYAML + ", approved_by: " + inYAML + "}\n"
	for name, content := range map[string]string{
		".git/HEAD":              "ref: refs/heads/main\n",
		".git/objects/keep":      "",
		".git/refs/keep":         "",
		".cisbench.yaml":         "third_party_image_scanning: " + inYAML + "\nnetwork_policy_engine: " + inYAML + "\ncontrols_files: [own.yaml]\n",
		"keys.yaml":              inYAML + ": " + inYAML + "\n",
		"waivers.yaml":           waiver,
		"own.yaml":               hostileControls(inYAML),
		"plan.json":              planOf(entry),
		"broken.json":            `{"format_version":` + jsonText(hostile) + `,` + jsonText(hostile) + `:1}`,
		"source/main.tf":         source,
		".terraform/environment": hostile,
		hostileName + "/main.tf": source,
	} {
		path := filepath.FromSlash(name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Skipf("this file system takes no such name: %v", err)
		}
	}
	for name, in := range map[string]string{"report.json": "plan.json", "other.json": hostileName} {
		got := run(t, "scan", in, "--format", "json")
		if !strings.Contains(got.stdout, "endpoint_public_access") {
			t.Fatalf("the hostile input %q has no failure: %s", in, got.stderr)
		}
		if err := os.WriteFile(name, []byte(got.stdout), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func hostileControls(text string) string {
	return `controls:
version: ` + text + `
id: "A"
text: ` + text + `
groups:
  - id: "A.1"
    text: ` + text + `
    checks:
      - id: "A.1.1"
        text: ` + text + `
        resource: aws_eks_cluster
        condition: 'self.name == "##vso[task.complete]::error::x"'
        message: ` + text + `
        rationale: ` + text + `
        remediation: ` + text + `
        references: ["https://example.com/?##vso[task.complete]<script>", "https://example.com/>![i](http://evil.example)"]
`
}

func jsonText(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(data)
}

// withoutOurs takes off what a format for runners begins its own lines with.
func withoutOurs(s, format string) string {
	own := map[string]string{
		"github": `(?m)^::(error|warning|notice) (file=[^,:\n]*,line=\d+,endLine=\d+,)?title=[^,:\n]*::`,
		"azure":  `(?m)^##vso\[task\.(logissue|complete) [^\]\n]*\]`,
	}[format]
	if own == "" {
		return s
	}
	return regexp.MustCompile(own).ReplaceAllString(s, "")
}

// markup lists what a platform would make of a hostile text in Markdown.
func markup(document string) []string {
	var found []string
	source := []byte(document)
	tree := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the walker gives no error
		switch n := n.(type) {
		case *ast.Image, *ast.Link, *ast.RawHTML:
			found = append(found, "Markdown with "+n.Kind().String())
		case *ast.AutoLink:
			if url := string(n.URL(source)); strings.Contains(url, "evil.example") || strings.ContainsAny(url, "<[") {
				found = append(found, "a link to "+url)
			}
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				if html := string(line.Value(source)); strings.Contains(html, "script") || strings.Contains(html, "img") {
					found = append(found, "HTML: "+html)
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

// firstDifference is the place where two texts part.
func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-40):min(len(a), i+40)]
}
