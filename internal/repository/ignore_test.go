package repository

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Each pattern decides as git does, for each of these files.
func TestIgnoresAsGit(t *testing.T) {
	files := []string{".env", "a.env", "live/.env", "live/prod/secret.txt", "secret.txt", "live/secret/a", "secret/a/b", "a{b}.txt", "ab.txt",
		"[x].tf", "x.tf", "#hash", "!bang", "live/prod/a b ", "deep/a/b/c/d.pem", "deep/d.pem", "A.ENV", "x]y", "x-y", "x1y", "foo/bar/baz", "foobar"}
	patterns := []string{
		".env", "/.env", "*.env", "**/.env", "live/.env", "live/", "live/*", "live/**", "/live/prod", "prod/", "secret", "secret/", "/secret/**",
		"secret.txt", "*.txt\n!secret.txt", "live/\n!live/.env", "live/*\n!live/.env", "a{b}.txt", "{.env,a.env}", "[x].tf", "\\[x\\].tf", "[!y].tf", "[^x].tf",
		"#hash", "\\#hash", "\\!bang", "!bang", "a b ", "a b\\ ", "deep/**/d.pem", "deep/**/c/*.pem", "**/d.pem", "**", "*", "/**", "a**b.txt",
		"x[]]y", "x[]-]y", "x[[:digit:]]y", "x[![:digit:]]y", "x[0-9]y", "x[a", "x[9-0]y", "?.tf", "*.tf\r", "\ufefflive", "", "/", "//", "foo/*/baz", "foo/*",
		"foo*bar", "foo/**/baz", "foo**", "**/foo", "foo/**/**/baz", "\\", "live\\", "live/prod/", "!*", "*\n!*/\n!*.tf", "*.[et]*", "[[:alpha:]]*", "[a-z]*.tf",
	}
	for _, text := range patterns {
		t.Run(fmt.Sprintf("%q", text), func(t *testing.T) {
			dir := folder(t, map[string]string{".gitignore": text + "\n"})
			git(t, dir, "init", "-q")
			compare(t, dir, files)
		})
	}
}

// compare holds the package to git check-ignore.
func compare(t *testing.T, dir string, files []string) {
	t.Helper()
	i := Find(dir).Ignore(environment(nil))
	for _, name := range files {
		put(t, dir, map[string]string{name: "x"})
		_, err := try(t, dir, "check-ignore", "-q", "--", "./"+name)
		if got := i.Ignores(name); got != (err == nil) {
			t.Errorf("%q is ignored: %v; git: %v", name, got, err == nil)
		}
	}
}

// Deeper files win, then those of the directory above, then info/exclude.
func TestIgnoresByPlace(t *testing.T) {
	dir := folder(t, map[string]string{
		".gitignore":              "*.pem\nkept/*\n!kept/.gitignore\n",
		"live/.gitignore":         "!dev.pem\n/only-here\n",
		"live/prod/.gitignore":    "*\n",
		"kept/.gitignore":         "!b\n",
		"closed/.gitignore":       "*\n!.gitignore\n",
		"closed/below/.gitignore": "!*\n",
	})
	git(t, dir, "init", "-q")
	put(t, dir, map[string]string{".git/info/exclude": "*.local\n!dev.pem\n"})
	compare(t, dir, []string{"a.pem", "dev.pem", "live/dev.pem", "live/a.pem", "live/only-here", "live/x/only-here", "live/prod/main.tf",
		"kept/a", "kept/b", "closed/below/x", "x.local", "live/x.local", "main.tf"})
}

// What git tracks it does not ignore, in each version of the index.
func TestTrackedIsNotIgnored(t *testing.T) {
	for _, version := range []string{"2", "4"} {
		for _, format := range []string{"sha1", "sha256"} {
			t.Run(version+" "+format, func(t *testing.T) {
				files := map[string]string{".gitignore": "*.env\nbuild/\n"}
				var names []string
				for n := range 40 { // names of all lengths, for the padding
					name := "build/" + strings.Repeat("x", n+1) + ".env"
					files[name] = "x"
					names = append(names, name)
				}
				dir := folder(t, files)
				git(t, dir, "init", "-q", "--object-format="+format)
				git(t, dir, "-c", "index.version="+version, "add", "-f", ".")
				git(t, dir, "update-index", "--index-version="+version)
				compare(t, dir, append(names, "new.env", "build/new.txt"))
			})
		}
	}
}

// core.excludesFile is the user's, and the repository's: what one of them ignores
// is ignored, whatever the other says.
func TestIgnoresByUser(t *testing.T) {
	dir := folder(t, nil)
	git(t, dir, "init", "-q")
	git(t, dir, "config", "core.excludesFile", filepath.Join(dir, "own"))
	put(t, dir, map[string]string{"own": "!secret\nof-the-repository\n"})
	home := folder(t, map[string]string{".config/git/ignore": "default\n", "mine": "mine\n", "named/.gitconfig": "[core]\n\texcludesFile = ~/mine\n", "named/mine": "secret\n",
		"old/.gitconfig": "\ufeff[branch.master]\n\tremote = origin\n[alias] a = \"!f() { echo [x]; }; f\"\n[core] excludesFile = ~/mine\n", "old/mine": "secret\n"})
	tests := []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"HOME": home}, "default"},
		{map[string]string{"XDG_CONFIG_HOME": filepath.Join(home, ".config")}, "default"},
		{map[string]string{"HOME": filepath.Join(home, "named")}, "secret"},
		{map[string]string{"HOME": filepath.Join(home, "old")}, "secret"},
		{map[string]string{"GIT_CONFIG_GLOBAL": filepath.Join(home, "named", ".gitconfig"), "HOME": home}, "mine"},
	}
	for _, tt := range tests {
		i := Find(dir).Ignore(environment(tt.env))
		for _, name := range []string{"default", "mine", "secret", "of-the-repository"} {
			if got := i.Ignores("live/" + name); got != (name == tt.want || name == "of-the-repository") {
				t.Errorf("%v: %s is ignored: %v", tt.env, name, got)
			}
		}
	}
}

// A git directory of another name in the work tree is git's own, that of a linked
// work tree, too.
func TestIgnoresGitDirectory(t *testing.T) {
	for _, files := range []map[string]string{
		{".git": "gitdir: meta\n", "meta/HEAD": head, "meta/objects/": "", "meta/refs/": ""},
		{".git": "gitdir: ./meta/worktrees/w\n", "meta/worktrees/w/HEAD": head, "meta/worktrees/w/commondir": "../..\n", "meta/objects/": "", "meta/refs/": ""},
	} {
		i := Find(folder(t, files)).Ignore(environment(nil))
		for name, want := range map[string]bool{"meta/config": true, "meta": true, "live/../meta/config": true, "metadata": false, "live/meta/config": false} {
			if got := i.Ignores(name); got != want {
				t.Errorf("%s is ignored: %t", name, got)
			}
		}
	}
}

// Rules that cannot be read ignore everything below them.
func TestIgnoresWithoutRules(t *testing.T) {
	dir := folder(t, map[string]string{"big/.gitignore": strings.Repeat("#\n", 1<<20)})
	git(t, dir, "init", "-q")
	i := Find(dir).Ignore(environment(nil))
	if !i.Ignores("big/main.tf") || i.Ignores("main.tf") {
		t.Error("a .gitignore that is too long decides something else")
	}
}
