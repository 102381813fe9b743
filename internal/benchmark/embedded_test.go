package benchmark

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// published is section 5 as CIS publishes it: ids, titles, the profile, and each
// version's label. It has no section of the catalogue's own controls.
func published() []entry {
	return []entry{
		{id: "5.1", title: "Image Registry and Image Scanning"},
		{"5.1.1", "ecr-image-scanning", 1, "Ensure Image Vulnerability Scanning using Amazon ECR image scanning or a third party provider", "Automated", "Manual", "Manual", ""},
		{"5.1.2", "ecr-user-access", 1, "Minimize user access to Amazon ECR", "Manual", "Manual", "Manual", ""},
		{"5.1.3", "ecr-node-access", 1, "Minimize cluster access to read-only for Amazon ECR", "Manual", "Manual", "Manual", ""},
		{"5.1.4", "approved-registries", 2, "Minimize Container Registries to only those approved", "Manual", "Manual", "Manual", ""},
		{id: "5.2", title: "Identity and Access Management (IAM)"},
		{"5.2.1", "dedicated-service-accounts", 1, "Prefer using dedicated Amazon EKS Service Accounts", "Automated", "Manual", "Manual", ""},
		{id: "5.3", title: "AWS EKS Key Management Service"},
		{"5.3.1", "secrets-encryption", 1, "Ensure Kubernetes Secrets are encrypted using Customer Master Keys (CMKs) managed in AWS KMS", "Manual", "Manual", "Manual", ""},
		{id: "5.4", title: "Cluster Networking"},
		{"5.4.1", "endpoint-access", 1, "Restrict Access to the Control Plane Endpoint", "Automated", "Manual", "Manual", ""},
		{"5.4.2", "endpoint-private", 2, "Ensure clusters are created with Private Endpoint Enabled and Public Access Disabled", "Automated", "Manual", "Manual", ""},
		{"5.4.3", "private-nodes", 1, "Ensure clusters are created with Private Nodes", "Automated", "Manual", "Manual", ""},
		{"5.4.4", "network-policy", 1, "Ensure Network Policy is Enabled and set as appropriate", "Automated", "Manual", "Manual", ""},
		{"5.4.5", "load-balancer-tls", 2, "Encrypt traffic to HTTPS load balancers with TLS certificates", "Manual", "Manual", "Manual", ""},
		{id: "5.5", title: "Authentication and Authorization"},
		{"5.5.1", "rbac-users", 2, "Manage Kubernetes RBAC users with AWS IAM Authenticator for Kubernetes or Upgrade to AWS CLI v1.16.156 or greater", "Manual", "Manual", "Manual", ""},
	}
}

// renamed is what eks-2.0.0 publishes otherwise than the versions before it.
func renamed() map[string]entry {
	return map[string]entry{
		"ecr-image-scanning":         {label: "Automated"},
		"ecr-user-access":            {title: "Ensure least-privilege access is enforced for Amazon ECR repositories used by EKS workloads"},
		"ecr-node-access":            {title: "Restrict ECR access for EKS runtime identities to pull-only permissions"},
		"approved-registries":        {title: "Allow only approved container registries for images used by EKS workloads"},
		"dedicated-service-accounts": {title: "Prefer using dedicated EKS Service Accounts", label: "Automated"},
		"secrets-encryption":         {title: "Use customer managed KMS keys for EKS envelope encryption of Kubernetes secrets"},
		"endpoint-access":            {title: "Restrict EKS control plane endpoint access with private access and public CIDR allowlists", label: "Automated"},
		"endpoint-private":           {title: "Enable private-only EKS control plane access and disable the public endpoint", label: "Automated"},
		"network-policy":             {id: "4.3.1", title: "Ensure VPC CNI network policy support is enabled", label: "Automated"},
		"load-balancer-tls":          {id: "5.4.4", title: "Use TLS certificates on EKS load balancer listeners for encrypted client connections"},
		"rbac-users":                 {title: "Use EKS access entries to manage IAM principal access to Kubernetes", label: "Automated"},
	}
}

