package config

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Withhold names the files that git ignores, by their paths from the root. What an
// expression reads of them must not be in a report: they hold what is not part of
// the configuration. It is called before anything is read.
func (f *Files) Withhold(ignores func(name string) bool) { f.ignores = ignores }

// unread is why a file is not read, as it completes "X is not read: ".
type unread string

func (e unread) Error() string { return string(e) }

// errIgnored is the reason for what is no part of the repository.
const errIgnored = unread("git ignores it")

// Unread returns why a file is not read that is there for others than the
// configuration; nil for any other error.
func Unread(err error) error {
	var why unread
	if errors.As(err, &why) {
		return why
	}
	return nil
}

// admitted returns an error for what is no file of a configuration: what git and
// Terraform keep, and where secrets are. Both the name and what it leads to through
// links are looked at. Where ignored is false, a link does not lead to what git
// ignores.
func (f *Files) admitted(clean string, ignored bool) error {
	if err := cmp.Or(reserved(clean), f.kept(clean)); err != nil || !f.linked(clean) {
		return err
	}
	real := f.resolved(clean)
	if real == clean {
		return nil
	}
	if !ignored && f.Ignored(real) {
		return errIgnored
	}
	return cmp.Or(reserved(real), f.kept(real), private(real))
}

// Own reports whether a directory is the repository's own, and not one in which
// git, Terraform or Terragrunt keep things.
func (f *Files) Own(dir string) bool {
	clean, err := f.clean(dir)
	return err == nil && f.admitted(clean, false) == nil && !f.installed(clean)
}

// Ignored reports whether git ignores a file, or what it leads to. What terraform
// init or terragrunt put there is as good as tracked.
func (f *Files) Ignored(name string) bool {
	if f.ignores == nil {
		return false
	}
	clean, err := f.clean(name)
	if err != nil {
		return true
	}
	for _, at := range []string{clean, f.resolved(clean)} {
		if !f.installed(at) && f.ignores(at) || f.copied(at) {
			return true
		}
	}
	return false
}

// copied reports whether a file in Terragrunt's cache may be a copy of one that git
// ignores: Terragrunt puts the files next to terragrunt.hcl, ignored ones too, next
// to those of the module that it fetched.
func (f *Files) copied(name string) bool {
	dir, cached, ok := strings.Cut("/"+name, "/.terragrunt-cache/")
	for ok {
		if _, cached, ok = strings.Cut(cached, "/"); !ok {
			return false
		}
		at := strings.TrimPrefix(dir+"/"+cached, "/")
		if _, err := f.root.Lstat(at); err == nil && f.ignores(at) {
			return true
		}
	}
	return false
}

// resolved is what a path leads to through links; the path itself where that is
// not there or lies outside of the root, as opening it will say.
func (f *Files) resolved(name string) string {
	f.followed.Add(1)
	root, err := filepath.EvalSymlinks(f.root.Name())
	if err != nil {
		return name
	}
	real, err := filepath.EvalSymlinks(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		return name
	}
	inside, err := filepath.Rel(root, real)
	if err != nil || !filepath.IsLocal(inside) {
		return name
	}
	return filepath.ToSlash(inside)
}

// Real returns the path of a directory without links; the path itself if it is not
// there or lies outside of the root.
func (f *Files) Real(dir string) string {
	clean, err := f.clean(dir)
	if err != nil || f.isDirect(clean) {
		return clean
	}
	return f.resolved(clean)
}

// linked reports whether a name may lead to another: a listing that was made
// before tells it of files and directories.
func (f *Files) linked(name string) bool {
	return !f.isDirect(path.Dir(name)) || !f.listed(name, fs.FileMode.IsRegular) && !f.listed(name, fs.FileMode.IsDir)
}

// isDirect reports whether no link leads to a directory. Each is looked at once, and
// only by its own name if the list of its parent has it: a path of a thousand levels
// is not followed a thousand times.
func (f *Files) isDirect(dir string) bool {
	if dir == "." {
		return true
	}
	f.mu.Lock()
	direct, known := f.direct[dir]
	f.mu.Unlock()
	if !known {
		direct = f.isDirect(path.Dir(dir)) && f.listed(dir, fs.FileMode.IsDir) || f.resolved(dir) == dir
		f.mu.Lock()
		f.direct[dir] = direct
		f.mu.Unlock()
	}
	return direct
}

// reserved returns why nothing of a path is read, by its names alone.
func reserved(name string) error {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = folded(part)
	}
	switch {
	case slices.Contains(parts, ".git"):
		return unread("it belongs to git")
	case slices.Contains(parts, ".terraform") && !installed(name):
		return unread("Terraform keeps its backend and its providers there")
	case slices.Contains(parts, "terraform.tfstate.d"):
		return unread("it is a state of Terraform's")
	}
	return nil
}

// private returns why no expression reads a file, by its name alone.
func private(name string) error {
	base := folded(path.Base(name))
	match := func(patterns ...string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, base); return ok })
	}
	switch {
	case match("*.tfstate", "*.tfstate.*"):
		return unread("it is a state of Terraform's")
	case match("*.tfplan", "tfplan", "crash.log", "crash.*.log"):
		return unread("Terraform writes it")
	case match(".terraformrc", "terraform.rc", "*.tfrc", "*.tfrc.json"):
		return unread("it is the configuration of Terraform's command line")
	case match(".env*", "*.env"):
		return unread("it is a file of environment variables")
	}
	return nil
}

// folded is a name as file systems compare it that know no case, and Windows,
// which drops dots and spaces at the end and takes a colon for a stream's name.
func folded(part string) string {
	if part == "." || part == ".." {
		return part
	}
	part, _, _ = strings.Cut(strings.ToLower(part), ":")
	part = strings.TrimRight(part, ". ")
	if part == "git~1" {
		return ".git"
	}
	return part
}

// installed reports whether a path is in a module that terraform init or terragrunt
// put on disk.
func installed(name string) bool {
	parts := strings.Split(name, "/")
	if slices.Contains(parts, ".terragrunt-cache") && !slices.Contains(parts, ".terraform") {
		return true
	}
	i := slices.Index(parts, ".terraform")
	return i >= 0 && len(parts) > i+1 && parts[i+1] == "modules" && folded(parts[len(parts)-1]) != "modules.json" && !slices.Contains(parts[i+1:], ".terraform")
}
