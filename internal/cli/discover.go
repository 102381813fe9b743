package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/repository"
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
// the repository; outside a repository that the user trusts, only in that
// directory. The home directory, and what is above it, holds settings for no
// repository. The second result says which files it found that do not count.
//
// A report has one set of settings: inputs that have different ones are refused.
func (a *app) discover(paths []string) (settingsFile, []string, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	inputs, _ := scan.Expand(paths) // whoever scans them says what is wrong
	home := resolved(cmp.Or(a.env("HOME"), a.env("USERPROFILE")))
	near, looked := map[string]settingsFile{}, map[string]bool{}
	var ignored []string
	var first, from string
	for _, input := range inputs {
		dir, ok := directory(input)
		if !ok {
			continue
		}
		if _, seen := near[dir]; !seen {
			a.misspeltFiles(dir, home, looked)
			found, not, err := a.nearest(dir)
			if err != nil {
				return settingsFile{}, nil, err
			}
			near[dir] = found
			for _, why := range not {
				if !slices.Contains(ignored, why) {
					ignored = append(ignored, why)
				}
			}
		}
		switch {
		case first == "":
			first, from = dir, input
		case near[dir] != near[first]:
			return settingsFile{}, nil, fmt.Errorf("%s has %s and %s has %s: expected inputs with the same settings; "+
				"scan them apart, and merge the reports, or choose one file with --config", from, near[first], input, near[dir])
		}
	}
	return near[first], ignored, nil
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

// nearest finds the settings file for a directory, and says of each one that it
// passes over why it does not count.
func (a *app) nearest(dir string) (found settingsFile, ignored []string, err error) {
	home := resolved(cmp.Or(a.env("HOME"), a.env("USERPROFILE")))
	root, distrust := "", error(nil)
	if r := repository.Find(dir); r != nil {
		if distrust = r.Trusted(a.env); distrust == nil {
			root = r.Root
		}
	}
	for at := dir; at != home; at = filepath.Dir(at) {
		path := filepath.Join(at, settingsName)
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil && root == "" && at != dir: // they would not count
		case err != nil:
			return settingsFile{}, nil, fmt.Errorf("looking for settings: %w", err)
		default:
			why := a.untrusted(at, dir, root)
			if why == "" && !info.Mode().IsRegular() {
				return settingsFile{}, nil, fmt.Errorf("%s: expected a regular file; to read settings from elsewhere, give --config", shown(path))
			}
			if why == "" {
				return settingsFile{path: shown(path), root: cmp.Or(root, at)}, ignored, nil
			}
			if distrust != nil {
				why = distrust.Error()
			}
			ignored = append(ignored, fmt.Sprintf("%s does not count: %s; to use it, give --config", shown(path), why))
		}
		if at == root || at == filepath.Dir(at) {
			break
		}
	}
	return settingsFile{}, ignored, nil
}

// untrusted returns why settings in the directory at do not count for what is
// scanned in dir, and "" if they count. In a repository that the user trusts all
// up to its root count. Elsewhere only dir is asked, and whoever may write to it
// or owns it could have put the file there.
func (a *app) untrusted(at, dir, root string) string {
	switch {
	case root != "":
		return ""
	case at != dir:
		return "it is not in the directory that is scanned, and they are not in one git repository"
	case anybodys(at):
		return "every user of the machine may write to its directory, which is not in a git repository"
	case !repository.Trusted(at, a.env):
		return "its directory belongs to another user"
	}
	return ""
}

// anybodys reports whether every user of the machine may write to a directory, as
// to /tmp. Windows does not keep that in the mode.
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