// added is what only eks-2.0.0 publishes of other parts, as far as Terraform decides it.
func added() []entry {
	return []entry{
		{id: "2.1", title: "Logging"},
		{id: "2.1.1", key: "control-plane-logging", level: 1, title: "Enable EKS control plane logging", label: "Automated"},
		{id: "4.1", title: "RBAC and Service Accounts"},
		{id: "4.1.7", key: "access-entries", level: 1, title: "Standardize EKS cluster access by using access entries, policies, and scoped permissions", label: "Automated"},
		{id: "4.3", title: "CNI Plugin"},
		{id: "4.3.2", key: "network-policy-coverage", level: 1, title: "Ensure required workloads are covered by Kubernetes network policies", label: "Manual"},
	}
}

// publishedBy lists the sections and controls of a version, sorted by id.
func publishedBy(version string) []entry {
	all := published()
	for i, e := range all {
		all[i].label = map[string]string{"eks-1.5.0": e.v1_5_0, "eks-1.7.0": e.v1_7_0, "eks-1.8.0": e.v1_8_0, "eks-2.0.0": e.v1_8_0}[version]
	}
	if version == "eks-2.0.0" {
		for i, e := range all {
			now := renamed()[e.key]
			all[i].id, all[i].title, all[i].label = cmp.Or(now.id, e.id), cmp.Or(now.title, e.title), cmp.Or(now.label, e.label)
		}
		all = append(added(), all...)
	}
	slices.SortStableFunc(all, func(a, b entry) int { return strings.Compare(a.id, b.id) })
	return all
}

type entry struct {
	id, key                string
	level                  int
	title                  string
	v1_5_0, v1_7_0, v1_8_0 string // labels; empty for a section
	label                  string // of the version that is asked for
}

// line is what the tests compare: one control or section.
func (e entry) line() string {
	if e.label == "" {
		return e.id + " " + e.title
	}
	return strings.Join([]string{e.id, e.key, string(rune('0' + e.level)), e.title + " (" + e.label + ")"}, " ")
}

func TestEmbeddedIsAsPublished(t *testing.T) {
	for _, version := range Embedded() {
		t.Run(version, func(t *testing.T) {
			b := open(t, version)
			var got, want []string
			for _, part := range b.Parts {
				for _, s := range part.Sections {
					own := !strings.HasPrefix(s.ID, part.ID+".")
					if own || part.Version != version {
						t.Errorf("section %s is in part %s of %s", s.ID, part.ID, part.Version)
					}
					if own = s.ID[0] < '0' || s.ID[0] > '9'; own && slices.ContainsFunc(s.Controls, labelled) {
						t.Errorf("section %s: CIS publishes labels only in its own sections: delete them from catalogue.yaml", s.ID)
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
			}
			for _, e := range publishedBy(version) {
				want = append(want, e.line())
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("published in embedded_test.go, and catalogue.yaml: add what CIS publishes to both (-published +catalogue)\n%s", diff)
			}
			i := slices.IndexFunc(b.Parts, func(p Part) bool { return p.ID == "5" })
			if i < 0 {
				t.Fatal("it has no part 5")
			}
			if diff := gocmp.Diff([]string{version, "Managed Services", "managedservices"}, []string{b.Version, b.Parts[i].Title, b.Parts[i].Type}); diff != "" {
				t.Errorf("version, title, type (-want +got)\n%s", diff)
			}
		})
	}
}

func labelled(c Control) bool { return c.Name() != c.Title }

// TestEmbeddedProse holds what catalogue.yaml says of each control in the project's
// own words.
func TestEmbeddedProse(t *testing.T) {
	for _, c := range open(t, Latest).Controls() {
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
	for _, p := range c.Parts {
		check("part "+p.ID, []publication{p})
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
		if b != nil || err == nil || !strings.HasSuffix(err.Error(), "expected one of eks-1.5.0, eks-1.7.0, eks-1.8.0, eks-2.0.0, latest") {
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
	b := &Benchmark{Parts: []Part{{Sections: []Section{{Controls: []Control{{ID: "1.1"}}}}}}}
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
