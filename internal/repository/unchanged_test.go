package repository

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// committedFolder is a repository of one commit, with a main.tf below live.
func committedFolder(t *testing.T) string {
	t.Helper()
	files := map[string]string{"live/main.tf": "a = 1\n", "live/prod/main.tf": "b = 1\n", "live.tf": "c = 1\n", "old.tf": "d = 1\n"}
	for n := range 30 {
		files[fmt.Sprintf("many/%d.tf", n)] = strings.Repeat("# the same in all of them\n", 50) + fmt.Sprint(n)
	}
	dir := folder(t, files)
	git(t, dir, "init", "-q")
	git(t, dir, "config", "core.autocrlf", "false")
	git(t, dir, "add", ".")
	git(t, dir, "commit", "-qm", "a")
	return dir
}

func TestUnchanged(t *testing.T) {
	write := func(content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { put(t, dir, map[string]string{"live/main.tf": content}) }
	}
	run := func(commands ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, command := range commands {
				git(t, dir, strings.Fields(command)...)
			}
		}
	}
	all := func(steps ...func(*testing.T, string)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, step := range steps {
				step(t, dir)
			}
		}
	}
	tests := []struct {
		name string
		do   func(*testing.T, string)
		want error
	}{
		{"nothing is done", run(), nil},
		{"all is packed, with deltas", run("gc -q --aggressive", "pack-refs --all"), nil},
		{"a second commit", all(write("a = 2\n"), run("commit -qam b")), nil},
		{"a detached HEAD", run("checkout -q --detach"), nil},
		{"version 3", run("update-index --index-version 3"), nil},
		{"version 4", run("update-index --index-version 4"), nil},
		{"an untracked cache", run("update-index --untracked-cache", "status"), nil},
		{"no checksum", run("-c index.skipHash=true update-index --force-write-index"), nil},
		{"a sparse index", run("sparse-checkout set --cone --sparse-index live"), nil},
		{"another file has changes", func(t *testing.T, dir string) { put(t, dir, map[string]string{"old.tf": "x"}) }, nil},
		{"changes", write("a = 2\n"), ErrChanged},
		{"changes of white space", write("a = 1 \n"), ErrChanged},
		{"other line endings", write("a = 1\r\n"), ErrConverted},
		{"line endings that are committed", all(write("a = 1\r\n"), run("commit -qam b")), nil},
		{"staged changes", all(write("a = 2\n"), run("add .")), ErrChanged},
		{"staged, and changed back", all(write("a = 2\n"), run("add ."), write("a = 1\n")), ErrChanged},
		{"skip-worktree", run("update-index --skip-worktree live/main.tf"), ErrUnwatched},
		{"assume-unchanged", run("update-index --assume-unchanged live/main.tf"), ErrUnwatched},
		{"skip-worktree in version 4", run("update-index --skip-worktree live/main.tf", "update-index --index-version 4"), ErrUnwatched},
		{"assume-unchanged with changes", all(run("update-index --assume-unchanged live/main.tf"), write("a = 2\n")), ErrUnwatched},
		{"intent to add", run("rm -q --cached live/main.tf", "add -N live/main.tf"), ErrUnwatched},
		{"not tracked any more", run("rm -q --cached live/main.tf"), ErrUntracked},
		{"new, and staged", run("checkout -q --orphan other"), ErrChanged},
		{"in the index only", run("rm -q --cached live/main.tf", "commit -qm gone", "add live/main.tf"), ErrChanged},
		{"a conflict", all(run("checkout -q -b other"), write("a = 2\n"), run("commit -qam b", "checkout -q -"), write("a = 3\n"), run("commit -qam c"),
			func(t *testing.T, dir string) { _, _ = try(t, dir, "merge", "other") }), ErrConflict},
		{"a filter that the branch names", all(
			func(t *testing.T, dir string) {
				put(t, dir, map[string]string{".gitattributes": "*.tf filter=x ident\n"})
			},
			run("config filter.x.clean false", "config filter.x.required true", "config core.fsmonitor false")), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := committedFolder(t)
			tt.do(t, dir)
			content, err := os.ReadFile(filepath.Join(dir, "live", "main.tf"))
			if err != nil {
				t.Fatal(err)
			}
			if got := Find(filepath.Join(dir, "live")).Unchanged("live/main.tf", content); !errors.Is(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// Where git keeps a work tree's files elsewhere they are found there.
func TestUnchangedElsewhere(t *testing.T) {
	dir := committedFolder(t)
	other := folder(t, nil)
	git(t, dir, "worktree", "add", "-q", "-b", "b", filepath.Join(other, "tree"))
	git(t, dir, "clone", "-q", "--shared", dir, filepath.Join(other, "shared"))
	for _, name := range []string{"tree", "shared"} {
		r := Find(filepath.Join(other, name, "live"))
		if r == nil {
			t.Fatalf("%s: no repository", name)
		}
		if name == "shared" && runtime.GOOS == "windows" {
			continue // go-git looks for other repositories' objects on one volume
		}
		if err := r.Unchanged("live/main.tf", []byte("a = 1\n")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := r.Unchanged("live/main.tf", []byte("a = 2\n")); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: changed: %v", name, err)
		}
	}
}

// What cannot be read is no reason to write.
func TestUnchangedUnread(t *testing.T) {
	tests := []struct {
		name string
		do   func(dir string) error
		want string
	}{
		{"a split index", func(dir string) error { git(t, dir, "update-index", "--split-index"); return nil }, "split index"},
		{"a cut index", func(dir string) error { return os.Truncate(filepath.Join(dir, ".git", "index"), 99) }, "reading git's index"},
		{"no index", func(dir string) error { return os.Remove(filepath.Join(dir, ".git", "index")) }, "does not track it"},
		{"no objects", func(dir string) error {
			return errors.Join(os.RemoveAll(filepath.Join(dir, ".git", "objects")), os.Mkdir(filepath.Join(dir, ".git", "objects"), 0o755))
		}, "reading the commit at HEAD"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := committedFolder(t)
			if err := tt.do(dir); err != nil {
				t.Fatal(err)
			}
			if err := Find(dir).Unchanged("live/main.tf", []byte("a = 1\n")); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	dir := folder(t, map[string]string{"main.tf": "a = 1\n"})
	git(t, dir, "init", "-q", "--object-format=sha256")
	git(t, dir, "add", ".")
	git(t, dir, "commit", "-qm", "a")
	if err := Find(dir).Unchanged("main.tf", []byte("a = 1\n")); err == nil || !strings.Contains(err.Error(), "SHA-256") {
		t.Errorf("got %v", err)
	}
}
