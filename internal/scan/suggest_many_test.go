package scan

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

// attempt has suggestions made for a root module.
func attempt(t *testing.T, text string) tried {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "main.tf"), text)
	repos := &repositories{}
	defer repos.Close()
	repo, at, err := repos.of(dir)
	if err != nil {
		t.Fatal(err)
	}
	a := assessor(t)
	options := source.Options{Reads: a.Reads(), Subjects: a.Subjects(), Show: repo.show, Limits: source.Share().Plus(source.Pool())}
	root, err := source.Load(t.Context(), repo.files, at, options)
	if err != nil {
		t.Fatal(err)
	}
	s := Options{Assessor: a}.checked(root, dir)
	if s.err != nil {
		t.Fatal(s.err)
	}
	e := evaluated{root, repo, at, options}
	done, err := e.suggestions(context.Background(), Options{Assessor: a, Suggest: func(Suggestion) {}}, s.assessment.Findings)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func repositoriesOf(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// Changes of different blocks are tried together: the number of evaluations does not
// grow with the number of blocks.
func TestSuggestionsForManyBlocks(t *testing.T) {
	done := attempt(t, repositoriesOf(300, "resource \"aws_ecr_repository\" \"r%d\" {\n  name = \"r\"\n}\n\n"))
	if len(done.good) != 300 || done.tries != 1 || len(done.diagnostics) != 0 {
		t.Errorf("%d suggestions by %d evaluations, %v", len(done.good), done.tries, done.diagnostics)
	}
	clusters := attempt(t, repositoriesOf(50, "resource \"aws_eks_cluster\" \"c%d\" {\n  name = \"c\"\n  vpc_config {\n    subnet_ids = [\"subnet-1\"]\n    public_access_cidrs = [\"203.0.113.0/24\"]\n  }\n}\n\n"))
	if len(clusters.good) < 50 || clusters.tries > 8 {
		t.Errorf("%d suggestions by %d evaluations", len(clusters.good), clusters.tries)
	}
}

// The number of evaluations is bounded, and the report says what was not tried.
func TestSuggestionsAreBounded(t *testing.T) {
	// Each argument goes to one resource, all of one module block: they cannot be
	// tried together.
	dir := "module \"m\" {\n  source = \"./m\"\n}\n"
	var inner strings.Builder
	for i := range 100 {
		fmt.Fprintf(&inner, "variable \"v%d\" {\n  default = false\n}\nresource \"aws_ecr_repository\" \"r%d\" {\n  name = \"r\"\n  image_scanning_configuration {\n    scan_on_push = var.v%d\n  }\n}\n", i, i, i)
	}
	root := t.TempDir()
	writeFile(t, filepath.Join(root, "main.tf"), dir)
	writeFile(t, filepath.Join(root, "m/main.tf"), inner.String())
	o := Options{Assessor: assessor(t)}
	suggestions := 0
	o.Suggest = func(Suggestion) { suggestions++ }
	report, _, errs := Run(context.Background(), []string{root}, o)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	said := ""
	for _, d := range report.Diagnostics {
		said += d.Summary + "\n"
	}
	if suggestions > mostTries || !strings.Contains(said, "possible fixes were not tried") {
		t.Errorf("%d suggestions, and the report says:\n%s", suggestions, said)
	}
}
