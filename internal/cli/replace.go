package cli

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/repository"
)

// outlet writes files: none that was read in this run, or written already, and
// none through a link that what is scanned could have set.
type outlet struct {
	kept  []fs.FileInfo
	trees []string // directories without links: outside a repository no link may lead out of one
}

// newOutlet returns the outlet of a run with these inputs, which are files or
// directories.
func newOutlet(inputs []string) *outlet {
	o := &outlet{}
	for _, input := range append([]string{"."}, inputs...) {
		if dir, ok := directory(input); ok {
			o.trees = append(o.trees, dir)
		}
		o.keep(input)
	}
	return o
}

// keep has no file with one of the paths replaced.
func (o *outlet) keep(paths ...string) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			o.keepFile(info)
		}
	}
}

func (o *outlet) keepFile(file fs.FileInfo) { o.kept = append(o.kept, file) }

// replace writes a file whole or not at all. It replaces nothing but a regular
// file, follows no link in the path's last part, and elsewhere none that leads out
// of the repository that it is in.
func (o *outlet) replace(path string, content []byte) error {
	if os.IsPathSeparator(path[len(path)-1]) {
		return errors.New("expected the name of a file, found that of a directory")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	dir, err := o.follow(filepath.Dir(path))
	if err != nil {
		return cause(err)
	}
	// The directories up to there may become links at any time: what is opened
	// through the root stays in it.
	top := cmp.Or(o.boundary(dir), dir)
	root, err := os.OpenRoot(top)
	if err != nil {
		return cause(err)
	}
	defer root.Close() // what was written is closed already
	name, err := filepath.Rel(top, filepath.Join(dir, filepath.Base(path)))
	if err != nil {
		return err
	}
	if info, err := root.Lstat(name); err == nil {
		switch {
		case !info.Mode().IsRegular():
			return errors.New("it exists and is not a regular file")
		case slices.ContainsFunc(o.kept, func(kept fs.FileInfo) bool { return os.SameFile(kept, info) }):
			return errors.New("it was read, or already written, in this run: expected the name of another file")
		}
	}
	if err := writeWhole(root, name, content, 0); err != nil {
		return cause(err)
	}
	o.keep(filepath.Join(top, name))
	return nil
}

// follow returns a directory without the links in its path. A link that lies in a
// repository, or in what is scanned, must not lead out of it, or into its .git:
// a branch chooses what its links are.
func (o *outlet) follow(dir string) (string, error) {
	const most = 40 // links, as Linux has it
	at, rest := top(dir)
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		if part == ".." {
			at = filepath.Dir(at)
			continue
		}
		next := filepath.Join(at, part)
		info, err := os.Lstat(next)
		if err != nil {
			return "", err
		}
		if info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) == 0 { // Windows calls a junction irregular
			at = next
			continue
		}
		if links++; links > most {
			return "", errors.New("its path has too many links")
		}
		end, err := filepath.EvalSymlinks(next)
		if err != nil {
			return "", err
		}
		if bound := o.boundary(at); bound != "" && !below(bound, end) {
			return "", fmt.Errorf("the link %s leads out of %s: expected a path without it", render.Visible(shown(next)), render.Visible(shown(bound)))
		}
		target, err := os.Readlink(next)
		if err != nil {
			return "", err
		}
		start, parts := top(target)
		if filepath.IsAbs(target) {
			at = start
		}
		rest = append(parts, rest...)
	}
	return at, nil
}

// boundary is the repository that a directory without links is in or, without
// one, the innermost of the directories that are scanned or worked in.
func (o *outlet) boundary(dir string) string {
	if r := repository.Find(dir); r != nil && r.Holds(dir) {
		return r.Root
	}
	innermost := ""
	for _, tree := range o.trees {
		if inside, err := filepath.Rel(tree, dir); err == nil && filepath.IsLocal(inside) && len(tree) > len(innermost) {
			innermost = tree
		}
	}
	return innermost
}

// below reports whether a path is below a directory, and not in its .git.
func below(dir, path string) bool {
	inside, err := filepath.Rel(dir, path)
	if err != nil || !filepath.IsLocal(inside) {
		return false
	}
	_, parts := top(inside)
	return !slices.ContainsFunc(parts, func(part string) bool { return strings.EqualFold(part, ".git") })
}

// top splits a path into where an absolute one starts and its parts.
func top(path string) (start string, parts []string) {
	volume := filepath.VolumeName(path)
	for part := range strings.SplitSeq(path[len(volume):], string(filepath.Separator)) {
		if part != "" && part != "." {
			parts = append(parts, part)
		}
	}
	return volume + string(filepath.Separator), parts
}

// writeWhole writes a file under another name first. The mode, unless it is 0, is
// the file's.
func writeWhole(root *os.Root, name string, content []byte, mode fs.FileMode) error {
	temporary := filepath.Join(filepath.Dir(name), ".cisbench-"+rand.Text())
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		_ = root.Remove(temporary) // the error says more
	}
	return err
}
