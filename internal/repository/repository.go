// Package repository answers questions about one git repository: where its root
// is, whether the user trusts it, which files git ignores, and whether git can
// restore a file.
//
// It reads git's files itself and starts no program: git runs what a repository's
// configuration names (filters, fsmonitor, hooks), and may find another repository
// than the caller meant. It does not change a repository.
package repository

import (
	"bytes"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Repository is a git repository with a work tree.
type Repository struct {
	// Root is the directory of the work tree that holds .git, as [Find] met it.
	Root string

	gitDir    string // of this work tree: HEAD and the index
	commonDir string // of all its work trees: objects, refs and the configuration
}

// Find returns the repository whose root is the nearest directory at or above
// dir that git accepts as the root of a work tree, or nil.
//
// A root has a directory .git that git recognizes, or a file .git that leads to
// one (a linked work tree, a submodule). Any other .git is passed over. A
// directory that itself is shaped like a bare repository is not a root: a branch
// can hold one.
func Find(dir string) *Repository {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if r := open(at); r != nil {
			return r
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

func open(root string) *Repository {
	dir := filepath.Join(root, ".git")
	info, err := os.Stat(dir)
	if err != nil {
		return nil
	}
	if info.Mode().IsRegular() {
		text, ok := firstLine(dir)
		if !ok {
			return nil
		}
		target, ok := strings.CutPrefix(text, "gitdir: ")
		if !ok || target == "" {
			return nil
		}
		dir = from(root, target)
	}
	common := dir
	if _, err := os.Lstat(filepath.Join(dir, "commondir")); err == nil {
		text, ok := firstLine(filepath.Join(dir, "commondir"))
		if !ok || text == "" {
			return nil
		}
		common = from(dir, text)
	}
	if !isDir(filepath.Join(common, "objects")) || !isDir(filepath.Join(common, "refs")) || !hasHead(dir) {
		return nil
	}
	return &Repository{Root: root, gitDir: dir, commonDir: common}
}

// hasHead reports whether HEAD is what git's validate_headref (path.c) takes: a
// link into refs/, "ref: refs/..." or an object id.
func hasHead(dir string) bool {
	path := filepath.Join(dir, "HEAD")
	if target, err := os.Readlink(path); err == nil {
		return strings.HasPrefix(filepath.ToSlash(target), "refs/")
	}
	text, ok := firstLine(path)
	if !ok {
		return false
	}
	if name, symbolic := strings.CutPrefix(text, "ref:"); symbolic {
		return strings.HasPrefix(strings.TrimLeft(name, " \t"), "refs/")
	}
	id, err := hex.DecodeString(text)
	return err == nil && (len(id) == 20 || len(id) == 32)
}

// firstLine reads one of git's files that hold one line.
func firstLine(path string) (string, bool) {
	content, err := readFile(path, 1<<16)
	if err != nil {
		return "", false
	}
	line, _, _ := bytes.Cut(content, []byte("\n"))
	return strings.TrimRight(string(line), "\r"), true
}

// readFile reads a regular file of at most so many bytes; a longer one is an
// error.
func readFile(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read from
	content, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(content)) > most {
		return nil, errTooLong
	}
	return content, err
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// from is a path of one of git's files, which is relative to a directory unless
// it is absolute.
func from(dir, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}
