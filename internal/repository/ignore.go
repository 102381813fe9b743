package repository

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Ignore decides which files of a repository git ignores. It is safe for
// concurrent use, and reads each file of patterns once.
type Ignore struct {
	repository *Repository
	// always are core.excludesFile, then info/exclude: with the file that the user or
	// the machine names, and with the one that the repository names. What one of the
	// two ignores is ignored.
	always [][]pattern
	own    []string // git's directories below the root that are not called .git

	mutex   sync.Mutex
	files   map[string][]pattern // of the .gitignore in a directory
	tracked func() (map[string]indexed, error)
}

// Ignore returns the rules of the repository: those of its .gitignore files, of
// info/exclude, and of core.excludesFile in its own, the user's or the machine's
// configuration (by default git/ignore in the user's configuration directory).
// The directory in which git keeps the repository counts as ignored, whatever it
// is called (git init --separate-git-dir).
func (r *Repository) Ignore(env func(string) string) *Ignore {
	i := &Ignore{repository: r, files: map[string][]pattern{}, tracked: sync.OnceValues(r.index)}
	byDefault := ""
	if dir := configHome(env); dir != "" {
		byDefault = filepath.Join(dir, "ignore")
	}
	info := patterns(filepath.Join(r.commonDir, "info", "exclude"))
	for _, file := range []string{
		excludesFile(userConfig(env), byDefault, env),
		excludesFile(readConfig(filepath.Join(r.commonDir, "config"), env, 0), "", env),
	} {
		if file != "" {
			i.always = append(i.always, slices.Concat(patterns(file), info))
		}
	}
	if i.always == nil {
		i.always = [][]pattern{info}
	}
	for _, dir := range []string{r.gitDir, r.commonDir} {
		if inside, err := filepath.Rel(slashed(r.Root), slashed(dir)); err == nil && filepath.IsLocal(inside) {
			i.own = append(i.own, filepath.ToSlash(inside))
		}
	}
	return i
}

func excludesFile(config []entry, file string, env func(string) string) string {
	for _, e := range config {
		if e.section == "core" && e.name == "excludesfile" {
			file = expanded(e.value, env)
		}
	}
	return file
}

// Ignores reports whether git ignores the file with a path from the root, with
// slashes and without links in its directories. A tracked file is not ignored.
// Where rules cannot be read all below them is ignored.
func (i *Ignore) Ignores(name string) bool {
	for _, dir := range i.own {
		if clean := path.Clean(name); clean == dir || strings.HasPrefix(clean, dir+"/") {
			return true
		}
	}
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
	return slices.ContainsFunc(i.always, func(all []pattern) bool {
		ignored, _ := last(all, parts, dir)
		return ignored
	})
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
