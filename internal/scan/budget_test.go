package scan

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

// doubling writes root modules that call a module that calls the next one twice,
// and so on. The last one holds a repository that is not created.
func doubling(tb testing.TB, dir string, roots, deep int) {
	tb.Helper()
	for i := range deep {
		call := fmt.Sprintf("{\n  source = \"../m%d\"\n}\n", i+1)
		writeFile(tb, filepath.Join(dir, fmt.Sprintf("m%d/main.tf", i)), "module \"a\" "+call+"module \"b\" "+call)
	}
	writeFile(tb, filepath.Join(dir, fmt.Sprintf("m%d/main.tf", deep)), "resource \"aws_ecr_repository\" \"r\" {\n  count = 0\n  name  = \"r\"\n}\n")
	for i := range roots {
		writeFile(tb, filepath.Join(dir, fmt.Sprintf("roots/r%d/main.tf", i)), "module \"m\" {\n  source = \"../../m0\"\n}\n")
	}
}

// The root modules of a scan share one budget, whatever takes it and however the
// scan is scheduled.
func TestRootModulesShareABudget(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	const roots = 24
	loops := `resource "aws_ecr_repository" "r" {
  name = join("", [for a in range(1000) : join("", [for b in range(1000) : "${a}${b}"])])
}
`
	hashes := `resource "aws_ecr_repository" "r" {
  name = join("", [for a in range(1000) : sha512(join("", [for b in range(50) : "0123456789${a}"]))])
}
`
	each := func(text string) func(dir string) {
		return func(dir string) {
			for i := range roots {
				writeFile(t, filepath.Join(dir, fmt.Sprintf("roots/r%02d/main.tf", i)), text)
			}
		}
	}
	bombs := map[string]func(dir string){
		"modules":   func(dir string) { doubling(t, dir, roots, 30) },
		"loops":     each(loops),
		"functions": each(hashes),
	}
	for name, write := range bombs {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(dir)
			o := Options{Assessor: assessor(t)}
			repos := &repositories{}
			defer repos.Close()
			inputs, errs := o.roots(context.Background(), repos, []input{{path: dir}})
			if len(errs) > 0 || len(inputs) != roots {
				t.Fatalf("%d inputs, %v", len(inputs), errs)
			}
			var spent source.Limits
			scans := all(context.Background(), repos, inputs, o)
			if last := scans[roots-1]; !last.exceeded {
				t.Error("the last root module is evaluated in full")
			}
			for _, s := range scans {
				if s.err != nil || s.exceeded == s.input.Complete {
					t.Fatalf("%s: %v, exceeded %v, complete %v", s.input.Path, s.err, s.exceeded, s.input.Complete)
				}
				if s.exceeded && len(s.diagnostics) == 0 {
					t.Errorf("%s: no diagnostic says that something was not evaluated", s.input.Path)
				}
				for _, f := range s.assessment.Findings {
					if name == "modules" && (f.Status == finding.Pass || f.Status == finding.NotApplicable) {
						t.Errorf("%s: %s is %s: %s", s.input.Path, f.Control, f.Status, f.Message)
					}
				}
				spent = spent.Plus(s.spent)
			}
			most := source.Pool()
			for range roots {
				most = most.Plus(source.Share())
			}
			if most.Minus(spent).Plus(spent) != most {
				t.Errorf("%d root modules took %+v, more than %+v", roots, spent, most)
			}

			if name != "modules" {
				return
			}
			stored := func(procs int) *finding.Report {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
				return run(t, o.Assessor, dir)
			}
			if diff := cmp.Diff(stored(1), stored(4)); diff != "" {
				t.Errorf("the report depends on the scheduler (-one +four):\n%s", diff)
			}
		})
	}
}

// A root module that needs more than its share gets it from the pool, wherever it
// is among the others.
func TestLargeRootModule(t *testing.T) {
	dir := t.TempDir()
	for i := range 30 {
		writeFile(t, filepath.Join(dir, fmt.Sprintf("r%02d/main.tf", i)), "resource \"aws_ecr_repository\" \"r\" {\n  name = \"r\"\n}\n")
	}
	writeFile(t, filepath.Join(dir, "r15/main.tf"), "resource \"aws_ecr_repository\" \"r\" {\n  count = 5000\n  name  = \"r${count.index}\"\n}\n")
	report := run(t, assessor(t), dir)
	for _, in := range report.Inputs {
		if want := map[bool]int{false: 1, true: 5000}[strings.HasSuffix(in.Path, "r15")]; !in.Complete || in.Assessed != want {
			t.Errorf("%s: complete %v, %d assessed, want %d", in.Path, in.Complete, in.Assessed, want)
		}
	}
}

// A plan is read once: plans divide the pool among them.
func TestPlansDivideThePool(t *testing.T) {
	b := newBudget([]input{{}, {}, {source: &rootModule{}}})
	if got, want := b.first(input{}), source.Share().Plus(source.Pool().Over(2)); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := b.first(input{source: &rootModule{}}); got != source.Share() {
		t.Errorf("a root module first has %+v", got)
	}
	if _, ok := b.more(input{}, scan{exceeded: true}); ok {
		t.Error("a plan is read once more")
	}
}

// Diagnostics of one input are counted where they are many.
func TestFewDiagnostics(t *testing.T) {
	var many []finding.Diagnostic
	for i := range 250 {
		many = append(many, finding.Diagnostic{Severity: finding.DiagnosticWarning, Summary: fmt.Sprint(i)})
	}
	many = append(many, finding.Diagnostic{Severity: finding.DiagnosticNote, Summary: "a note"})
	got := few(many)
	if len(got) != mostDiagnostics+2 || got[len(got)-1].Summary != "and 150 more of this severity" {
		t.Errorf("%d diagnostics, the last is %q", len(got), got[len(got)-1].Summary)
	}
}
