package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

const repositoryTF = "resource \"aws_ecr_repository\" \"a\" {\n  name = \"a\"\n}\n"

// A scan whose context has ended reads no plan and no source.
func TestCancelled(t *testing.T) {
	files(t, map[string]string{"plan.json": planJSON, "main.tf": repositoryTF})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	report, _, errs := Run(ctx, []string{"plan.json", "main.tf"}, options(t))
	if report != nil || !errors.Is(errors.Join(errs...), context.Canceled) {
		t.Errorf("report %v, errors %v: want no report and context.Canceled", report, errs)
	}
	// A context that ends while a plan is read ends the reading.
	if _, err := (interruptible{ctx, bytes.NewReader([]byte("{}"))}).ReadAt(make([]byte, 1), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("reading: %v, want context.Canceled", err)
	}
	if _, err := (Module{Assessor: options(t).Assessor, Dir: "."}).Judge(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("module: %v, want context.Canceled", err)
	}
}

// A context that ends in the middle of a scan ends it: inputs that have not begun
// are not read, and a report of the others is not made.
func TestCancelledInTheMiddle(t *testing.T) {
	const inputs = 100
	for name, test := range map[string]struct {
		files  map[string]string // of each input
		input  string
		source string
	}{
		"plans":             {map[string]string{"plan.json": planJSON}, "plan.json", ""},
		"source":            {map[string]string{"main.tf": repositoryTF}, "main.tf", ""},
		"plans with source": {map[string]string{"plan.json": planJSON, "main.tf": repositoryTF}, "plan.json", "dir0"},
	} {
		t.Run(name, func(t *testing.T) {
			all, paths := map[string]string{}, []string{}
			for i := range inputs {
				for file, text := range test.files {
					all[fmt.Sprintf("dir%d/%s", i, file)] = text
				}
				paths = append(paths, fmt.Sprintf("dir%d/%s", i, test.input))
			}
			files(t, all)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			var evaluated atomic.Int32
			o := options(t)
			o.Assessor = counting(t, func() {
				evaluated.Add(1)
				cancel()
			})
			o.Source.Beside = test.source
			report, _, errs := Run(ctx, paths, o)
			if report != nil || len(errs) != 1 || !errors.Is(errs[0], context.Canceled) {
				t.Errorf("report %v, errors %v: want no report and context.Canceled once", report, errs)
			}
			if n := int(evaluated.Load()); n == 0 || n > runtime.GOMAXPROCS(0) {
				t.Errorf("%d inputs were evaluated: want only those that had begun", n)
			}
		})
	}
}

// counting returns an assessor of one control, which calls a function whenever it
// is evaluated.
func counting(t *testing.T, count func()) *assess.Assessor {
	t.Helper()
	sections := []benchmark.Section{{Controls: []benchmark.Control{{ID: "1", Key: "k", Severity: "low"}}}}
	b := &benchmark.Benchmark{Version: "x", Parts: []benchmark.Part{{Sections: sections}}}
	evaluator := control.Evaluator{Key: "k", Subjects: []string{"aws_ecr_repository"}, Evaluate: func(control.Input) []control.Verdict {
		count()
		return nil
	}}
	a, err := assess.New(b, []control.Evaluator{evaluator}, setting.Settings{}, assess.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// endless is a stream without an end, whose first read ends the context.
type endless struct{ cancel func() }

func (e endless) Read(p []byte) (int, error) {
	e.cancel()
	return len(p), nil
}

func TestCancelledWhileAStreamIsRead(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := options(t)
	o.Stdin = endless{cancel}
	if report, _, errs := Run(ctx, []string{"-"}, o); report != nil || !errors.Is(errors.Join(errs...), context.Canceled) {
		t.Errorf("report %v, errors %v: want no report and context.Canceled", report, errs)
	}
}
