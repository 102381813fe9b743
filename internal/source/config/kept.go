package config

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// dataDir is where Terraform keeps modules, its providers and its backend, if not in
// .terraform: TF_DATA_DIR in the environment names it.
type dataDir struct {
	below string // of each root module; "" for .terraform
	at    string // of all root modules, in the files; "" if below counts
}

// KeepIn takes over TF_DATA_DIR. A relative one counts from each root module. One that
// leads out of the root is not read. It is called before anything is read.
func (f *Files) KeepIn(name string) {
	clean := filepath.ToSlash(filepath.Clean(name))
	switch {
	case name == "" || clean == "." || clean == ".terraform":
	case !filepath.IsAbs(name):
		f.data.below = clean
	default:
		root, err := filepath.EvalSymlinks(f.root.Name())
		if err != nil {
			return
		}
		f.data.at = ".." // outside
		if inside, err := filepath.Rel(root, name); err == nil && filepath.IsLocal(inside) && inside != "." {
			f.data.at = filepath.ToSlash(inside)
		}
	}
}

// dataOf is where Terraform keeps things for a root module.
func (f *Files) dataOf(dir string) string {
	switch {
	case f.data.at != "":
		return f.data.at
	case f.data.below != "":
		return path.Join(dir, f.data.below)
	}
	return path.Join(dir, ".terraform")
}

// insideData returns the path in a data directory other than .terraform. A data
// directory above its root module is told by its place alone.
func (f *Files) insideData(name string) (rest string, ok bool) {
	if f.data.at != "" {
		rest, ok = strings.CutPrefix("/"+name+"/", "/"+f.data.at+"/")
	} else if f.data.below != "" && !strings.HasPrefix(f.data.below, "../") {
		_, rest, ok = strings.Cut("/"+name+"/", "/"+f.data.below+"/")
	}
	return strings.TrimSuffix(rest, "/"), ok
}

// kept returns why nothing of a path is read that is in a data directory.
func (f *Files) kept(name string) error {
	if rest, ok := f.insideData(name); ok && !inModules(rest) {
		return unread("Terraform keeps its backend and its providers there")
	}
	return nil
}

func inModules(rest string) bool {
	return strings.HasPrefix(rest, "modules/") && folded(path.Base(rest)) != "modules.json"
}

// installed reports whether a path is in a module that terraform init or terragrunt put
// on disk.
func (f *Files) installed(name string) bool {
	rest, ok := f.insideData(name)
	return installed(name) || ok && inModules(rest)
}

// Keeps reports whether a directory is one in which Terraform keeps things.
func (f *Files) Keeps(dir string) bool {
	_, ok := f.insideData(dir)
	return ok || path.Base(dir) == ".terraform"
}

// HasKept reports whether Terraform keeps something for a root module.
func (f *Files) HasKept(dir string) bool {
	at := f.dataOf(dir)
	return f.Holds(path.Dir(at), path.Base(at))
}

// ReadKept returns the contents of a file that Terraform keeps for a root module, by its
// path in .terraform, such as "modules/modules.json". It may have up to 4 MiB, and no
// link leads to it: Terraform writes none.
func (f *Files) ReadKept(dir, name string) ([]byte, error) {
	at := f.dataOf(dir)
	clean, err := f.clean(path.Join(at, name))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if !f.HasKept(dir) {
		return nil, fmt.Errorf("reading %s: %w", clean, fs.ErrNotExist)
	}
	above := f.resolved(path.Clean(path.Dir(at)))
	if f.resolved(clean) != path.Join(above, path.Base(at), name) {
		return nil, fmt.Errorf("reading %s: expected the file that Terraform writes, found a link", clean)
	}
	return f.read(clean, maxSource)
}
