package source

import (
	"path"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// IsLibrary reports whether a module looks like one that others call with values
// of their own: it configures no provider and no backend, and directories in its
// own examples folder call it.
func IsLibrary(files *config.Files, dir string) bool {
	c, _ := files.Module(dir)
	if c == nil || c.Backend || len(c.Providers) > 0 {
		return false
	}
	examples := path.Join(dir, "examples")
	entries, err := files.Dir(examples)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		at := path.Join(examples, entry.Name())
		inside, err := files.Dir(at)
		if err != nil {
			continue
		}
		for _, name := range configFiles(inside) {
			src, err := files.Read(path.Join(at, name))
			if err != nil {
				continue
			}
			if slices.ContainsFunc(config.Mentions(name, src).Sources, func(s string) bool { return path.Join(at, s) == dir }) {
				return true
			}
		}
	}
	return false
}
