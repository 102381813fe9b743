package source

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// walk goes through the directories at and below one, each once.
type walk struct {
	files    *config.Files
	from     string
	excluded []string // globs

	found  []string        // directories that hold Terraform files
	outer  []string        // those that hold files in which there may be units
	listed map[string]bool // directories that were listed
	links  []string        // to what may be a directory

	unlisted []error
	skipped  []string // that a glob excludes
	hidden   []string // whose names begin with a dot
	outside  []string // links that lead out of the root of the files
}

// all lists what is below, and then what links lead to.
func (w *walk) all() error {
	if err := w.list(w.from); err != nil {
		return err
	}
	for len(w.links) > 0 {
		link := w.links[0]
		w.links = w.links[1:]
		to, err := w.files.Target(link)
		switch {
		case err != nil && config.IsOutside(err):
			if path.Ext(link) != "" {
				continue // a file, which is named where it is read
			}
			w.outside = append(w.outside, link)
		case err != nil || w.listed[to] || inside(link, to):
			// It is a file, or it leads nowhere, in a circle, or where the walk has been.
		case w.excludes(to):
			w.skipped = append(w.skipped, to)
		default:
			if err := w.list(to); err != nil {
				w.unlisted = append(w.unlisted, err)
			}
		}
	}
	slices.Sort(w.found)
	slices.Sort(w.outer)
	return nil
}

// inside reports whether a path is at or below a directory.
func inside(name, dir string) bool {
	return dir == "." || name == dir || strings.HasPrefix(name, dir+"/")
}

func (w *walk) list(dir string) error {
	entries, err := w.files.Dir(dir)
	if err != nil {
		return err
	}
	w.listed[dir] = true
	if len(configFiles(entries)) > 0 {
		w.found = append(w.found, dir)
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == outerFile || isComponents(e.Name()) }) {
		w.outer = append(w.outer, dir)
	}
	for _, entry := range entries {
		at := path.Join(dir, entry.Name())
		link := entry.Type()&fs.ModeSymlink != 0
		switch {
		case !entry.IsDir() && !link || w.listed[at] || w.files.Keeps(at):
		case w.excludes(at):
			w.skipped = append(w.skipped, at)
		case skipped(entry.Name()):
			w.hidden = append(w.hidden, at)
		case link:
			w.links = append(w.links, at)
		default:
			if err := w.list(at); err != nil {
				w.unlisted = append(w.unlisted, err)
			}
		}
	}
	return nil
}

// excludes reports whether a glob excludes a directory. One that also excludes the
// directory that the walk begins at does not count: a person named that.
func (w *walk) excludes(dir string) bool {
	return slices.ContainsFunc(w.excluded, func(glob string) bool { return matches(glob, dir) && !matches(glob, w.from) })
}

// matches reports whether a glob matches a directory or one above it.
func matches(glob, dir string) bool {
	glob = strings.TrimSuffix(path.Clean(glob), "/")
	for ; dir != "."; dir = path.Dir(dir) {
		if doublestar.MatchUnvalidated(glob, dir) {
			return true
		}
	}
	return false
}

// mostHidden is how many directories are looked at for hidden Terraform files: a
// hidden directory may be a cache of any size.
const mostHidden = 500

// Hidden returns the directories that were skipped because of their names and hold
// Terraform files somewhere below. What tools keep is not named.
func (t *Tree) Hidden() []string {
	var all []string
	left := mostHidden
	for _, dir := range t.walk.hidden {
		if name := path.Base(dir); name != "node_modules" && name != ".terragrunt-cache" && t.holds(dir, &left) {
			all = append(all, dir)
		}
	}
	return all
}

func (t *Tree) holds(dir string, left *int) bool {
	for queue := []string{dir}; len(queue) > 0 && *left > 0; queue = queue[1:] {
		*left--
		entries, err := t.files.Dir(queue[0])
		if err != nil {
			continue
		}
		if len(configFiles(entries)) > 0 {
			return true
		}
		for _, entry := range entries {
			if entry.IsDir() {
				queue = append(queue, path.Join(queue[0], entry.Name()))
			}
		}
	}
	return false
}

// Excluded returns the directories that a glob excludes.
func (t *Tree) Excluded() []string { return t.walk.skipped }

// Excludes reports whether a glob excludes a directory or one above it.
func (t *Tree) Excludes(dir string) bool { return t.walk.excludes(dir) }

// Outside returns the links that lead out of the root of the files.
func (t *Tree) Outside() []string { return t.walk.outside }

// Unlisted returns an error for each directory below the scanned one that cannot
// be listed: what it holds is not among the roots.
func (t *Tree) Unlisted() []error { return t.walk.unlisted }
