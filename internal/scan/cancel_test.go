package scan

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

// A scan whose context has ended reads no plan and no source.
func TestCancelled(t *testing.T) {
	files(t, map[string]string{"plan.json": planJSON, "main.tf": "resource \"aws_ecr_repository\" \"a\" {\n  name = \"a\"\n}\n"})
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
}
