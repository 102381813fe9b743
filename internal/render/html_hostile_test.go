package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// With names that are markup, a page has the elements that it has with plain ones.
func TestHTMLOfHostileNames(t *testing.T) {
	elements := func(page []byte) map[string]int {
		counts := map[string]int{}
		each(parsed(t, page), func(n *html.Node) { counts[n.Data]++ })
		return counts
	}
	for name := range pages(t) {
		for _, hostile := range []string{
			`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg onload=alert(1)>`, `</title></style><b>`,
			`<!--`, `]]><x>`, `{{.}}`, "javascript:alert(1)", `</text></svg><iframe>`, `</textarea></select></details>`,
		} {
			t.Run(name, func(t *testing.T) {
				plain, marked := pages(t)[name], pages(t)[name]
				rename(plain, strings.Repeat("x", len(hostile)))
				rename(marked, hostile)
				page := htmlOf(t, marked)
				if diff := cmp.Diff(elements(htmlOf(t, plain)), elements(page)); diff != "" {
					t.Errorf("%s: elements (-plain +hostile):\n%s", hostile, diff)
				}
				if len(marked.Findings) > 0 && !strings.Contains(words(parsed(t, page)), hostile) {
					t.Errorf("%s is not shown", hostile)
				}
			})
		}
	}
}

func words(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// rename ends every name in a report with the same text.
func rename(r *finding.Report, end string) {
	add := func(texts ...*string) {
		for _, t := range texts {
			if *t != "" {
				*t += end
			}
		}
	}
	add(&r.Tool.Name, &r.Tool.Version, &r.Benchmark.Title, &r.Benchmark.Version)
	for i := range r.Inputs {
		add(&r.Inputs[i].Path, &r.Inputs[i].TerraformVersion, (*string)(&r.Inputs[i].Kind))
	}
	for i := range r.Controls {
		c := &r.Controls[i]
		add(&c.ID, &c.Key, &c.Title, &c.Remediation)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		add(&f.Control, &f.Address, &f.Cluster, &f.Attribute, &f.Message, &f.Fingerprint)
		for j := range f.Evidence {
			add(&f.Evidence[j].Address, &f.Evidence[j].Attribute, &f.Evidence[j].Value)
		}
		for j := range f.Assumes {
			add(&f.Assumes[j])
		}
		if f.Location != nil {
			add(&f.Location.File)
			for j := range f.Location.ModuleCalls {
				add(&f.Location.ModuleCalls[j].Name, &f.Location.ModuleCalls[j].File)
			}
		}
		if f.Waiver != nil {
			add(&f.Waiver.Reason, &f.Waiver.Expires)
		}
	}
	for i := range r.Graph.Resources {
		n := &r.Graph.Resources[i]
		add(&n.Address, &n.Type, &n.Cluster)
	}
	for i := range r.Graph.Links {
		e := &r.Graph.Links[i]
		add(&e.From, &e.To, &e.Role)
	}
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		add(&d.Summary, &d.Detail, &d.Address)
	}
}

// However much there is, a browser can show the page: the worst is on it, and it
// says what is not.
func TestHTMLOfManyFindings(t *testing.T) {
	const limit = 15 << 20
	for name, message := range map[string]string{"short": "it is open", "long": strings.Repeat(`<"a_b" `, 5000)} {
		t.Run(name, func(t *testing.T) {
			r := stored(t)["typical"]
			r.Findings = nil
			for i := range 25_000 {
				status := finding.Pass
				if i%5 == 0 {
					status = finding.Fail
				}
				r.Findings = append(r.Findings, finding.Finding{Control: r.Controls[i*len(r.Controls)/25_000].ID, Status: status,
					Address: fmt.Sprintf("aws_eks_cluster.c[%d]", i), Type: "aws_eks_cluster", Message: message,
					Evidence: slices.Repeat([]finding.Evidence{{Attribute: "a", Value: message}}, 3)})
				r.Graph.Resources = append(r.Graph.Resources, finding.Node{Address: fmt.Sprintf("aws_eks_cluster.c[%d]", i), Type: "aws_eks_cluster"})
			}
			page := htmlOf(t, r)
			t.Logf("%d bytes", len(page))
			if len(page) > limit {
				t.Errorf("the page has %d bytes, want no more than %d", len(page), limit)
			}
			root := parsed(t, page)
			shown, controls := map[string]int{}, map[string]bool{}
			each(root, func(n *html.Node) {
				if strings.HasPrefix(attr(n, "class"), "finding ") {
					shown[attr(n, "data-status")]++
					controls[attr(n, "data-control")] = true
				}
			})
			if shown["fail"] == 0 || shown["pass"] > 0 && shown["fail"] < 5000 {
				t.Errorf("passes are shown in place of failures: %v", shown)
			}
			if len(controls) != len(r.Controls) {
				t.Errorf("the findings of one control drown those of others: %v", controls)
			}
			all := shown["fail"] + shown["pass"]
			if want := fmt.Sprintf("This page shows the %d worst of 25000 findings. The other %d are in the JSON report.", all, 25_000-all); !strings.Contains(words(root), want) {
				t.Errorf("the page does not say: %s", want)
			}
			if name == "short" && all != maxHTMLFindings {
				t.Errorf("%d findings are shown, want %d", all, maxHTMLFindings)
			}
		})
	}
}
