package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// live reads a document as GitHub does and lists what names must never make:
// links, images, HTML that is not our own, mentions and references.
func live(document string) []string {
	var found []string
	source := []byte(document)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the walker gives no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link, *ast.Image, *ast.AutoLink, *ast.RawHTML:
			found = append(found, fmt.Sprintf("%s in %q", n.Kind(), document))
		case *ast.CodeSpan, *ast.CodeBlock:
			return ast.WalkSkipChildren, nil // nothing is read in code
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				if html := string(line.Value(source)); !oursInMarkdown().MatchString(html) {
					found = append(found, fmt.Sprintf("HTML that is not ours: %q", html))
				}
			}
		case *ast.Text:
			if name := reference().FindString(unescaped(string(n.Segment.Value(source)))); name != "" {
				found = append(found, fmt.Sprintf("a platform would read %q in %q", name, document))
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

func checkInert(t *testing.T, document string) {
	t.Helper()
	for _, problem := range live(document) {
		t.Error(problem)
	}
}

func oursInMarkdown() *regexp.Regexp {
	return regexp.MustCompile(`^(<!-- cisbench -->|<!-- cisbench-inputs: [0-9a-f]{12} -->|<details><summary>([A-Za-z ]+ \(\d+\)|\d+ more)</summary>|</details>)\n?$`)
}

// reference is what GitHub and GitLab look for in text.
func reference() *regexp.Regexp { return regexp.MustCompile(`@[\w-]|#\d|\w://|(?i)www\.`) }

// unescaped is what is left of a text after Markdown.
func unescaped(s string) string {
	return strings.NewReplacer(`\`, "", "&#8203;", "\u200b", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// The oracle sees what it is there to see.
func TestLive(t *testing.T) {
	for _, document := range []string{"[a](http://b)", "![a](b)", "<img src=x>", "a <b>c</b>", "<div>\n", "@team", "see #12", "http://example.com", "\\@team"} {
		if len(live(document)) == 0 {
			t.Errorf("%q passes for inert", document)
		}
	}
}

func TestMarkdownIsInert(t *testing.T) {
	for name, report := range stored(t) {
		t.Run(name, func(t *testing.T) {
			checkInert(t, string(render(t, named(t, "markdown"), report, View{})))
			for _, c := range report.Controls {
				_, help := remediation(c.Remediation)
				checkInert(t, help)
			}
		})
	}
}
