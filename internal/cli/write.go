package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

var errNothingWritten = errors.New("--write: nothing was written")

// writeEdits writes all the changes or, where one may not be written, none. It
// returns those that it wrote, which are fewer only where the disk fails.
func writeEdits(ctx context.Context, edits []*edit) ([]*edit, error) {
	var errs []error
	for _, e := range edits {
		if err := writable(ctx, e); err != nil {
			errs = append(errs, fmt.Errorf("--write: %s: %w", e.shown, err))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(append(errs, errNothingWritten)...)
	}
	for i, e := range edits {
		if err := overwrite(e.path(), e.after); err != nil {
			return edits[:i], fmt.Errorf("--write: %s: %w", e.shown, err)
		}
	}
	return edits, nil
}

// writable says why a file may not be changed: git must be able to give back
// what it was, and the file must be the root module's own.
func writable(ctx context.Context, e *edit) error {
	if slices.Contains(strings.Split(e.file, "/"), ".terraform") {
		return errors.New("it belongs to a module that terraform init installed, and the next init undoes a change")
	}
	info, err := os.Lstat(e.path())
	if err != nil {
		return cause(err)
	}
	resolved, err := filepath.EvalSymlinks(e.path())
	switch {
	case err != nil:
		return cause(err)
	case resolved != e.path():
		return errors.New("it is reached through a symbolic link: what else it belongs to cannot be told")
	case !info.Mode().IsRegular():
		return errors.New("it is no regular file")
	}
	now, err := os.ReadFile(e.path())
	if err != nil {
		return cause(err)
	}
	if !bytes.Equal(now, e.before) {
		return errors.New("it has changed since it was scanned: scan again")
	}
	return clean(ctx, e)
}

// clean asks git whether the file is tracked and unchanged.
func clean(ctx context.Context, e *edit) error {
	if scan.RepositoryRoot(filepath.Dir(e.path())) == "" {
		return errors.New("it is in no git repository, so that the change could not be undone: apply the diff that --suggest shows")
	}
	program, err := exec.LookPath("git")
	if err != nil {
		return errors.New("git is not on the PATH, and nothing else tells whether the file has changes of its own: apply the diff that --suggest shows")
	}
	tracked, err := git(ctx, program, e, "ls-files", "-z", "--cached")
	if err != nil {
		return err
	}
	if len(tracked) == 0 {
		return errors.New("git does not track it, so that the change could not be undone: git add and commit it first")
	}
	state, err := git(ctx, program, e, "status", "--porcelain=v1", "-z", "--untracked-files=no")
	if err != nil {
		return err
	}
	if len(state) > 0 {
		return errors.New("it has changes that are not committed: commit or stash them first")
	}
	return nil
}

// git asks about the file alone. What a hook sets of git's variables is about
// another command, and a repository's settings start no program.
func git(ctx context.Context, program string, e *edit, args ...string) ([]byte, error) {
	all := append([]string{"--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false"}, args...)
	c := exec.CommandContext(ctx, program, append(all, "--", filepath.Base(e.path()))...)
	c.Dir = filepath.Dir(e.path())
	c.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GIT_") })
	out, err := c.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		first, _, _ := strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
		return nil, fmt.Errorf("git %s: %s", args[0], first)
	}
	return out, err
}

// overwrite replaces a file whole or not at all, and keeps its mode.
func overwrite(path string, content []byte) error {
	info, err := os.Lstat(path)
	if err != nil {
		return cause(err)
	}
	temporary := filepath.Join(filepath.Dir(path), ".cisbench-"+rand.Text())
	err = writeNew(temporary, content)
	if err == nil {
		err = os.Chmod(temporary, info.Mode().Perm())
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		_ = os.Remove(temporary) // may not be there
		return cause(err)
	}
	return nil
}
