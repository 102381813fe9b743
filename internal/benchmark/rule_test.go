package benchmark

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const ruled = `controls:
version: "acme-1"
id: A
text: "Acme platform rules"
groups:
  - id: A.1
    text: "Registry"
    checks:
      - id: A.1.1
        text: "Tags are immutable"
        resource: aws_ecr_repository
        when: |
          self.name != "scratch"
        condition: self.image_tag_mutability ==
          "IMMUTABLE"
        message: "tags of ${self.name} can be overwritten"
`

func TestLoadRule(t *testing.T) {
	b, err := Load("acme.yaml", []byte(ruled))
	if err != nil {
		t.Fatal(err)
	}
	want := Control{
		ID: "A.1.1", Title: "Tags are immutable", SectionID: "A.1", SectionTitle: "Registry",
		Key: "A.1.1", Severity: "medium",
		Rule: &Rule{
			Resource:  Text{Value: "aws_ecr_repository", File: "acme.yaml", Line: 11},
			When:      Text{Value: "self.name != \"scratch\"\n", File: "acme.yaml", Line: 13, Lines: true},
			Condition: Text{Value: `self.image_tag_mutability == "IMMUTABLE"`, File: "acme.yaml", Line: 14},
			Message:   Text{Value: "tags of ${self.name} can be overwritten", File: "acme.yaml", Line: 16},
			SHA256:    fmt.Sprintf("%x", sha256.Sum256([]byte(ruled))),
		},
	}
	if diff := cmp.Diff([]Control{want}, b.Controls()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestJoin(t *testing.T) {
	load := func(name, text string) *Benchmark {
		b, err := Load(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	acme := load("acme.yaml", ruled)
	base := open(t, Default)
	joined, err := base.Join(acme)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(joined.Controls()), len(base.Controls())+1; got != want {
		t.Errorf("%d controls, want %d", got, want)
	}
	if joined.Version != "eks-1.5.0+acme-1" {
		t.Errorf("version %q", joined.Version)
	}
	if _, found := base.Find("A.1.1"); found {
		t.Error("the benchmark that was joined has changed")
	}

	for name, tt := range map[string]struct{ text, want string }{
		"group": {strings.Replace(ruled, "id: A.1\n", "id: \"5.1\"\n", 1), `the group id "5.1" is one of eks-1.5.0 already: expected another`},
		"check": {strings.Replace(ruled, "id: A.1.1\n", "id: 5.1.1\n", 1), `the check id "5.1.1" is one of eks-1.5.0 already: expected another`},
		"key":   {minimal, `check A.1.10 has the key "ecr-image-scanning", which is decided in eks-1.5.0 already`},
	} {
		_, err := base.Join(load("f.yaml", tt.text))
		if err == nil {
			t.Errorf("%s: no error", name)
		} else if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}
