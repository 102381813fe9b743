package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

// handed turns the arguments of a hook into inputs, each once. They are names of
// files that whoever opens a pull request chooses: none is a pattern, and none is
// standard input.
func handed(paths []string) []input {
	var inputs []input
	seen := map[string]bool{}
	for _, name := range paths {
		if clean := filepath.Clean(name); !seen[clean] {
			seen[clean] = true
			if name == "-" {
				name = "." + string(filepath.Separator) + name
			}
			inputs = append(inputs, input{path: name, matched: true, index: len(inputs)})
		}
	}
	return inputs
}

// changes are what a hook passes of one repository.
type changes struct {
	dirs  []string        // that hold a changed file of Terraform source, in the repository
	outer []string        // changed files in HCL that are not Terraform's, in the repository
	data  map[string]bool // other files: absolute, as they are named and with symbolic links followed
	all   bool            // a file that every root depends on has changed
}

// hooked replaces the files that a hook passes by the root modules that they
// concern, each once: those that a changed file of source is a part of, and those
// whose expressions read a changed file. A file that is the JSON of a plan or a
// state is an input itself. Everything else concerns nothing, and is skipped.
func (o Options) hooked(ctx context.Context, repos *repositories, inputs []input) (found []input, errs []error) {
	of := map[*repository]*changes{}
	var order []*repository
	for _, in := range inputs {
		info, err := os.Lstat(in.path)
		isFile := err == nil && info.Mode().IsRegular()
		switch {
		case err == nil && info.IsDir():
			roots, err := o.tree(ctx, repos, in.path)
			if err != nil && !errors.Is(err, errNoSource) {
				errs = append(errs, fmt.Errorf("%s: %w", in.path, err))
			}
			found = append(found, roots...)
			continue
		case isSource(in.path):
		case err != nil:
			continue // it is gone, and what read it has changed too
		case isFile && isPlan(in.path):
			found = append(found, in)
		}
		repo, dir, err := repos.of(filepath.Dir(in.path))
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, fmt.Errorf("%s: %w", filepath.Dir(in.path), err))
			}
			continue // the directory went with its last file
		}
		if of[repo] == nil {
			of[repo] = &changes{data: map[string]bool{}}
			order = append(order, repo)
		}
		of[repo].add(o, repo, dir, in.path)
	}
	for _, repo := range order {
		roots, err := o.concerned(ctx, repo, of[repo])
		if err != nil {
			errs = append(errs, err)
		}
		found = append(found, roots...)
	}
	return found, errs
}

func (c *changes) add(o Options, repo *repository, dir, name string) {
	if isSource(name) {
		if !slices.Contains(c.dirs, dir) {
			c.dirs = append(c.dirs, dir)
		}
		return
	}
	if source.IsOuter(name) {
		c.outer = append(c.outer, path.Join(dir, filepath.Base(name)))
	}
	c.all = c.all || slices.ContainsFunc(o.Source.Policy, func(file string) bool { return sameFile(file, name) })
	at := filepath.Join(repo.root, filepath.FromSlash(dir), filepath.Base(name))
	c.data[at] = true
	if real, err := filepath.EvalSymlinks(at); err == nil {
		c.data[real] = true
	}
}

// concerned lists the root modules of a repository that changes concern. Those
// that may read a changed file are among them: only their evaluation shows.
func (o Options) concerned(ctx context.Context, repo *repository, c *changes) ([]input, error) {
	t, err := o.survey(ctx, repo, ".")
	if err != nil {
		return nil, err
	}
	var found []input
	seen := map[string]bool{}
	add := func(dir string, m rootModule) {
		if !seen[dir] {
			seen[dir] = true
			m.repository, m.dir = repo, dir
			found = append(found, input{path: filepath.FromSlash(repo.show(dir)), source: &m})
		}
	}
	certain := t.Leading(c.dirs)
	if c.all {
		certain = t.Roots()
	}
	dirs := slices.DeleteFunc(slices.Clone(c.dirs), t.Excludes)
	for _, dir := range dirs {
		if t.Has(dir) || !repo.files.Own(dir) {
			continue
		}
		// The walk passes by it, as by .infra, and a person changed it.
		below, err := o.survey(ctx, repo, dir)
		if err != nil {
			return nil, err
		}
		certain = append(certain, below.Leading([]string{dir})...)
	}
	for _, root := range certain {
		add(root, rootModule{})
	}
	addUnit := func(u *source.Unit, m rootModule) {
		m.repository, m.dir, m.unit = repo, u.Module, u
		found = append(found, input{path: filepath.FromSlash(repo.show(u.Path)), source: &m})
	}
	units, unread, mayRead := t.LeadingUnits(c.dirs, c.outer)
	if c.all {
		units, unread = t.Units()
	}
	for _, u := range units {
		addUnit(u, rootModule{})
	}
	if len(unread) > 0 {
		found = append(found, input{path: filepath.FromSlash(repo.show(unread[0].Path)), source: &rootModule{repository: repo, dir: unread[0].Dir, units: unread}})
	}
	if len(found) == 0 && len(dirs) > 0 {
		add(dirs[0], rootModule{nothing: true})
	}
	if len(c.data) > 0 {
		for _, root := range t.Reading() {
			add(root, rootModule{reading: c.data})
		}
		if !c.all {
			for _, u := range mayRead {
				addUnit(u, rootModule{reading: c.data})
			}
		}
	}
	return found, nil
}

// reads reports whether the evaluation of a root module asked for one of the
// files that it is scanned for.
func (r *rootModule) reads(root *source.Root) bool {
	return slices.ContainsFunc(root.Reads(), func(name string) bool {
		at := filepath.Join(r.repository.root, filepath.FromSlash(path.Clean(name)))
		if r.reading[at] {
			return true
		}
		real, err := filepath.EvalSymlinks(at)
		return err == nil && r.reading[real]
	})
}

// isPlan reports whether a file is the JSON of a plan or a state. A binary plan is
// none: to read it, programs of the repository would run.
func isPlan(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close() // only read from
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular() && plan.Recognize(f, info.Size())
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
