package source

import (
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// withhold marks the value of an expression in a file that git ignores, such as
// override.tf. Whoever wrote that file does not publish it, and who changes another
// file of the module may refer to it.
func (l *loader) withhold(e hcl.Expression, v cty.Value) cty.Value {
	if !l.withholds(e.Range().Filename) {
		return v
	}
	return v.Mark(withheldMark{})
}

func (l *loader) withholds(file string) bool {
	withheld, ok := l.withheld[file]
	if !ok {
		withheld = file != "" && l.files.Ignored(file) && !l.generated()
		l.withheld[file] = withheld
	}
	return withheld
}

// ignored reports whether git ignores every file of the root module and of the
// modules that it calls by a path, as those that CDKTF writes: then no other file
// refers to what they hold.
func ignored(files *config.Files, dir string) bool {
	queue, seen := []string{dir}, map[string]bool{}
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		entries, err := files.Dir(at)
		if err != nil {
			continue // nothing of it is read
		}
		if slices.ContainsFunc(configFiles(entries), func(name string) bool { return !files.Ignored(path.Join(at, name)) }) {
			return false
		}
		c, _ := files.Module(at)
		for _, name := range c.CallNames {
			if source := c.Calls[name].Source; isLocal(source) {
				queue = append(queue, path.Join(at, source))
			}
		}
	}
	return true
}
