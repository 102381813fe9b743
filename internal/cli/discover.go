package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// settingsName is what the settings file of a repository, or of a directory in
// it, is called.
const settingsName = ".cisbench.yaml"

// settingsFile is where settings come from; the zero value is nowhere.
type settingsFile struct {
	path string // as messages give it
	// root is the directory that the file's paths may not leave; "" where somebody
	// named the file, and so trusts it. Whoever may change what is scanned wrote
	// one that was found.
	root string
}

// resolve makes a path in the file one for the working directory.
func (f settingsFile) resolve(path string) (string, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(f.path), filepath.FromSlash(path))
	}
	if f.root == "" {
		return path, nil
	}
	real, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if linked, err := filepath.EvalSymlinks(real); err == nil {
		real = linked
	} // else it is not there, as whoever opens it will say
	if inside, err := filepath.Rel(f.root, real); err != nil || !filepath.IsLocal(inside) {
		return "", fmt.Errorf("%q leads out of the repository: expected a path inside it; a file given by --config may name any", path)
	}
	return path, nil
}

// discover finds the settings file of what is scanned. It looks in the directory
// that is scanned, or that of a plan, then in those above it, up to the root of
// the repository; outside a repository in that directory alone. The home
// directory, and what is above it, holds settings for no repository.
//
// A report has one set of settings: inputs that have different ones are refused.
func (a *app) discover(paths []string) (settingsFile, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	inputs, _ := scan.Expand(paths) // whoever scans them says what is wrong
	home := resolved(cmp.Or(a.env("HOME"), a.env("USERPROFILE")))
	near, looked := map[string]settingsFile{}, map[string]bool{}
	var first, from string
	for _, input := range inputs {
		dir, ok := directory(input)
		if !ok {
			continue
		}
		if _, seen := near[dir]; !seen {
			a.misspeltFiles(dir, home, looked)
			found, err := nearest(dir, home)
			if err != nil {
				return settingsFile{}, err
			}
			near[dir] = found
		}
		switch {
		case first == "":
			first, from = dir, input
		case near[dir] != near[first]:
			return settingsFile{}, fmt.Errorf("%s has %s and %s has %s: expected inputs with the same settings; "+
				"scan them apart, and merge the reports, or choose one file with --config", from, near[first], input, near[dir])
		}
	}
	return near[first], nil
}

func (f settingsFile) String() string {
	if f.path == "" {
		return "no " + settingsName
	}
	return f.path
}

// directory is where the settings of an input begin, links resolved.
func directory(input string) (string, bool) {
	if input == "-" {
		input = "."
	}
	info, err := os.Stat(input)
	if err != nil {
		return "", false
	}
	if !info.IsDir() {
		input = filepath.Dir(input)
	}
	dir := resolved(input)
	return dir, dir != ""
}

func nearest(dir, home string) (settingsFile, error) {
	root := scan.RepositoryRoot(dir)
	for at := dir; at != home; at = filepath.Dir(at) {
		path := filepath.Join(at, settingsName)
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return settingsFile{}, fmt.Errorf("looking for settings: %w", err)
		case !info.Mode().IsRegular():
			return settingsFile{}, fmt.Errorf("%s: expected a regular file; to read settings from elsewhere, give --config", shown(path))
		case root == "" && anybodys(at):
			return settingsFile{}, nil
		default:
			return settingsFile{path: shown(path), root: cmp.Or(root, at)}, nil
		}
		if root == "" || at == root {
			break
		}
	}
	return settingsFile{}, nil
}

// anybodys reports whether any user of the machine may put a file there, as in
// /tmp: one that lies about there is not the plan's.
// Windows keeps that elsewhere than in the mode.
func anybodys(dir string) bool {
	info, err := os.Stat(dir)
	return err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o002 != 0
}

// shown is a path from the working directory: what is said of a file must be the
// same on every machine.
func shown(path string) string {
	dir := resolved(".")
	if dir == "" {
		return path
	}
	short, err := filepath.Rel(dir, path)
	if err != nil {
		return path
	}
	return short
}

// resolved is an absolute path without links, "" when there is no such file.
func resolved(path string) string {
	if path == "" {
		return ""
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return ""
	}
	return path
}
