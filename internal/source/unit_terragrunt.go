package source

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyfunction "github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// readUnit reads the unit of Terragrunt in a directory, nil if its file only is there
// for others to include.
func readUnit(ctx context.Context, files *config.Files, dir string) *Unit {
	u := &Unit{Path: dir, Dir: dir, File: path.Join(dir, outerFile)}
	u.at = whole(u.File)
	body, err := files.Outer(u.File)
	if err != nil {
		u.Why = err.Error()
		return u
	}
	own := u.layer(u.File, body)
	bodies := []*config.Body{body}
	for _, block := range body.Blocks {
		if block.Type != "include" {
			continue
		}
		in, included := u.include(ctx, files, own, block)
		if included == nil {
			u.open = "what it includes cannot be followed"
			continue
		}
		bodies = append(bodies, included)
		u.layers = append(u.layers, in)
		own.deep = own.deep || in.deep
	}
	u.layers = append(u.layers, own)
	source := ""
	for i, body := range bodies {
		in := own
		if i > 0 {
			in = u.layers[i-1]
		}
		if passesMore(body) {
			u.open = "it passes files or options of its own to Terraform"
		}
		u.parts = append(u.parts, generated(files, body)...)
		if t := blockOf(body, "terraform"); t != nil && source == "" && t.Body.Attributes["source"] != nil {
			if source = u.text(ctx, files, in, t.Body.Attributes["source"]); source == "" {
				u.Why = "the source of its module is not known"
				return u
			}
		}
	}
	switch entries, err := files.Dir(dir); {
	case u.Why != "":
	case source != "":
		u.locate(files, source)
	case err == nil && len(configFiles(entries)) > 0:
		u.Module = dir
	default:
		return nil
	}
	return u
}

func (u *Unit) layer(file string, body *config.Body) layer {
	in := layer{file: file, locals: map[string]*config.Attribute{}, inputs: body.Attributes["inputs"]}
	collectLocals(body, in.locals)
	return in
}

// include reads the file that a unit includes.
func (u *Unit) include(ctx context.Context, files *config.Files, own layer, block *config.Block) (layer, *config.Body) {
	at := u.at
	defer func() { u.at = at }()
	name := u.text(ctx, files, own, block.Body.Attributes["path"])
	where, ok := u.inRepository(name)
	if name == "" || !ok {
		return layer{}, nil
	}
	body, err := files.Outer(where)
	if err != nil {
		return layer{}, nil
	}
	in := u.layer(where, body)
	if a := block.Body.Attributes["merge_strategy"]; a != nil {
		switch u.text(ctx, files, own, a) {
		case "shallow":
		case "no_merge":
			in.inputs, body = nil, &config.Body{}
		default:
			in.deep = true
		}
	}
	return in, body
}

func blockOf(body *config.Body, typ string) *config.Block {
	for _, block := range body.Blocks {
		if block.Type == typ {
			return block
		}
	}
	return nil
}

// passesMore reports whether Terragrunt may give Terraform values of variables by other
// ways than inputs. Arguments such as -lock-timeout are none.
func passesMore(body *config.Body) bool {
	t := blockOf(body, "terraform")
	if t == nil {
		return false
	}
	for _, block := range t.Body.Blocks {
		if block.Type != "extra_arguments" {
			continue
		}
		for _, name := range []string{"required_var_files", "optional_var_files", "env_vars"} {
			if block.Body.Attributes[name] != nil {
				return true
			}
		}
		arguments := block.Body.Attributes["arguments"]
		if arguments == nil {
			continue
		}
		list, diags := hcl.ExprList(arguments.Expr)
		if diags.HasErrors() {
			return true
		}
		for _, e := range list {
			if text, ok := plainText(e); !ok || strings.HasPrefix(strings.TrimLeft(text, "-"), "var") {
				return true
			}
		}
	}
	return false
}

// generated lists the blocks that may write more into the module than what says where
// Terraform runs and by which providers. A value in their text is assumed to be no
// block.
func generated(files *config.Files, body *config.Body) []hcl.Range {
	var found []hcl.Range
	for _, block := range body.Blocks {
		a := block.Body.Attributes["contents"]
		if block.Type != "generate" || a == nil {
			continue
		}
		src, err := files.Read(block.Range.Filename)
		_, isText := a.Expr.(*hclsyntax.TemplateExpr)
		if at := a.Expr.Range(); err == nil && isText && at.End.Byte <= len(src) {
			m := config.Mentions("generated.tf", src[at.Start.Byte:at.End.Byte])
			isText = !m.Calls && !m.Unsure && !slices.ContainsFunc(m.Types, func(typ string) bool { return !strings.HasPrefix(typ, "provider.") })
		}
		if err != nil || !isText {
			found = append(found, block.Range)
		}
	}
	return found
}

// addPaths adds Terragrunt's functions that give paths. What they give begins with
// [repositoryRoot] if it is absolute.
func (u *Unit) addPaths(files *config.Files, in layer, functions map[string]ctyfunction.Function) {
	absolute := func(name string) string { return path.Join(repositoryRoot, name) }
	add := func(name string, give func(args []string) (string, bool)) {
		functions[name] = ctyfunction.New(&ctyfunction.Spec{
			VarParam: &ctyfunction.Parameter{Name: "arguments", Type: cty.String},
			Type:     ctyfunction.StaticReturnType(cty.String),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				var texts []string
				for _, arg := range args {
					texts = append(texts, arg.AsString())
				}
				if text, ok := give(texts); ok {
					return cty.StringVal(text), nil
				}
				return cty.UnknownVal(cty.String), nil
			},
		})
	}
	fixed := func(name, text string) {
		add(name, func([]string) (string, bool) { return text, true })
	}
	parent := path.Dir(u.parent(in))
	fixed("get_repo_root", repositoryRoot)
	fixed("get_terragrunt_dir", absolute(u.Dir))
	fixed("get_original_terragrunt_dir", absolute(u.Dir))
	fixed("get_path_to_repo_root", relative(u.Dir, "."))
	fixed("get_path_from_repo_root", u.Dir)
	fixed("get_parent_terragrunt_dir", absolute(parent))
	fixed("path_relative_to_include", relative(parent, u.Dir))
	fixed("path_relative_from_include", relative(u.Dir, parent))
	add("find_in_parent_folders", func(args []string) (string, bool) {
		name := outerFile
		if len(args) > 0 {
			name = args[0]
		}
		for dir := u.Dir; dir != "."; {
			dir = path.Dir(dir)
			if files.Holds(dir, name) {
				return absolute(path.Join(dir, name)), true
			}
		}
		if len(args) > 1 {
			return args[1], true
		}
		return "", false
	})
}

// parent is the file that a layer is, if the unit includes it, else the first that the
// unit includes; the unit's own if there is none.
func (u *Unit) parent(in layer) string {
	if in.file == u.File && len(u.layers) > 1 {
		return u.layers[0].file
	}
	return in.file
}

// plainText is the text of an expression that is written without a template.
func plainText(e hcl.Expression) (string, bool) {
	t, ok := e.(*hclsyntax.TemplateExpr)
	if !ok || !t.IsStringLiteral() {
		return "", false
	}
	v, diags := t.Value(nil)
	return v.AsString(), !diags.HasErrors()
}
