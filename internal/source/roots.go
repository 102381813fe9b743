package source

import (
	"path"
	"slices"
)

// Roots lists, sorted, the directories that hold something to check, or call
// what does or may, and that nothing else in the tree calls. A directory in which
// Terraform runs is a root even if another one calls it too: a call with values
// of its own must not replace the check with the root's.
func (t *Tree) Roots() []string {
	needed := t.needed()
	called := map[string]bool{}
	for dir := range needed {
		for _, callee := range t.callsOf(dir) {
			if callee != dir {
				called[callee] = true
				called[t.files.Real(callee)] = true
			}
		}
	}
	var roots []string
	reached := map[string]bool{}
	units := map[string]bool{}
	for _, u := range t.units {
		if u.Module != "" {
			units[u.Module] = units[u.Module] || u.Module == u.Dir || !t.runsApart(u.Module)
			t.reach(u.Module, reached)
		}
	}
	for _, dir := range sorted(needed) {
		if !t.dirs[dir].beyond && !units[dir] && (!called[dir] || t.runsThere(dir)) {
			roots = append(roots, dir)
			t.reach(dir, reached)
		}
	}
	// Modules that call each other in a circle have no root: the first is one.
	for _, dir := range sorted(needed) {
		if !reached[dir] && !t.dirs[dir].beyond {
			roots = append(roots, dir)
			t.reach(dir, reached)
		}
	}
	slices.Sort(roots)
	return roots
}

// needed are the directories from which something to check, or a module that is not
// installed, can be reached by what they may call.
func (t *Tree) needed() map[string]bool {
	callers := map[string][]string{}
	installed := map[string]bool{}
	for dir, d := range t.dirs {
		for _, source := range d.sources {
			to := path.Join(dir, source)
			callers[to] = append(callers[to], dir)
		}
		for _, source := range d.installed {
			installed[source] = true
		}
	}
	var queue []string
	for dir, d := range t.dirs {
		// Init of a caller installs what a module calls.
		unread := slices.ContainsFunc(d.unread, func(source string) bool { return len(callers[dir]) == 0 || !installed[source] })
		if d.relevant || unread {
			queue = append(queue, dir)
		}
	}
	needed := map[string]bool{}
	for len(queue) > 0 {
		dir := queue[0]
		queue = queue[1:]
		if needed[dir] || t.dirs[dir] == nil {
			continue
		}
		needed[dir] = true
		queue = append(queue, callers[dir]...)
	}
	return needed
}

// callsOf lists the directories that a directory calls for certain.
func (t *Tree) callsOf(dir string) []string {
	d := t.dirs[dir]
	if d == nil {
		return nil
	}
	if !d.parsed {
		d.parsed = true
		if len(d.sources) > 0 && t.ctx.Err() == nil {
			if c, _ := t.files.Module(dir); c != nil {
				d.calls = localCalls(t.ctx, t.files, dir, c, t.survey)
			}
		}
	}
	return d.calls
}

func (t *Tree) runsThere(dir string) bool {
	c, _ := t.files.Module(dir)
	return c != nil && runsThere(t.files, dir, c)
}

// runsApart reports whether Terraform runs in a directory also without the units that
// call it. Terragrunt wants an empty backend block, which it fills in.
func (t *Tree) runsApart(dir string) bool {
	c, _ := t.files.Module(dir)
	if c == nil {
		return false
	}
	alone := *c
	alone.Backend = c.Backend && !c.EmptyBackend
	return runsThere(t.files, dir, &alone)
}

func (t *Tree) reach(dir string, reached map[string]bool) {
	if reached[dir] {
		return
	}
	reached[dir] = true
	reached[t.files.Real(dir)] = true
	for _, callee := range t.callsOf(dir) {
		t.reach(callee, reached)
	}
}

// Leading lists the roots from which one of the directories is reached, or which
// are one of them: a change there concerns these roots.
func (t *Tree) Leading(dirs []string) []string {
	return t.reaching(dirs)
}

// Reading lists the roots whose modules may read files with an expression, such
// as file(). Which files these are, only an evaluation shows: see [Root.Reads].
func (t *Tree) Reading() []string { return t.reaching(t.readers()) }

func (t *Tree) readers() []string {
	var dirs []string
	for dir, d := range t.dirs {
		if d.reads {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// reaching lists the roots that reach one of the directories, themselves included.
func (t *Tree) reaching(dirs []string) []string {
	leads := t.leading(dirs)
	var leading []string
	for _, root := range t.Roots() {
		if leads[root] {
			leading = append(leading, root)
		}
	}
	return leading
}

// leading lists what reaches one of the directories, themselves included, among the
// roots, the modules of units and what these call. It looks at each call once.
func (t *Tree) leading(dirs []string) map[string]bool {
	reached := map[string]bool{}
	for _, root := range t.Roots() {
		t.reach(root, reached)
	}
	for _, u := range t.units {
		if u.Module != "" {
			t.reach(u.Module, reached)
		}
	}
	callers := map[string][]string{}
	for dir := range reached {
		for _, callee := range t.callsOf(dir) {
			callers[callee] = append(callers[callee], dir)
			if real := t.files.Real(callee); real != callee {
				callers[real] = append(callers[real], dir)
			}
		}
	}
	leads := map[string]bool{}
	for queue := slices.Clone(dirs); len(queue) > 0; {
		dir := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if !leads[dir] {
			leads[dir] = true
			queue = append(queue, callers[dir]...)
		}
	}
	return leads
}

// Empty reports whether no directory of the tree holds Terraform files.
func (t *Tree) Empty() bool { return len(t.dirs)+len(t.units) == 0 }

// Outer reports whether the tree has files of Terragrunt or of a Terraform Stack.
func (t *Tree) Outer() bool { return len(t.walk.outer) > 0 }
