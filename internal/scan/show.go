package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// showLimit is how long Terraform may take to write a plan as JSON: it starts the
// plan's providers, and a provider may never answer.
const showLimit = 2 * time.Minute

// show has Terraform, or OpenTofu, write a binary plan as JSON. It runs in the
// plan's directory, where the providers that the plan needs are installed. Where
// both are there and one cannot read the plan, the other may.
func show(ctx context.Context, path string, limit time.Duration) (*file, error) {
	path, err := filepath.Abs(path) // so that no name can pass for an option
	if err != nil {
		return nil, err
	}
	// Terraform has a process group of its own, to which a terminal does not pass on an interrupt.
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it took longer than its time limit of %s, and was stopped", limit))
	defer cancel()
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
			"where one is: " + showCommand)
	}
	return nil, first
}

func showWith(ctx context.Context, program, path string) (*file, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	out, err := temporary()
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, program, "show", "-json", "-no-color", path)
	c.Dir = filepath.Dir(path)
	c.Env = append(slices.DeleteFunc(os.Environ(), ofAnotherCommand), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	c.Stdout = out.File
	said := &beginning{left: 64 << 10}
	c.Stderr = said
	c.WaitDelay = 5 * time.Second // for what keeps stderr open
	done := ownGroup(c)
	err = c.Run()
	done()
	switch cause := context.Cause(ctx); {
	case cause != nil:
		err = cause
	case err != nil:
		err = oneLine(err.Error() + " " + said.String())
	default:
		out.size, err = size(out)
	}
	if err != nil {
		out.Close()
		return nil, err
	}
	return out, nil
}

// ofAnotherCommand reports whether a variable of the environment is about other
// commands of Terraform, or would have its log in the output.
func ofAnotherCommand(variable string) bool {
	return slices.ContainsFunc([]string{"TF_LOG", "TF_CLI_ARGS", "TF_WORKSPACE="}, func(prefix string) bool {
		return strings.HasPrefix(variable, prefix)
	})
}

func size(f *file) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// beginning keeps the first bytes that are written to it.
type beginning struct {
	bytes.Buffer
	left int
}

func (b *beginning) Write(p []byte) (int, error) {
	n := min(len(p), b.left)
	b.left -= n
	b.Buffer.Write(p[:n])
	return len(p), nil
}

// oneLine keeps of Terraform's boxed error what a line of a log can hold.
func oneLine(text string) error {
	text = strings.NewReplacer("╷", "", "│", "", "╵", "").Replace(text)
	text = strings.Join(strings.Fields(text), " ")
	const most = 400
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return errors.New(text)
}
