package benchmark

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// published is section 5 as CIS publishes it: ids, titles, the profile, and each
// version's label. It has no section of the catalogue's own controls.
func published() []entry {
	return []entry{
		{id: "5.1", title: "Image Registry and Image Scanning"},
		{"5.1.1", "ecr-image-scanning", 1, "Ensure Image Vulnerability Scanning using Amazon ECR image scanning or a third party provider", "Automated", "Manual", "Manual"},
		{"5.1.2", "ecr-user-access", 1, "Minimize user access to Amazon ECR", "Manual", "Manual", "Manual"},
		{"5.1.3", "ecr-node-access", 1, "Minimize cluster access to read-only for Amazon ECR", "Manual", "Manual", "Manual"},
		{"5.1.4", "approved-registries", 2, "Minimize Container Registries to only those approved", "Manual", "Manual", "Manual"},
		{id: "5.2", title: "Identity and Access Management (IAM)"},
		{"5.2.1", "dedicated-service-accounts", 1, "Prefer using dedicated Amazon EKS Service Accounts", "Automated", "Manual", "Manual"},
		{id: "5.3", title: "AWS EKS Key Management Service"},
		{"5.3.1", "secrets-encryption", 1, "Ensure Kubernetes Secrets are encrypted using Customer Master Keys (CMKs) managed in AWS KMS", "Manual", "Manual", "Manual"},
		{id: "5.4", title: "Cluster Networking"},
		{"5.4.1", "endpoint-access", 1, "Restrict Access to the Control Plane Endpoint", "Automated", "Manual", "Manual"},
		{"5.4.2", "endpoint-private", 2, "Ensure clusters are created with Private Endpoint Enabled and Public Access Disabled", "Automated", "Manual", "Manual"},
		{"5.4.3", "private-nodes", 1, "Ensure clusters are created with Private Nodes", "Automated", "Manual", "Manual"},
		{"5.4.4", "network-policy", 1, "Ensure Network Policy is Enabled and set as appropriate", "Automated", "Manual", "Manual"},
		{"5.4.5", "load-balancer-tls", 2, "Encrypt traffic to HTTPS load balancers with TLS certificates", "Manual", "Manual", "Manual"},
		{id: "5.5", title: "Authentication and Authorization"},
		{"5.5.1", "rbac-users", 2, "Manage Kubernetes RBAC users with AWS IAM Authenticator for Kubernetes or Upgrade to AWS CLI v1.16.156 or greater", "Manual", "Manual", "Manual"},
	}
}

type entry struct {
	id, key             string
	level               int
	title               string
	v1_5_0, v1_7_0, v18 string // labels; empty for a section
}

// line is what the tests compare: one control or section.
func (e entry) line(version string) string {
	label := map[string]string{"eks-1.5.0": e.v1_5_0, "eks-1.7.0": e.v1_7_0, "eks-1.8.0": e.v18}[version]
	if label == "" {
		return e.id + " " + e.title
	}
	return strings.Join([]string{e.id, e.key, string(rune('0' + e.level)), e.title + " (" + label + ")"}, " ")
}

func TestEmbeddedIsAsPublished(t *testing.T) {
	for _, version := range Embedded() {
		t.Run(version, func(t *testing.T) {
			b := open(t, version)
			var got, want []string
			for _, s := range b.Sections {
				own := !strings.HasPrefix(s.ID, "5.")
				if own && slices.ContainsFunc(s.Controls, labelled) {
					t.Errorf("section %s: CIS publishes labels only in section 5: delete them from catalogue.yaml", s.ID)
				}
				if own {
					continue
				}
				got = append(got, s.ID+" "+s.Title)
				for _, c := range s.Controls {
					got = append(got, strings.Join([]string{c.ID, c.Key, string(rune('0' + c.Level)), c.Title}, " "))
					if c.SectionID != s.ID || c.SectionTitle != s.Title {
						t.Errorf("%s says it is of section %s %q, not of %s %q", c.ID, c.SectionID, c.SectionTitle, s.ID, s.Title)
					}
					if c.Type != "manual" || c.Scored {
						t.Errorf("%s is type %q, scored %t: kube-bench publishes manual, false", c.ID, c.Type, c.Scored)
					}
				}
			}
			for _, e := range published() {
				want = append(want, e.line(version))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("published in embedded_test.go, and catalogue.yaml: add what CIS publishes to both (-published +catalogue)\n%s", diff)
			}
			head := []string{b.Version, b.ID, b.Title}
			if diff := cmp.Diff([]string{version, "5", "Managed Services"}, head); diff != "" {
				t.Errorf("version, id, title (-want +got)\n%s", diff)
			}
		})
	}
}

func labelled(c Control) bool { return c.Name() != c.Title }

