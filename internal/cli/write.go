package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/repository"
)

var errNothingWritten = errors.New("--write: nothing was written")

// writeEdits writes all the changes or, where one may not be written, none. It
// returns those that it wrote, which are fewer only where the disk fails.
func writeEdits(edits []*edit, env func(string) string) ([]*edit, error) {
	var errs []error
	for _, e := range edits {
		if err := writable(e, env); err != nil {
			errs = append(errs, fmt.Errorf("--write: %s: %w", e.shown, err))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(append(errs, errNothingWritten)...)
	}
	for i, e := range edits {
		if err := overwrite(e); err != nil {
			return edits[:i], fmt.Errorf("--write: %s: %w", e.shown, err)
		}
	}
	return edits, nil
}

// writable says why a file may not be changed: git must be able to give back
// what it was, and the file must be the root module's own.
func writable(e *edit, env func(string) string) error {
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
	return clean(e, env)
}

// clean returns why git could not restore the file; nil if it can. No program
// runs: git runs what the configuration of a repository names.
func clean(e *edit, env func(string) string) error {
	dir := filepath.Dir(e.path())
	r := repository.Find(dir)
	if r == nil {
		return errors.New("it is not in a git repository, so the change could not be undone: apply the diff that --suggest shows")
	}
	if err := r.Trusted(env); err != nil {
		return err
	}
	inside, err := filepath.Rel(r.Root, e.path())
	if err != nil {
		return err
	}
	err = r.Unchanged(filepath.ToSlash(inside), e.before)
	switch {
	case errors.Is(err, repository.ErrUntracked):
		return fmt.Errorf("%w, so the change could not be undone: git add and commit it first", err)
	case errors.Is(err, repository.ErrChanged):
		return fmt.Errorf("%w: commit or stash them first", err)
	case err != nil:
		return fmt.Errorf("%w; apply the diff that --suggest shows", err)
	}
	return nil
}

// overwrite replaces a file whole or not at all, and keeps its mode. It does not
// leave the repository, whatever becomes of its directories meanwhile.
func overwrite(e *edit) error {
	root, err := os.OpenRoot(e.root)
	if err != nil {
		return cause(err)
	}
	defer root.Close() // what was written is closed already
	info, err := root.Lstat(e.file)
	if err == nil {
		err = writeWhole(root, filepath.FromSlash(e.file), e.after, info.Mode().Perm())
	}
	return cause(err)
}
