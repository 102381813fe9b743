package source

import (
	"bytes"
	"context"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Tree is what a repository, or a part of it, has of modules: read as bytes, and
// parsed only where it matters which calls which.
type Tree struct {
	ctx   context.Context // of Scan: which directories call which is found out later
	files *config.Files
	dirs  map[string]*directory
	walk  walk
	units []*Unit

	survey Survey

	mutex sync.Mutex
	read  map[string]func() bool // directories of installed modules: whether they declare something to check
}

// directory is one that has Terraform files.
type directory struct {
	beyond    bool     // it is there only because others call it: not below the directory that is scanned
	types     []string // that it may declare
	relevant  bool     // it declares something of a type that is judged
	sources   []string // of the local modules that it may call, as written
	reads     bool     // its expressions may read other files
	unread    []string // sources of modules that it calls, which its own init has not put on disk
	installed []string // sources of the modules that its init has
	calls     []string // directories that it calls, once confirmed
	parsed    bool
}

// Survey says what [Scan] looks for, and where.
type Survey struct {
	Types    []string // that some control checks
	Excluded []string // globs of directories to skip, from the root of the files

	// Given and Environment are those of [Options]: sources of modules may depend on
	// the values of variables.
	Given       map[string]Given
	Environment func(string) string
}

// Scan reads the directories at and below dir that hold Terraform files, in
// parallel, and those that they call. Directories whose names begin with a dot, those
// called node_modules, and those that o excludes are skipped unless they are called.
// Once ctx is done, the methods of the tree read no more files, and the caller must
// discard what they return.
func Scan(ctx context.Context, files *config.Files, dir string, o Survey) (*Tree, error) {
	judged := map[string]bool{}
	for _, t := range o.Types {
		judged[t] = true
	}
	t := &Tree{ctx: ctx, files: files, survey: o, dirs: map[string]*directory{}, read: map[string]func() bool{}}
	t.walk = walk{files: files, from: dir, excluded: o.Excluded, listed: map[string]bool{}}
	if err := t.walk.all(); err != nil {
		return nil, err
	}
	for _, dir := range t.walk.outer {
		t.units = append(t.units, unitsIn(ctx, files, dir)...)
	}
	found := t.walk.found
	for called := false; len(found) > 0 || !called; called = true {
		read := make([]*directory, len(found))
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(runtime.GOMAXPROCS(0))
		for i, name := range found {
			group.Go(func() error {
				read[i] = t.skim(name, judged)
				read[i].beyond = called
				return ctx.Err()
			})
		}
		if err := group.Wait(); err != nil {
			return nil, err
		}
		for i, name := range found {
			t.dirs[name] = read[i]
		}
		found = t.beyond(found, !called)
	}
	return t, nil
}

// beyond lists what directories, and with units these, call and the tree does not have
// yet.
func (t *Tree) beyond(dirs []string, units bool) []string {
	var more []string
	seen := map[string]bool{}
	for _, u := range t.units {
		if units && u.Module != "" && t.dirs[u.Module] == nil && !seen[u.Module] {
			seen[u.Module] = true
			more = append(more, u.Module)
		}
	}
	for _, dir := range dirs {
		for _, source := range t.dirs[dir].sources {
			to := path.Join(dir, source)
			if t.dirs[to] != nil || seen[to] {
				continue
			}
			seen[to] = true
			if _, err := t.files.Dir(to); err == nil { // else whoever evaluates the call says so
				more = append(more, to)
			}
		}
	}
	return more
}

// skim looks at a directory's files without parsing them.
func (t *Tree) skim(dir string, judged map[string]bool) *directory {
	d := &directory{}
	entries, err := t.files.Dir(dir)
	if err != nil {
		return d
	}
	elsewhere := false
	for _, name := range configFiles(entries) {
		src, err := t.files.Read(path.Join(dir, name))
		if err != nil {
			d.relevant = true // so that reading it says what is wrong with it
			continue
		}
		// file, filebase64, templatefile and their like; JSON may write a letter as \u0066.
		d.reads = d.reads || bytes.Contains(src, []byte("file")) || bytes.Contains(src, []byte(`\u`))
		m := config.Mentions(name, src)
		d.relevant = d.relevant || m.Unsure || slices.ContainsFunc(m.Types, func(typ string) bool { return judged[typ] })
		d.types = append(d.types, m.Types...)
		d.sources = append(d.sources, m.Sources...)
		elsewhere = elsewhere || m.Elsewhere
	}
	installed := map[string]installed{}
	if t.files.HasKept(dir) {
		if installed, err = readInstalled(t.files, dir); err != nil {
			d.relevant = true // so that evaluating it says what is wrong
		}
	}
	if elsewhere {
		t.evaluated(dir, d, installed)
	}
	d.reads = d.reads || len(installed) > 0 // with a path that it is given
	for _, in := range installed {
		d.installed = append(d.installed, canonical(in.source))
		d.relevant = d.relevant || t.installed(in.dir, judged)
	}
	return d
}

// evaluated completes what the text of a directory's files shows of its calls: the
// sources that are expressions, and those of the modules that are not installed for it,
// as far as they may hold something to check.
func (t *Tree) evaluated(dir string, d *directory, installed map[string]installed) {
	c, _ := t.files.Module(dir)
	if c == nil {
		return
	}
	for _, call := range calls(t.ctx, t.files, dir, c, t.survey) {
		in, ok := installed["module."+call.Name]
		likely := (graph.Gap{Provider: mainProvider(call.Source)}).Likely()
		switch {
		case isLocal(call.Source):
			d.sources = append(d.sources, call.Source)
		case call.Source == "" && ok:
		case likely && (!ok || in.differs(call) != ""):
			d.unread = append(d.unread, canonical(call.Source))
		}
	}
}

// installed is mentions for a directory that init may have put on disk for many
// root modules, read once.
func (t *Tree) installed(dir string, judged map[string]bool) bool {
	t.mutex.Lock()
	read := t.read[dir]
	if read == nil {
		read = sync.OnceValue(func() bool { return t.mentions(dir, judged) })
		t.read[dir] = read
	}
	t.mutex.Unlock()
	return read()
}

// mentions reports whether a directory's files declare something that is judged.
func (t *Tree) mentions(dir string, judged map[string]bool) bool {
	entries, err := t.files.Dir(dir)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(configFiles(entries), func(name string) bool {
		src, err := t.files.Read(path.Join(dir, name))
		if err != nil {
			return true // so that reading it says what is wrong with it
		}
		return slices.ContainsFunc(config.Mentions(name, src).Types, func(typ string) bool { return judged[typ] })
	})
}

// Types lists the types of resources and data sources that the directories of the tree
// may declare, some more than once.
func (t *Tree) Types() []string {
	var types []string
	for _, d := range t.dirs {
		types = append(types, d.types...)
	}
	return types
}

// Has reports whether a directory of the tree, or one that the tree calls, holds
// Terraform files.
func (t *Tree) Has(dir string) bool { return t.dirs[dir] != nil }

// configFiles are the names of those of a directory's entries that hold Terraform
// configuration.
func configFiles(entries []fs.DirEntry) []string {
	var names []string
	for _, entry := range entries {
		if config.IsConfig(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	return names
}
