package scan

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// show has Terraform, or OpenTofu, write a binary plan as JSON. It runs in the
// plan's directory, where the providers that the plan needs are installed. Where
// both are there and one cannot read the plan, the other may.
func show(ctx context.Context, path string) (*file, error) {
	path, err := filepath.Abs(path) // so that no name can pass for an option
	if err != nil {
		return nil, err
	}
	var first error
	for _, name := range []string{"terraform", "tofu"} {
		program, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		shown, err := showWith(ctx, program, path)
		if err == nil {
			return shown, nil
		}
		if first == nil {
			first = fmt.Errorf("a binary plan is read in its own directory, with the providers that %s init installed there: %s show: %w", name, name, err)
		}
	}
	if first == nil {
		first = errors.New("a binary plan, and neither terraform nor tofu is on the PATH to read it; " +
			"where one is: terraform show -json tfplan > plan.json")
	}
	return nil, first
}

func showWith(ctx context.Context, program, path string) (*file, error) {
	tf, err := tfexec.NewTerraform(filepath.Dir(path), program)
	if err != nil {
		return nil, err
	}
	// terraform-exec asks for the version first and remembers it: that output is
	// not to be kept.
	if _, _, err := tf.Version(ctx, false); err != nil {
		return nil, oneLine(err)
	}
	out, err := temporary()
	if err != nil {
		return nil, err
	}
	tf.SetStdout(out.File)
	var exit *exec.ExitError
	// Whether the JSON is a plan is for our own reader to say: terraform-exec
	// knows fewer versions of the format.
	if _, err := tf.ShowPlanFile(ctx, path); errors.As(err, &exit) || ctx.Err() != nil {
		out.Close()
		return nil, oneLine(err)
	}
	info, err := out.Stat()
	if err != nil {
		out.Close()
		return nil, err
	}
	out.size = info.Size()
	return out, nil
}

// oneLine keeps of Terraform's boxed error what a line of a log can hold.
func oneLine(err error) error {
	text := strings.NewReplacer("╷", "", "│", "", "╵", "").Replace(err.Error())
	text = strings.Join(strings.Fields(text), " ")
	const most = 400
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return errors.New(text)
}
