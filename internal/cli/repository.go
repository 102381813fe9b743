package cli

import (
	"os"
	"path/filepath"
)

// repository is the working directory and the root of the repository that it is
// in, links resolved. A platform shows a finding in a file only by its path from
// the root. Both are empty where there is no repository.
func repository() (root, dir string) {
	dir, err := os.Getwd()
	if err != nil {
		return "", ""
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return "", ""
	}
	if root = rootOf(dir); root == "" {
		return "", ""
	}
	return root, dir
}

// rootOf is the root of the repository that a directory is in, "" for none.
func rootOf(dir string) string {
	for root := dir; ; root = filepath.Dir(root) {
		if _, err := os.Lstat(filepath.Join(root, ".git")); err == nil { // a file in a worktree
			return root
		}
		if root == filepath.Dir(root) {
			return ""
		}
	}
}
