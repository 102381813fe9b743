package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func htmlOf(t testing.TB, r *finding.Report) []byte {
	t.Helper()
	return render(t, named(t, "html"), r, View{Outcome: "exit 1, because of the test"})
}

// pages is every stored report, those with a graph included.
func pages(t *testing.T) map[string]*finding.Report {
	t.Helper()
	all := stored(t)
	maps.Copy(all, storedIn(t, "testdata/html"))
	return all
}

func parsed(t testing.TB, page []byte) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// each calls fn with every element.
func each(root *html.Node, fn func(*html.Node)) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			fn(n)
		}
	}
}

// What a page says, in its order: a line for each part, with its text.
func TestHTML(t *testing.T) {
	for name, report := range pages(t) {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			outline(&out, parsed(t, htmlOf(t, report)), 0)
			golden(t, name+".html.txt", []byte(out.String()))
		})
	}
}

// outline writes the elements that have a meaning of their own, and their words.
func outline(out *strings.Builder, n *html.Node, depth int) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			if text := strings.Join(strings.Fields(c.Data), " "); text != "" {
				fmt.Fprintf(out, "%s%s\n", strings.Repeat(" ", depth), text)
			}
		case c.Type != html.ElementNode || slices.Contains([]string{"style", "script", "path", "symbol", "rect"}, c.Data) || attr(c, "class") == "icon":
		case slices.Contains([]string{"div", "span", "b", "code", "tbody", "dl", "html", "body", "head", "meta"}, c.Data):
			outline(out, c, depth)
		default:
			line := c.Data
			for _, key := range []string{"id", "class", "href", "open", "hidden", "aria-label"} {
				for _, a := range c.Attr {
					if a.Key == key && a.Val != "" {
						line += fmt.Sprintf(" %s=%q", key, a.Val)
					} else if a.Key == key {
						line += " " + key
					}
				}
			}
			fmt.Fprintf(out, "%s<%s>\n", strings.Repeat(" ", depth), line)
			outline(out, c, depth+1)
		}
	}
}

// A parser of HTML mends what is broken, and so would hide it: every element is
// closed where it should be.
func TestHTMLIsWellFormed(t *testing.T) {
	void := []string{"meta", "input", "br", "hr", "img", "link"}
	for name, report := range pages(t) {
		t.Run(name, func(t *testing.T) {
			tokens := html.NewTokenizer(bytes.NewReader(htmlOf(t, report)))
			var stack []string
			for {
				switch tokens.Next() {
				case html.ErrorToken:
					if len(stack) > 0 {
						t.Errorf("left open: %v", stack)
					}
					return
				case html.StartTagToken:
					if tag, _ := tokens.TagName(); !slices.Contains(void, string(tag)) {
						stack = append(stack, string(tag))
					}
				case html.EndTagToken:
					tag, _ := tokens.TagName()
					if len(stack) == 0 || stack[len(stack)-1] != string(tag) {
						t.Fatalf("</%s> inside %v", tag, stack)
					}
					stack = stack[:len(stack)-1]
				}
			}
		})
	}
}

// Links lead to something on the page, ids are unique, and nothing comes from
// elsewhere or runs besides the one script.
func TestHTMLHoldsTogether(t *testing.T) {
	for name, report := range pages(t) {
		t.Run(name, func(t *testing.T) {
			root := parsed(t, htmlOf(t, report))
			ids := map[string]bool{}
			each(root, func(n *html.Node) {
				if id := attr(n, "id"); id != "" {
					if ids[id] {
						t.Errorf("two elements are called %q", id)
					}
					ids[id] = true
				}
			})
			each(root, func(n *html.Node) {
				for _, a := range n.Attr {
					var refs []string
					switch {
					case a.Key == "href":
						if !strings.HasPrefix(a.Val, "#") {
							t.Errorf("<%s> leads to %q", n.Data, a.Val)
						}
						refs = []string{strings.TrimPrefix(a.Val, "#")}
					case a.Key == "aria-labelledby":
						refs = strings.Fields(a.Val)
					case strings.HasPrefix(a.Key, "on"), slices.Contains([]string{"src", "srcset", "action", "style", "srcdoc", "formaction"}, a.Key):
						t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
					}
					for _, ref := range refs {
						if !ids[ref] {
							t.Errorf("<%s %s=%q>: there is no such element", n.Data, a.Key, a.Val)
						}
					}
				}
			})
		})
	}
}

// The policy admits the page's own style and script, and nothing besides.
func TestHTMLPolicy(t *testing.T) {
	for name, report := range pages(t) {
		t.Run(name, func(t *testing.T) {
			sources := map[string][]string{}
			policy := ""
			each(parsed(t, htmlOf(t, report)), func(n *html.Node) {
				switch {
				case attr(n, "http-equiv") == "Content-Security-Policy":
					policy = attr(n, "content")
				case n.Data == "style" || n.Data == "script":
					if policy == "" {
						t.Errorf("a %s comes before the policy", n.Data)
					}
					sum := sha256.Sum256([]byte(n.FirstChild.Data))
					sources[n.Data] = append(sources[n.Data], "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
				}
			})
			if len(sources["style"]) != 1 || len(sources["script"]) != 1 {
				t.Fatalf("want one style and one script: %v", sources)
			}
			want := fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'",
				sources["style"][0], sources["script"][0])
			if policy != want {
				t.Errorf("policy %s, want %s", policy, want)
			}
		})
	}
}

// A fleet's table has a row for each input, and a cell for each control.
func TestHTMLOfInputs(t *testing.T) {
	r := stored(t)["inputs"]
	rows, cells := 0, 0
	each(parsed(t, htmlOf(t, r)), func(n *html.Node) {
		switch {
		case n.Data == "th" && attr(n, "scope") == "row":
			rows++
		case n.Data == "td" && attr(n, "class") == "cell":
			cells++
		}
	})
	if rows != len(r.Inputs) || cells != len(r.Inputs)*len(r.Controls) {
		t.Errorf("%d rows and %d cells, want %d and %d", rows, cells, len(r.Inputs), len(r.Inputs)*len(r.Controls))
	}
	for len(r.Inputs) <= maxHTMLInputs {
		r.Inputs = append(r.Inputs, finding.Input{Index: len(r.Inputs), Path: fmt.Sprint("plan-", len(r.Inputs))})
	}
	if want := "… and 1 more inputs"; !strings.Contains(words(parsed(t, htmlOf(t, r))), want) {
		t.Errorf("the page does not say: %s", want)
	}
}

// The same report gives the same bytes.
func TestHTMLIsStable(t *testing.T) {
	for name := range pages(t) {
		first := htmlOf(t, pages(t)[name])
		for range 3 {
			if diff := cmp.Diff(string(first), string(htmlOf(t, pages(t)[name]))); diff != "" {
				t.Fatalf("%s (-first +later):\n%s", name, diff)
			}
		}
	}
}
