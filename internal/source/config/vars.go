package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// AutoVars returns the values that the files of a root module's directory give
// its variables without being asked for: terraform.tfvars, terraform.tfvars.json,
// and then *.auto.tfvars and *.auto.tfvars.json by name; the last one counts.
//
// Values of a file that git ignores get the mark: whoever wrote it does not publish
// it. unread are the files that cannot be read: without their values every variable
// would be taken for its default. It is an error, unless the file is encrypted.
func (f *Files) AutoVars(dir string, mark any) (values map[string]cty.Value, unread []hcl.Range, all []finding.Diagnostic) {
	values = map[string]cty.Value{}
	entries, err := f.Dir(dir)
	if err != nil {
		return values, nil, diagnostics{{Severity: finding.DiagnosticError, Summary: err.Error()}}
	}
	for _, name := range autoVars(entries) {
		name = path.Join(dir, name)
		whole := hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
		src, err := f.ReadVars(name)
		if by := varsEncryptedBy(name, src); by != "" {
			var diags diagnostics
			diags.warning(whole, "not read: it is encrypted by %s", by)
			unread, all = append(unread, whole), append(all, diags...)
			continue
		}
		more, diags := varsOf(name, src, err)
		if len(more) > 0 && f.Ignored(name) {
			for name, value := range more {
				more[name] = value.Mark(mark)
			}
		}
		maps.Copy(values, more)
		all = append(all, diags...)
		for _, d := range diags {
			if d.Severity == finding.DiagnosticError && d.Location != nil {
				at := hcl.Pos{Line: d.Location.StartLine, Column: 1}
				unread = append(unread, hcl.Range{Filename: name, Start: at, End: at})
			}
		}
	}
	return values, unread, all
}

// HasVars reports whether a directory has files that give a root module's
// variables values without being asked for.
func (f *Files) HasVars(dir string) bool {
	entries, err := f.Dir(dir)
	return err == nil && len(autoVars(entries)) > 0
}

func autoVars(entries []fs.DirEntry) []string {
	var named, auto []string
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == "terraform.tfvars", name == "terraform.tfvars.json":
			named = append(named, name)
		case strings.HasSuffix(name, ".auto.tfvars"), strings.HasSuffix(name, ".auto.tfvars.json"):
			auto = append(auto, name)
		}
	}
	return append(named, auto...)
}

// Vars returns the values of a file of variables below the root, whether or not
// git ignores it.
func (f *Files) Vars(name string) (map[string]cty.Value, []finding.Diagnostic) {
	src, err := f.ReadVars(name)
	return varsOf(path.Clean(name), src, err)
}

func varsOf(name string, src []byte, err error) (map[string]cty.Value, []finding.Diagnostic) {
	if err != nil {
		var diags diagnostics
		diags.error(hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}, "%v", err)
		return map[string]cty.Value{}, diags
	}
	return ParseVars(src, name)
}

// ReadVars returns the contents of a file of variables below the root, as
// [Files.Vars] reads it.
func (f *Files) ReadVars(name string) ([]byte, error) { return f.readSource(name, true) }

// ParseVars returns the values of a file of variables: JSON where the file's name
// ends in .json, native syntax otherwise. Neither has variables or functions.
// Diagnostics quote nothing of the file, which may hold secrets.
func ParseVars(src []byte, filename string) (map[string]cty.Value, []finding.Diagnostic) {
	values := map[string]cty.Value{}
	var diags diagnostics
	if by := varsEncryptedBy(filename, src); by != "" {
		diags.error(hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}, "it is encrypted by %s: decrypt it first", by)
		return values, diags
	}
	body, problems := varsBody(src, filename)
	for _, p := range problems {
		diags.error(p.Range, "%s", unquoted(p.Text))
	}
	if body == nil {
		return values, diags
	}
	for _, block := range body.Blocks {
		diags.error(block.Range, "expected name = value, found a block")
	}
	for _, attribute := range inOrder(body.Attributes) {
		value, err := evaluate(attribute.Expr)
		var p *Problem
		if errors.As(err, &p) {
			diags.error(p.Range, "%s", unquoted(p.Text))
		} else if err != nil {
			diags.warning(attribute.Range, "a variable is taken for unknown: %v", err)
		}
		encrypted := false
		value, _ = cty.Transform(value, func(_ cty.Path, v cty.Value) (cty.Value, error) {
			if !encryptedText(v) {
				return v, nil
			}
			encrypted = true
			return cty.UnknownVal(cty.String), nil
		})
		if encrypted {
			diags.warning(attribute.Range, "a variable is taken for unknown: its value is encrypted by SOPS")
		}
		values[attribute.Name] = value
	}
	return values, diags
}

func varsEncryptedBy(filename string, src []byte) string {
	if !strings.HasSuffix(filename, ".json") && isSOPS(src) {
		return "SOPS"
	}
	return encryptedBy(src)
}

// unquoted leaves out of a problem's text what quotes the source: the details, which
// follow a colon.
func unquoted(text string) string {
	if summary, _, ok := strings.Cut(text, ": "); ok && strings.ContainsAny(text, "\"'`") {
		return summary
	}
	return text
}

func varsBody(src []byte, filename string) (*Body, []*Problem) {
	if !strings.HasSuffix(filename, ".json") {
		body, _, problems := parseNative(src, filename)
		return body, problems
	}
	root, p := jsonExpression(src, filename)
	if p != nil {
		return nil, []*Problem{p}
	}
	var problems []*Problem
	return jsonBody("locals", root, &problems), problems
}

// ParseValue reads the value of a variable as it stands on a command line or in
// the environment, such as ["a", "b"]. name stands for it in errors, which quote
// nothing of the value.
func ParseValue(src, name string) (cty.Value, error) {
	expr, err := ParseExpression([]byte(src), name, hcl.InitialPos)
	value := cty.DynamicVal
	if err == nil {
		value, err = evaluate(expr)
	}
	var p *Problem
	if errors.As(err, &p) {
		err = &Problem{Text: unquoted(p.Text), Range: p.Range}
	}
	if err != nil {
		return cty.DynamicVal, fmt.Errorf("reading a value: %w", err)
	}
	return value, nil
}

// errLoop is why an expression that says how often it is evaluated is not.
var errLoop = errors.New("expected a value without \"for\"")

// evaluate returns the value of an expression that refers to nothing; unknown
// together with an error. Without loops an expression takes no longer than its
// length.
func evaluate(expr hcl.Expression) (cty.Value, error) {
	if node, ok := expr.(hclsyntax.Node); ok && !json.IsJSONExpression(expr) {
		var loops loops
		hclsyntax.Walk(node, &loops)
		if loops {
			return cty.DynamicVal, errLoop
		}
	}
	value, diags := expr.Value(nil)
	if p := fromHCL(diags); p != nil {
		return cty.DynamicVal, p
	}
	return value, nil
}

// loops looks for what evaluates a part of itself many times.
type loops bool

func (l *loops) Enter(node hclsyntax.Node) hcl.Diagnostics {
	if _, ok := node.(*hclsyntax.ForExpr); ok {
		*l = true
	}
	return nil
}

func (l *loops) Exit(hclsyntax.Node) hcl.Diagnostics { return nil }
