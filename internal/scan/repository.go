package scan

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"sync"

	git "github.com/cisbench/terraform-provider-cisbench/internal/repository"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// repository is where source lies: a directory outside of which nothing is read.
type repository struct {
	files *config.Files
	root  string // absolute, symbolic links followed
	from  string // where paths are shown from: absolute, symbolic links followed
}

// repositories opens each repository once. It is safe for concurrent use.
type repositories struct {
	// from is where relative paths start; empty is the current directory.
	from string
	// around, unless empty, is the repository of all that lies in it: absolute,
	// symbolic links followed.
	around string
	// above, unless empty, stands for the repository of directories below it that are
	// in none: absolute, symbolic links followed.
	above string
	// env looks up a variable of the environment, by which git's own configuration is
	// found; nil for none.
	env func(string) string

	mutex  sync.Mutex
	opened map[string]*repository
}

func (r *repositories) Close() {
	for _, repo := range r.opened {
		repo.files.Close() // only read from
	}
}

// tell passes on each file that was opened.
func (r *repositories) tell(opened func(fs.FileInfo)) {
	if opened == nil {
		return
	}
	for _, repo := range r.opened {
		repo.files.Opened(opened)
	}
}

// of opens the repository that a directory is in, and gives the directory's path
// in it. Without a repository it is the directory above, or the directory itself.
func (r *repositories) of(dir string) (*repository, string, error) {
	absolute := dir
	if r.from != "" && !filepath.IsAbs(dir) {
		absolute = filepath.Join(r.from, dir)
	}
	absolute, err := filepath.Abs(absolute)
	if err == nil {
		absolute, err = filepath.EvalSymlinks(absolute)
	}
	if err != nil {
		return nil, "", cause(err)
	}
	root := r.root(absolute)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	repo := r.opened[root]
	if repo == nil {
		files, err := config.Open(root)
		if err != nil {
			return nil, "", err
		}
		files.Withhold(r.ignores(root))
		if r.env != nil {
			files.KeepIn(r.env("TF_DATA_DIR"))
		}
		repo = &repository{files: files, root: root}
		if from, err := filepath.Abs(r.from); err == nil {
			repo.from, _ = filepath.EvalSymlinks(from)
		}
		if r.opened == nil {
			r.opened = map[string]*repository{}
		}
		r.opened[root] = repo
	}
	inside, err := filepath.Rel(root, absolute)
	if err != nil {
		return nil, "", fmt.Errorf("finding %s in %s: %w", dir, root, err)
	}
	return repo, filepath.ToSlash(inside), nil
}

// ignores reports whether git ignores a file, by its path from a directory in a
// repository, whoever's it is.
func (r *repositories) ignores(root string) func(string) bool {
	repo := git.Find(root)
	if repo == nil {
		return nil
	}
	env := r.env
	if env == nil {
		env = func(string) string { return "" }
	}
	ignore := repo.Ignore(env)
	below, ok := within(root, repo.Root)
	return func(name string) bool { return !ok || ignore.Ignores(path.Join(below, name)) }
}

// root is the repository of a directory.
func (r *repositories) root(dir string) string {
	if _, ok := within(dir, r.around); ok {
		return r.around
	}
	if root := RepositoryRoot(dir); root != "" {
		return root
	}
	if _, ok := within(dir, r.above); ok {
		return r.above
	}
	return dir
}

// aboveRepositories is the directory that stands for a repository where there is none:
// the one that the user names, or else the current directory. A directory that holds
// more than a configuration is not taken for one unless it is named.
func aboveRepositories(named string, env func(string) string) (string, error) {
	dir, err := filepath.Abs(named)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil || named != "" {
		return dir, err
	}
	if env != nil {
		if home, err := filepath.EvalSymlinks(cmp.Or(env("HOME"), env("USERPROFILE"))); err == nil && home == dir {
			return "", nil
		}
	}
	if dir == filepath.Dir(dir) {
		return "", nil
	}
	return dir, nil
}

// repositoryRoot is the root of a directory's repository; the directory itself
// where it is in none.
func repositoryRoot(dir string) string {
	if root := RepositoryRoot(dir); root != "" {
		return root
	}
	return dir
}

// RepositoryRoot is the root of the git repository that a directory is in, and ""
// if it is in none. A repository that another user put above a directory is none:
// see [git.Repository.Holds].
func RepositoryRoot(dir string) string {
	if r := git.Find(dir); r != nil && r.Holds(dir) {
		return r.Root
	}
	return ""
}

// within gives the path of a directory in another, slash-separated, and whether
// it is in it. No path is in "".
func within(dir, in string) (string, bool) {
	if in == "" {
		return "", false
	}
	inside, err := filepath.Rel(in, dir)
	if err != nil || !filepath.IsLocal(inside) {
		return "", false
	}
	return filepath.ToSlash(inside), true
}

// show names a file of the repository as a person would from the current
// directory, with forward slashes.
func (r *repository) show(name string) string {
	absolute := filepath.Join(r.root, filepath.FromSlash(name))
	if r.from == "" {
		return filepath.ToSlash(absolute)
	}
	relative, err := filepath.Rel(r.from, absolute)
	if err != nil {
		return filepath.ToSlash(absolute)
	}
	return filepath.ToSlash(relative)
}