// TestEmbeddedProse holds what catalogue.yaml says of each control in the project's
// own words.
func TestEmbeddedProse(t *testing.T) {
	for _, c := range open(t, Default).Controls() {
		t.Run(c.Key, func(t *testing.T) {
			if c.Level == 0 || c.Severity == "" || c.Rationale == "" || len(c.References) < 2 {
				t.Errorf("catalogue.yaml: level %d, severity %q, rationale %q, %d references: expected all, and two references", c.Level, c.Severity, c.Rationale, len(c.References))
			}
			for _, line := range strings.Split(c.Rationale+"\n"+c.Remediation, "\n") {
				if len(line) > 100 {
					t.Errorf("wider than 100 columns, which a terminal breaks: %q", line)
				}
			}
			snippet := indented(c.Remediation)
			file, diags := hclsyntax.ParseConfig([]byte(snippet), c.Key+".tf", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatalf("catalogue.yaml: the remediation's example is not Terraform: %s\n%s", diags, snippet)
			}
			if len(file.Body.(*hclsyntax.Body).Blocks) == 0 {
				t.Error("catalogue.yaml: the remediation has no Terraform example, indented by four spaces")
			}
			hosts := map[string]bool{"docs.aws.amazon.com": true, "registry.terraform.io": true, "kubernetes-sigs.github.io": true}
			for _, r := range c.References {
				u, err := url.Parse(r)
				if err != nil || u.Scheme != "https" || !hosts[u.Host] {
					t.Errorf("reference %s: expected a page of AWS, the Terraform registry or kubernetes-sigs", r)
				}
			}
		})
	}
}

// indented is the part of a text that stands four spaces in: its example.
func indented(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if example, ok := strings.CutPrefix(line, "    "); ok {
			lines = append(lines, example)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// The catalogue's versions are known, and in order: an entry of an unknown version
// would never apply.
func TestCatalogueVersions(t *testing.T) {
	c, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, published []publication) {
		last := -1
		for _, p := range published {
			at := slices.Index(Embedded(), p.Since)
			if at <= last {
				t.Errorf("%s: since %q: expected versions of %v, in this order", name, p.Since, Embedded())
			}
			last = at
		}
		if len(published) == 0 || published[0].ID == "" || published[0].Title == "" {
			t.Errorf("%s: expected an id and a title in its first entry", name)
		}
	}
	for _, s := range c.Sections {
		check("section "+s.ID, []publication{s})
	}
	for _, e := range c.Controls {
		check(e.Key, e.Published)
	}
}

// Each control of the catalogue is in a section of each version that has it.
func TestCatalogueSections(t *testing.T) {
	c, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range Embedded() {
		b := c.benchmark(version)
		for _, e := range c.Controls {
			if want := e.control(version); want.ID != "" {
				if _, ok := b.Find(want.ID); !ok {
					t.Errorf("%s: %s (%s) is in no section", version, e.Key, want.ID)
				}
			}
		}
	}
}

func TestOpenUnknown(t *testing.T) {
	for _, version := range []string{"", "eks-1.6.0", "1.5.0", "../eks-1.5.0", "EKS-1.5.0"} {
		b, err := Open(version)
		if b != nil || err == nil || !strings.HasSuffix(err.Error(), "expected one of eks-1.5.0, eks-1.7.0, eks-1.8.0") {
			t.Errorf("Open(%q) = %v, %v: expected an error that lists the versions", version, b, err)
		}
	}
}

func TestFind(t *testing.T) {
	b := open(t, Default)
	tests := []struct{ name, want string }{
		{"5.1.1", "5.1.1"},
		{"ecr-image-scanning", "5.1.1"},
		{"rbac-users", "5.5.1"},
		{"5.1", ""}, // a section
		{"5.9.9", ""},
		{"", ""},
	}
	for _, tt := range tests {
		c, found := b.Find(tt.name)
		if c.ID != tt.want || found != (tt.want != "") {
			t.Errorf("Find(%q) = %q, %t, want %q", tt.name, c.ID, found, tt.want)
		}
	}
}

// An empty key is no name: a check without evaluator must not be found by it.
func TestFindNothing(t *testing.T) {
	b := &Benchmark{Sections: []Section{{Controls: []Control{{ID: "1.1"}}}}}
	if c, found := b.Find(""); found {
		t.Errorf(`Find("") = %q`, c.ID)
	}
}

func TestName(t *testing.T) {
	tests := []struct{ title, want string }{
		{"Restrict Access (Automated)", "Restrict Access"},
		{"Restrict Access (manual)", "Restrict Access"},
		{"Restrict Access (Not Scored)", "Restrict Access"},
		{"Keys (CMKs) in KMS (Manual)", "Keys (CMKs) in KMS"},
		{"Identity and Access Management (IAM)", "Identity and Access Management (IAM)"},
		{"No label", "No label"},
		{"(Manual) first", "(Manual) first"},
		{"(Manual)", ""},
		{")(", ")("},
	}
	for _, tt := range tests {
		if got := (Control{Title: tt.title}).Name(); got != tt.want {
			t.Errorf("Name of %q = %q, want %q", tt.title, got, tt.want)
		}
	}
}

func open(t *testing.T, version string) *Benchmark {
	t.Helper()
	b, err := Open(version)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The command's start has 30 ms in all; one version is what a scan reads.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(Default); err != nil {
			b.Fatal(err)
		}
	}
}
