package repository

import (
	"errors"
	"path/filepath"
	"strings"
)

// Trusted returns nil if git itself would work in the repository for the user
// that runs: its root, its .git and its git directory are the user's own, or
// safe.directory in the user's or the machine's configuration lists the root.
// Else the error says why. Who else may write there does not matter.
//
// Under sudo, SUDO_UID is the user, too. Windows is not asked for owners: every
// repository is trusted there.
func (r *Repository) Trusted(env func(string) string) error {
	for _, path := range []string{r.Root, filepath.Join(r.Root, ".git"), r.gitDir} {
		if !own(path, env) {
			if listed(r.Root, env) {
				return nil
			}
			return errors.New("the repository " + r.Root + " belongs to another user: if you trust it, run git config --global --add safe.directory " + r.Root)
		}
	}
	return nil
}

// Trusted reports the same of a directory that is in no repository: whether it is
// the user's own, or listed in safe.directory.
func Trusted(dir string, env func(string) string) bool {
	return own(dir, env) || listed(dir, env)
}

// Holds reports whether the repository may speak for a directory below its root:
// whether the root belongs to the user that runs, or to the directory's owner. A
// .git that another user put above it makes no repository of it.
func (r *Repository) Holds(dir string) bool {
	return own(r.Root, func(string) string { return "" }) || sameOwner(r.Root, dir)
}

// listed reports whether safe.directory lists a directory. The last of its
// values that decides wins, and an empty one resets the list: see git-config(1).
func listed(dir string, env func(string) string) bool {
	safe := false
	for _, e := range userConfig(env) {
		if e.section != "safe" || e.name != "directory" {
			continue
		}
		path := filepath.ToSlash(expanded(e.value, env))
		below, tree := strings.CutSuffix(path, "/*")
		switch {
		case path == "":
			safe = false
		case path == "*":
			safe = true
		case tree:
			safe = safe || strings.HasPrefix(slashed(dir), slashed(below)+"/")
		case filepath.IsAbs(path):
			safe = safe || slashed(dir) == slashed(path)
		}
	}
	return safe
}

// slashed is a path without links, so far as it exists, with slashes and none at
// its end.
func slashed(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return strings.TrimSuffix(filepath.ToSlash(filepath.Clean(path)), "/")
}
