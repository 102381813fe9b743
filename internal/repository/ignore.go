package repository

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// Ignore decides which files of a repository git ignores. It is safe for
// concurrent use, and reads each file of patterns once.
type Ignore struct {
	repository *Repository
	always     []pattern // core.excludesFile, then info/exclude

	mutex   sync.Mutex
	files   map[string][]pattern // of the .gitignore in a directory
	tracked func() (map[string]indexed, error)
}

// Ignore returns the rules of the repository: those of its .gitignore files, of
// info/exclude, and of core.excludesFile in the user's or the machine's
// configuration (by default git/ignore in the user's configuration directory).
func (r *Repository) Ignore(env func(string) string) *Ignore {
	global := ""
	if dir := configHome(env); dir != "" {
		global = filepath.Join(dir, "ignore")
	}
	for _, e := range userConfig(env) {
		if e.section == "core" && e.name == "excludesfile" {
			global = expanded(e.value, env)
		}
	}
	i := &Ignore{repository: r, files: map[string][]pattern{}, tracked: sync.OnceValues(r.index)}
	if global != "" {
		i.always = patterns(global)
	}
	i.always = append(i.always, patterns(filepath.Join(r.commonDir, "info", "exclude"))...)
	return i
}

// Ignores reports whether git ignores the file with a path from the root, with
// slashes and without links in its directories. A tracked file is not ignored.
// Where rules cannot be read all below them is ignored.
func (i *Ignore) Ignores(name string) bool {
	if !i.matches(name) {
		return false
	}
	entries, _ := i.tracked() // one that cannot be read tracks nothing
	_, ok := entries[name]
	return !ok
}

// matches follows gitignore(5): the last pattern that matches decides, those of a
// deeper directory come later, and nothing below an ignored directory is looked at.
func (i *Ignore) matches(name string) bool {
	parts := strings.Split(path.Clean(name), "/")
	for n := 1; n <= len(parts); n++ {
		if i.decides(parts[:n], n < len(parts)) {
			return true
		}
	}
	return false
}

func (i *Ignore) decides(parts []string, dir bool) bool {
	for n := len(parts) - 1; n >= 0; n-- {
		if ignored, ok := last(i.in(parts[:n]), parts[n:], dir); ok {
			return ignored
		}
	}
	ignored, _ := last(i.always, parts, dir)
	return ignored
}

// in returns the patterns of a directory.
func (i *Ignore) in(dir []string) []pattern {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	key := strings.Join(dir, "/")
	found, ok := i.files[key]
	if !ok {
		file := filepath.Join(i.repository.Root, filepath.FromSlash(key), ".gitignore")
		if info, err := os.Lstat(file); err == nil && info.Mode()&os.ModeSymlink == 0 { // git follows no link here
			found = patterns(file)
		}
		i.files[key] = found
	}
	return found
}
