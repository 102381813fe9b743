package source

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// builtin is what Terraform itself provides under a name.
func (m *module) builtin(root string, sc scope) cty.Value {
	given := func(v cty.Value, text string) cty.Value {
		if v == cty.NilVal {
			return open(text)
		}
		return v
	}
	switch root {
	case "each":
		return cty.ObjectVal(map[string]cty.Value{
			"key": given(sc.eachKey, "each.key"), "value": given(sc.each, "each.value"),
		})
	case "count":
		return cty.ObjectVal(map[string]cty.Value{"index": given(sc.index, "count.index")})
	case "path":
		return cty.ObjectVal(map[string]cty.Value{
			"module": cty.StringVal(m.path()),
			"root":   cty.StringVal("."),
			"cwd":    cty.UnknownVal(cty.String).Mark(openMark{"path.cwd"}),
		})
	}
	return cty.ObjectVal(map[string]cty.Value{
		"workspace": m.asksWorkspace(),
		"applying":  cty.UnknownVal(cty.Bool).Mark(openMark{"terraform.applying"}),
	})
}

// path is the module's directory as Terraform gives it in path.module: from the
// root module's directory.
func (m *module) path() string {
	if m.parent == nil {
		return "."
	}
	return relative(m.root.config.Dir, m.config.Dir)
}

// relative returns the slash-separated path from one directory to another.
func relative(from, to string) string {
	a, b := parts(from), parts(to)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	steps := b
	for range a {
		steps = append([]string{".."}, steps...)
	}
	if len(steps) == 0 {
		return "."
	}
	return strings.Join(steps, "/")
}

func parts(dir string) []string {
	if dir == "." || dir == "" {
		return nil
	}
	return strings.Split(dir, "/")
}
