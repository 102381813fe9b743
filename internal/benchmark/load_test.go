package benchmark

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLoadKubeBench(t *testing.T) {
	data, err := os.ReadFile("testdata/kube-bench.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load("managedservices.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"5.1.1": "ecr-image-scanning", // written with a hyphen before 1.5.0
		"5.1.2": "ecr-user-access",
		"5.2.1": "dedicated-service-accounts", // other case and spacing, no label
		"5.4.1": "",                           // a known id with another title
		"5.4.9": "",                           // a known title with another id
		"5.5.1": "rbac-users",                 // a shorter title before 1.5.0
		"5.6.1": "",
	}
	got := make(map[string]string)
	for _, c := range b.Controls() {
		got[c.ID] = c.Key
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("evaluators (-want +got)\n%s", diff)
	}
	moved, _ := b.Find("5.4.9")
	other, _ := b.Find("5.4.1")
	if moved.Near != "endpoint-access" || other.Near != "" {
		t.Errorf("near %q and %q, want endpoint-access and nothing", moved.Near, other.Near)
	}
	if evaluated, checks := b.Parts[0].Evaluated(); evaluated != 4 || checks != 7 {
		t.Errorf("%d of %d checks evaluated, want 4 of 7", evaluated, checks)
	}
	if p := b.Parts[0]; b.Version != "eks-1.2.0" || p.ID != "5" {
		t.Errorf("version %q, id %q", b.Version, p.ID)
	}
}

