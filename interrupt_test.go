//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A signal ends a scan that waits for its input, with the code for trouble and not
// with that of a clean report.
func TestInterrupted(t *testing.T) {
	program := filepath.Join(t.TempDir(), "cisbench")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c := exec.Command(program, "scan", "-")
		c.Stdin = read
		var stderr bytes.Buffer
		c.Stderr = &stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// More than a pipe holds: when all is written, the program reads.
		if _, err := write.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
			t.Fatal(err)
		}
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		err = c.Wait()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(stderr.String(), "interrupted") {
			t.Errorf("%v: %v, %s: expected exit 2 and that it was interrupted", signal, err, stderr.String())
		}
		_ = write.Close()
		_ = read.Close()
	}
}

// What the command line started is told of the signal before the program ends.
func TestInterruptedRunEnds(t *testing.T) {
	started, ended := make(chan struct{}), false
	go func() {
		<-started
		if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
			t.Error(err)
		}
	}()
	code := untilInterrupted(time.Hour, func(ctx context.Context) int {
		close(started)
		<-ctx.Done()
		ended = true
		return 0
	})
	if code != 2 || !ended {
		t.Errorf("code %d, ended %v: want 2, after the run has ended", code, ended)
	}
}
