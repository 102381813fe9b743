package repository

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

const head = "ref: refs/heads/main\n"

// A root is what git takes for the root of a work tree, and nothing that only
// looks like one.
func TestFind(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		found bool
	}{
		{"a .git", map[string]string{".git/HEAD": head, ".git/objects/": "", ".git/refs/": ""}, true},
		{"a detached HEAD", map[string]string{".git/HEAD": "0123456789abcdef0123456789abcdef01234567\n", ".git/objects/": "", ".git/refs/": ""}, true},
		{"an empty .git", map[string]string{".git/": ""}, false},
		{"a .git without HEAD", map[string]string{".git/objects/": "", ".git/refs/": ""}, false},
		{"a .git without objects", map[string]string{".git/HEAD": head, ".git/refs/": ""}, false},
		{"a .git without refs", map[string]string{".git/HEAD": head, ".git/objects/": ""}, false},
		{"a HEAD of something else", map[string]string{".git/HEAD": "ref: ../secret\n", ".git/objects/": "", ".git/refs/": ""}, false},
		{"a bare repository", map[string]string{"HEAD": head, "objects/": "", "refs/": "", "config": "[core]\n\tworktree = .\n"}, false},
		{"a file that leads to a git directory", map[string]string{".git": "gitdir: real\n", "real/HEAD": head, "real/objects/": "", "real/refs/": ""}, true},
		{"a file that leads nowhere", map[string]string{".git": "gitdir: real\n"}, false},
		{"a file that says something else", map[string]string{".git": "real\n", "real/HEAD": head, "real/objects/": "", "real/refs/": ""}, false},
		{"a linked work tree", map[string]string{".git": "gitdir: w/x\n", "w/x/HEAD": head, "w/x/commondir": "..\n", "w/objects/": "", "w/refs/": ""}, true},
		{"a linked work tree of nothing", map[string]string{".git": "gitdir: w/x\n", "w/x/HEAD": head, "w/x/commondir": "../..\n", "w/objects/": "", "w/refs/": ""}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := folder(t, tt.files)
			put(t, dir, map[string]string{"live/prod/": ""})
			below := filepath.Join(dir, "live", "prod")
			r := Find(below)
			if found := r != nil && r.Root == dir; found != tt.found {
				t.Errorf("found %+v, want one: %v", r, tt.found)
			}
			top, err := try(t, below, "rev-parse", "--show-toplevel")
			if accepts := err == nil && filepath.FromSlash(top) == dir; tt.name != "a bare repository" && accepts != tt.found {
				t.Errorf("git: %q, %v", top, err)
			}
		})
	}
}

func TestFindGoesOnAboveWhatIsNone(t *testing.T) {
	dir := folder(t, map[string]string{"live/.git/": "", "live/.git/x": "", "live/prod/HEAD": head, "live/prod/objects/": "", "live/prod/refs/": ""})
	git(t, dir, "init", "-q")
	if r := Find(filepath.Join(dir, "live", "prod")); r == nil || r.Root != dir {
		t.Errorf("found %+v, want %s", r, dir)
	}
}

func TestFindLinkedWorkTreeAndSubmodule(t *testing.T) {
	dir := folder(t, map[string]string{"main/a": "1", "other/b": "2"})
	for _, name := range []string{"main", "other"} {
		git(t, filepath.Join(dir, name), "init", "-q")
		git(t, filepath.Join(dir, name), "add", ".")
		git(t, filepath.Join(dir, name), "commit", "-qm", "a")
	}
	git(t, filepath.Join(dir, "main"), "worktree", "add", "-q", filepath.Join(dir, "tree"))
	git(t, filepath.Join(dir, "main"), "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", filepath.Join(dir, "other"), "sub")
	for _, root := range []string{"tree", "main/sub"} {
		root = filepath.Join(dir, filepath.FromSlash(root))
		r := Find(root)
		if r == nil || r.Root != root {
			t.Fatalf("found %+v, want %s", r, root)
		}
		if err := r.Trusted(environment(nil)); err != nil {
			t.Error(err)
		}
	}
}

// Whose repository it is decides, and not who may write to it.
func TestTrusted(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() != 0 {
		t.Skip("only root can give a directory to another user")
	}
	const other = 4242
	tests := []struct {
		name    string
		given   []string // paths that belong to another user
		config  string   // ROOT and PARENT stand for paths
		sudo    string
		trusted bool
	}{
		{"the user's own", nil, "", "", true},
		{"a stranger's", []string{".", ".git"}, "", "", false},
		{"a stranger's .git", []string{".git"}, "", "", false},
		{"a stranger's root", []string{"."}, "", "", false},
		{"listed", []string{".", ".git"}, "[safe]\n\tdirectory = ROOT\n", "", true},
		{"listed with its tree", []string{".", ".git"}, "[safe]\n\tdirectory = PARENT/*\n", "", true},
		{"another is listed", []string{".", ".git"}, "[safe]\n\tdirectory = ROOT-other\n\tdirectory = ROOT/*\n", "", false},
		{"all are listed", []string{".", ".git"}, "[safe]\n\tdirectory = *\n", "", true},
		{"listed and reset", []string{".", ".git"}, "[safe]\n\tdirectory = *\n\tdirectory =\n", "", false},
		{"listed after a reset", []string{".", ".git"}, "[safe]\n\tdirectory =\n\tdirectory = ROOT\n", "", true},
		{"listed in an included file", []string{".", ".git"}, "[include]\n\tpath = more\n", "", true},
		{"the user of sudo", []string{".", ".git"}, "", "4242", true},
		{"another user of sudo", []string{".", ".git"}, "", "4243", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := folder(t, nil)
			git(t, dir, "init", "-q")
			replaced := func(text string) string {
				return replaceAll(text, "ROOT", dir, "PARENT", filepath.Dir(dir))
			}
			home := folder(t, map[string]string{".gitconfig": replaced(tt.config), "more": replaced("[safe]\n\tdirectory = ROOT\n")})
			// The repository's own word is worth nothing.
			put(t, dir, map[string]string{".git/config": "[safe]\n\tdirectory = *\n"})
			for _, path := range tt.given {
				if err := os.Chown(filepath.Join(dir, path), other, other); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(dir, 0o777); err != nil {
				t.Fatal(err)
			}
			r := Find(dir)
			if r == nil {
				t.Fatal("no repository")
			}
			if err := r.Trusted(environment(map[string]string{"HOME": home, "SUDO_UID": tt.sudo})); (err == nil) != tt.trusted {
				t.Errorf("got %v, want trusted: %v", err, tt.trusted)
			}
		})
	}
}

// A repository speaks for directories of its owner, and of the user.
func TestHolds(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() != 0 {
		t.Skip("only root can give a directory to another user")
	}
	const one, other = 4242, 4243
	user := os.Geteuid()
	tests := []struct {
		name       string
		root, path int
		want       bool
	}{
		{"the user's own", user, user, true},
		{"a directory of another in it", user, one, true},
		{"a checkout of another", one, one, true},
		{"a stranger's above the user's own", one, user, false},
		{"a stranger's above another's", one, other, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := folder(t, map[string]string{".git/HEAD": head, ".git/objects/": "", ".git/refs/": "", "job/": ""})
			job := filepath.Join(dir, "job")
			if err := errors.Join(os.Chown(dir, tt.root, tt.root), os.Chown(job, tt.path, tt.path)); err != nil {
				t.Fatal(err)
			}
			if got := Find(job).Holds(job); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