func TestLoadCompletes(t *testing.T) {
	data, err := os.ReadFile("testdata/kube-bench.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load("managedservices.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	ours, _ := open(t, Default).Find("5.1.1")
	ours.Title = "Ensure Image Vulnerability Scanning using Amazon ECR image scanning or a third-party provider (Manual)"
	ours.Remediation = "Ask the registry to look at each image:\n\n1.  Choose the repository.\n2.  Turn scanning on."
	got, _ := b.Find("5.1.1")
	if diff := cmp.Diff(ours, got); diff != "" {
		t.Errorf("a matched check with a remediation of its own (-want +got)\n%s", diff)
	}

	foreign := Control{
		ID: "5.6.1", Title: "Consider Fargate for running untrusted workloads (Manual)",
		SectionID: "5.6", SectionTitle: "Other Cluster Configurations",
		Severity: "medium", Type: "skip", Scored: true,
		Remediation: "Run them where no other pod runs.",
	}
	got, _ = b.Find("5.6.1")
	if diff := cmp.Diff(foreign, got); diff != "" {
		t.Errorf("a check without evaluator (-want +got)\n%s", diff)
	}
}

// minimal is a file that loads; the cases below break it in one place each.
const minimal = `controls:
version: "acme-1"
id: A
text: "Acme platform rules"
groups:
  - id: A.1
    text: "Registry"
    checks:
      - id: A.1.10
        text: "Images are scanned"
        key: ecr-image-scanning
        level: 2
        severity: low
        references:
          - https://example.com/scanning
`

func TestLoadOwn(t *testing.T) {
	ours, _ := open(t, Default).Find("ecr-image-scanning")
	want := &Benchmark{Version: "acme-1", Parts: []Part{{Version: "acme-1", ID: "A", Title: "Acme platform rules", File: "acme.yaml", Sections: []Section{{
		ID: "A.1", Title: "Registry", Controls: []Control{{
			ID: "A.1.10", Title: "Images are scanned", SectionID: "A.1", SectionTitle: "Registry",
			Key: "ecr-image-scanning", AsOf: "eks-2.0.0", Level: 2, Severity: "low",
			Rationale: ours.Rationale, Remediation: ours.Remediation,
			References: []string{"https://example.com/scanning"},
		}},
	}}}}}
	for name, text := range map[string]string{
		"plain":           minimal,
		"byte order mark": "\ufeff" + minimal,
		"windows":         strings.ReplaceAll(minimal, "\n", "\r\n"),
		"alias":           strings.Replace(strings.Replace(minimal, `"Registry"`, `&t "Registry"`, 1), "level: 2", "audit: *t\n        level: 2", 1),
		"folded title":    strings.Replace(minimal, `"Acme platform rules"`, "Acme\n  platform rules", 1),
	} {
		got, err := Load("acme.yaml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// An id is what is written, not the number YAML takes it for.
func TestLoadKeepsIDs(t *testing.T) {
	text := strings.NewReplacer("id: A.1\n", "id: 5.10\n", "id: A\n", "id: 05\n").Replace(minimal)
	b, err := Load("acme.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if p := b.Parts[0]; p.ID != "05" || p.Sections[0].ID != "5.10" {
		t.Errorf("ids %q and %q, want 05 and 5.10", p.ID, p.Sections[0].ID)
	}
}

func TestLoadRefuses(t *testing.T) {
	known, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	secondCheck := func(lines string) string {
		return minimal + "      - " + strings.ReplaceAll(lines, "\n", "\n        ") + "\n"
	}
	replace := func(old, new string) string {
		if !strings.Contains(minimal, old) {
			t.Fatalf("the minimal file has no %q", old)
		}
		return strings.Replace(minimal, old, new, 1)
	}
	tests := []struct{ name, text, want string }{
		{"empty", "", "f.yaml:1: expected a mapping with version, id, text, groups, found nothing"},
		{"only a comment", "# nothing\n", "f.yaml:1: expected a mapping with version, id, text, groups, found nothing"},
		{"null", "null\n", "f.yaml:1: expected a mapping with version, id, text, groups, found nothing"},
		{"list", "- a\n", "f.yaml:1: expected a mapping with version, id, text, groups, found a list"},
		{"two documents", minimal + "---\nversion: x\n", `f.yaml:16: a second YAML document begins here: expected one document`},
		{"broken second document", minimal + "---\n\ta\n", `f.yaml:17: found a tab, or a character with which no text begins: put the text on a line of its own after |`},
		{"not YAML", "version: [\n", `f.yaml:1: did not find expected node content`},
		{"tab", "version: x\n\tid: 5\n", `f.yaml:2: found a tab character that violates indentation`},
		{"not UTF-8", "version: \"\xff\"\n", `f.yaml:1: invalid leading UTF-8 octet`},

		{"unknown key", replace("level: 2", "levle: 2"), "f.yaml:12: groups[0].checks[0]: unknown key: expected one of id, text, type, resource, when, condition, message, remediation, scored, audit, audit_env, audit_config, tests, set, use_multiple_values, key, level, severity, rationale, references"},
		{"unknown key of the file", replace("text: \"Acme", "title: x\ntext: \"Acme"), "f.yaml:4: unknown key: expected one of controls, version, id, text, type, groups"},
		{"unknown key of a group", replace("    checks:", "    level: 1\n    checks:"), "f.yaml:8: groups[0]: unknown key: expected one of id, text, type, checks"},
		{"unknown key of a test", replace("level: 2", "tests: {test_items: [{regex: a}]}"), "f.yaml:12: groups[0].checks[0].tests.test_items[0]: unknown key: expected one of flag, env, path, output, value, set, compare"},
		{"other case", replace("severity: low", "Severity: low"), "f.yaml:13: groups[0].checks[0]: unknown key: expected one of id, text, type, resource, when, condition, message, remediation, scored, audit, audit_env, audit_config, tests, set, use_multiple_values, key, level, severity, rationale, references"},
		{"condition beside key", replace("level: 2", "resource: aws_ecr_repository\n        condition: \"true\"\n        message: no"),
			"f.yaml:11: groups[0].checks[0].key: expected either a key, for a control that is built in, or a condition of the check's own, found text"},
		{"condition on a data source", replace("key: ecr-image-scanning", "resource: data.aws_lb\n        condition: self.a\n        message: no"),
			"f.yaml:11: groups[0].checks[0].resource: expected the type of a managed resource, as in aws_ecr_repository"},
		{"condition alone", replace("key: ecr-image-scanning", "condition: self.a"),
			"f.yaml:9: groups[0].checks[0]: missing resource, message: a check with a condition of its own has resource, condition and message"},
		{"condition left empty", replace("key: ecr-image-scanning", "resource: aws_lb\n        condition:\n        message: no\n        when: \"\""),
			"f.yaml:9: groups[0].checks[0]: missing condition: a check with a condition of its own has resource, condition and message\nf.yaml:14: groups[0].checks[0].when: expected a condition, or no when at all"},
		{"condition that YAML takes for a tag", replace("key: ecr-image-scanning", "resource: aws_lb\n        condition: !self.internal\n        message: no"),
			"f.yaml:12: a word that begins with ! is a tag to YAML: put the text in quotes, or on a line of its own after |"},
		{"manual condition", replace("key: ecr-image-scanning", "resource: aws_lb\n        condition: self.a\n        message: no\n        type: manual"),
			"f.yaml:14: groups[0].checks[0].type: expected automated or skip: a check with a condition of its own is not manual"},
		{"id of a condition", strings.Replace(replace("key: ecr-image-scanning", "resource: aws_lb\n        condition: self.a\n        message: no"), "A.1.10", "rbac-users", 1),
			"f.yaml:9: groups[0].checks[0].id: expected another id: this one is the key of a control that is built in"},
		{"key twice", replace("level: 2", "level: 2\n        level: 1"), `f.yaml:13: a key is given twice, first at line 12`},

		{"no version", replace("version: \"acme-1\"\n", ""), "f.yaml:1: missing version"},
		{"null version", replace("\"acme-1\"", "~"), "f.yaml:1: missing version"},
		{"no id", replace("id: A\n", ""), "f.yaml:1: missing id"},
		{"blank text", replace("\"Acme platform rules\"", "\"  \""), "f.yaml:4: text: expected text that is not empty"},
		{"another type", replace("groups:", "type: master\ngroups:"), `f.yaml:5: type: expected managedservices, controlplane or policies, since kube-bench's other files are about processes on a node`},
		{"no groups", "version: a\nid: A\ntext: t\n", "f.yaml:1: missing groups"},
		{"null group", "version: a\nid: A\ntext: t\ngroups:\n  -\n", "f.yaml:5: groups[0]: expected a mapping with id, text, checks, found nothing"},
		{"group without id", replace("  - id: A.1\n    text:", "  - text:"), "f.yaml:6: groups[0]: missing id"},
		{"group without text", replace("    text: \"Registry\"\n", ""), "f.yaml:6: groups[0]: missing text"},
		{"group without checks", "version: a\nid: A\ntext: t\ngroups:\n  - id: A.1\n    text: t\n", "f.yaml:5: groups[0]: missing checks"},
		{"group id twice", minimal + "  - id: A.1\n    text: t\n    checks: [{id: A.2.1, text: t}]\n", "f.yaml:16: groups[1].id: expected another id: this one is at line 6 already"},
		{"check without id", secondCheck("text: t"), "f.yaml:16: groups[0].checks[1]: missing id"},
		{"check without text", secondCheck("id: A.1.2"), "f.yaml:16: groups[0].checks[1]: missing text"},
		{"check id twice", secondCheck("id: A.1.10\ntext: t"), "f.yaml:16: groups[0].checks[1].id: expected another id: this one is at line 9 already"},
		{"id with a space", replace("A.1.10", "A 1"), "f.yaml:9: groups[0].checks[0].id: expected letters, digits, dots, hyphens and underscores, the first a letter or digit"},
		{"id with an escape", replace("A.1.10", `"A\e[31m"`), "f.yaml:9: groups[0].checks[0].id: expected letters, digits, dots, hyphens and underscores, the first a letter or digit"},
		{"id like a path", replace("A.1.10", "../x"), "f.yaml:9: groups[0].checks[0].id: expected letters, digits, dots, hyphens and underscores, the first a letter or digit"},

		{"bad severity", replace("severity: low", "severity: urgent"), "f.yaml:13: groups[0].checks[0].severity: expected one of critical, high, medium, low"},
		{"empty severity", replace("severity: low", `severity: ""`), "f.yaml:13: groups[0].checks[0].severity: expected one of critical, high, medium, low"},
		{"level out of range", replace("level: 2", "level: 3"), "f.yaml:12: groups[0].checks[0].level: expected the number 1 or 2"},
		{"level as text", replace("level: 2", `level: "2"`), "f.yaml:12: groups[0].checks[0].level: expected the number 1 or 2"},
		{"level with a fraction", replace("level: 2", "level: 1.0"), "f.yaml:12: groups[0].checks[0].level: expected the number 1 or 2"},
		{"bad type", replace("level: 2", "type: magic"), "f.yaml:12: groups[0].checks[0].type: expected one of manual, automated, skip"},
		{"bad scored", replace("level: 2", "scored: maybe"), "f.yaml:12: groups[0].checks[0].scored: expected true or false, found text"},
		{"bad key", replace("key: ecr-image-scanning", "key: ecr-scanning"),
			"f.yaml:11: groups[0].checks[0].key: expected one of " + strings.Join(known.keys(), ", ")},
		{"evaluator twice", secondCheck("id: A.1.2\ntext: t\nkey: ecr-image-scanning"), "f.yaml:16: groups[0].checks[1]: expected one check with the evaluator ecr-image-scanning: the check at line 9 has it already"},
		{"script as reference", replace("https://example.com/scanning", "javascript:alert(1)"), "f.yaml:15: groups[0].checks[0].references[0]: expected an http or https URL"},
		{"null reference", replace("- https://example.com/scanning", "-"), "f.yaml:15: groups[0].checks[0].references[0]: expected an http or https URL, found nothing"},

		{"null check by alias", "version: &n\nid: A\ntext: t\ngroups: [*n]\n", "f.yaml:1: groups[0]: expected a mapping with id, text, checks, found nothing\nf.yaml:1: missing version"},
		{"reference without host", replace("https://example.com/scanning", "https:///scanning"), "f.yaml:15: groups[0].checks[0].references[0]: expected an http or https URL"},
		{"empty reference", replace("https://example.com/scanning", `""`), "f.yaml:15: groups[0].checks[0].references[0]: expected an http or https URL"},

		{"value for controls", replace("controls:", "controls: eks"), "f.yaml:1: controls: expected no value, found text"},
		{"list for text", replace(`"Registry"`, "[a]"), "f.yaml:7: groups[0].text: expected text that is not empty, found a list"},
		{"mapping for id", replace("id: A\n", "id: {a: b}\n"), "f.yaml:3: id: expected letters, digits, dots, hyphens and underscores, the first a letter or digit, found a mapping"},
		{"mapping for groups", "version: a\nid: A\ntext: t\ngroups: {a: b}\n", "f.yaml:4: groups: expected a list that is not empty, found a mapping"},
		{"text for a check", minimal + "      - A.1.2\n", "f.yaml:16: groups[0].checks[1]: expected a mapping with id, text, found text"},
		{"tagged text for a check", minimal + "      - !mine |\n        a\n        b\n", "f.yaml:16: a word that begins with ! is a tag to YAML: put the text in quotes, or on a line of its own after |"},
		{"text for references", replace("references:\n          - https://example.com/scanning", "references: none"), "f.yaml:14: groups[0].checks[0].references: expected a list, found text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := Load("f.yaml", []byte(tt.text))
			if err == nil || b != nil {
				t.Fatalf("loaded as %+v: expected an error", b)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A file that is wrong all over is not told line by line.
func TestLoadBoundsItsErrors(t *testing.T) {
	text := "version: a\nid: A\ntext: t\ngroups:\n  - id: A.1\n    text: t\n    checks:\n" + strings.Repeat("      - {}\n", 500)
	_, err := Load("f.yaml", []byte(text))
	if err == nil {
		t.Fatal("loaded: expected an error")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 11 || lines[10] != "f.yaml: 490 more problems" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

// A check is evaluated as the version asks that published its title; by a key only, as the
// newest version asks.
func TestLoadRequirement(t *testing.T) {
	check := func(lines string) string {
		head, _, _ := strings.Cut(minimal, "      - id:")
		return head + "      - " + lines
	}
	tests := []struct {
		name, lines string
		want        Requirement
		asOf        string
	}{
		{"the title of 1.8.0", "id: 5.1.3\n        text: Minimize cluster access to read-only for Amazon ECR (Manual)", Requirement{}, ""},
		{"the title of 2.0.0", "id: 5.1.3\n        text: Restrict ECR access for EKS runtime identities to pull-only permissions (Manual)", Requirement{PullOnly: true}, ""},
		{"the title of 1.8.0 and the key", "id: 5.1.3\n        text: Minimize cluster access to read-only for Amazon ECR\n        key: ecr-node-access", Requirement{}, ""},
		{"a key", "id: X.1\n        text: Nodes pull\n        key: ecr-node-access", Requirement{PullOnly: true}, "eks-2.0.0"},
		{"a key that is new", "id: X.1\n        text: Logs\n        key: control-plane-logging", Requirement{}, "eks-2.0.0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := Load("f.yaml", []byte(check(tt.lines)))
			if err != nil {
				t.Fatal(err)
			}
			c := b.Controls()[0]
			if c.Key == "" || c.Requires != tt.want || c.AsOf != tt.asOf {
				t.Errorf("key %q requires %+v as of %q, want %+v as of %q", c.Key, c.Requires, c.AsOf, tt.want, tt.asOf)
			}
		})
	}
}

func TestNear(t *testing.T) {
	known, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{
		"Enable EKS control plane logs":                               "control-plane-logging",
		"Ensure that clusters are created with private nodes":         "private-nodes",
		"Prefer using dedicated service accounts":                     "dedicated-service-accounts",
		"Minimize access to secrets":                                  "",
		"Ensure that the cluster-admin role is only used if required": "",
		"": "",
	} {
		if got := known.near(Control{Title: title}); got != want {
			t.Errorf("%q is near %q, want %q", title, got, want)
		}
	}
}

// kube-bench has a file for each part of a version: joined, they are that version.
func TestJoinParts(t *testing.T) {
	all := open(t, Latest)
	one := func(i int) *Benchmark { return &Benchmark{Version: all.Version, Parts: all.Parts[i : i+1]} }
	joined, err := one(2).Join(one(0))
	if err != nil || joined.Version != "eks-2.0.0" || joined.Title() != "Managed Services, Control Plane Configuration" {
		t.Errorf("%+v, %v", joined, err)
	}
	if _, err := joined.Join(one(0)); err == nil || !strings.Contains(err.Error(), `the check id "2.1.1" is one of eks-2.0.0 already`) {
		t.Errorf("the same part twice: %v", err)
	}
}
