package render

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Jenkins' schema is one for XML: xmllint is the program that knows such schemas
// (Debian's libxml2-utils).
func TestJUnitSchema(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not on the PATH: what the schema asks for is not tested")
	}
	for name, report := range stored(t) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report.xml")
			if err := os.WriteFile(path, render(t, named(t, "junit"), report, View{StrictJUnit: true}), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(xmllint, "--noout", "--nonet", "--schema", filepath.Join("testdata", "schemas", "jenkins-junit.xsd"), path).CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// What GitLab and Jenkins make of a report, whatever program is on the PATH.
func TestJUnit(t *testing.T) {
	for name, report := range stored(t) {
		for _, strict := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				data := render(t, named(t, "junit"), report, View{StrictJUnit: strict})
				var all junitSuites
				if err := xml.Unmarshal(data, &all); err != nil {
					t.Fatal(err)
				}
				names := map[string]bool{}
				tests, failures, errors := 0, 0, 0
				for _, suite := range all.Suites {
					var counted junitSuite
					for _, c := range suite.Cases {
						if names[c.Name] {
							t.Errorf("two cases named %q: GitLab drops one", c.Name)
						}
						names[c.Name] = true
						if strict && c.File != "" {
							t.Errorf("%q has a file, which Jenkins' schema refuses", c.Name)
						}
						for _, body := range []*junitText{c.Failure, c.Skipped, c.Error} {
							if body != nil && strings.TrimSpace(body.Text) == "" {
								t.Errorf("%q says nothing in its body, which is all that GitLab shows", c.Name)
							}
						}
						counted.add(c)
					}
					got := []int{suite.Tests, suite.Failures, suite.Errors, suite.Skipped}
					if diff := cmp.Diff([]int{counted.Tests, counted.Failures, counted.Errors, counted.Skipped}, got); diff != "" {
						t.Errorf("%s: tests, failures, errors, skipped (-want +got):\n%s", suite.Name, diff)
					}
					tests, failures, errors = tests+suite.Tests, failures+suite.Failures, errors+suite.Errors
				}
				if diff := cmp.Diff([]int{tests, failures, errors}, []int{all.Tests, all.Failures, all.Errors}); diff != "" {
					t.Errorf("all: tests, failures, errors (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestJUnitCases(t *testing.T) {
	var all junitSuites
	if err := xml.Unmarshal(render(t, named(t, "junit"), stored(t)["pipeline"], View{}), &all); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, suite := range all.Suites {
		for _, c := range suite.Cases {
			verdict := "passed"
			switch {
			case c.Failure != nil:
				verdict = "failure"
			case c.Skipped != nil:
				verdict, _, _ = strings.Cut(c.Skipped.Text, ":")
			}
			_, subject, _ := strings.Cut(c.Name, ": ")
			got[c.Class[len("eks-1_5_0."):]+" "+subject] = verdict + " " + c.File
		}
	}
	want := map[string]string{ // one of each verdict
		`ecr-image-scanning aws_ecr_repository.this["web"] of envs/dev/plan.json`:                                        "failure modules/ecr/main.tf",
		`ecr-image-scanning aws_ecr_repository.lab of envs/prod`:                                                         "waived envs/prod/ecr one:two#3.tf",
		`ecr-user-access aws_ecr_repository_policy.ci of envs/dev/plan.json`:                                             "unknown envs/dev/ecr.tf",
		`rbac-users module.eks.aws_eks_cluster.this[0] of envs/dev/plan.json`:                                            "manual ",
		`secrets-encryption module.eks.aws_eks_cluster.this[0] of envs/dev/plan.json`:                                    "passed ",
		`ecr-node-access module.eks.module.node[0].aws_iam_role.this in module.eks.aws_eks_cluster.this[0] of envs/prod`: "failure envs/prod/main.tf",
		`endpoint-access module.eks.aws_eks_cluster.this[0] of envs/dev/plan.json (2)`:                                   "failure envs/dev/main.tf",
	}
	for name, verdict := range want {
		if got[name] != verdict {
			t.Errorf("%s: got %q, want %q", name, got[name], verdict)
		}
	}
}
