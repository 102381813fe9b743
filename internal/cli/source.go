package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// sourceFlags say how source is evaluated.
type sourceFlags struct {
	variables []rootVariable // --var and --var-file, in their order
	beside    string
	workspace string
	root      string
	tool      *choice
	hook      bool
}

// rootVariable is one --var, or one --var-file.
type rootVariable struct {
	name, text string
	file       string
}

// variableFlag is --var or --var-file: of the two the last one given counts.
type variableFlag struct {
	to   *[]rootVariable
	file bool
}

func (variableFlag) String() string { return "" }
func (f variableFlag) Type() string {
	if f.file {
		return "file"
	}
	return "name=value"
}

func (f variableFlag) Set(text string) error {
	if f.file {
		if text == "" {
			return errors.New("expected the path of a .tfvars file, found none; is a variable unset?")
		}
		*f.to = append(*f.to, rootVariable{file: text})
		return nil
	}
	name, value, ok := strings.Cut(text, "=")
	if !ok || !hclsyntax.ValidIdentifier(name) {
		return errors.New("expected name=value, such as region=eu-central-1")
	}
	*f.to = append(*f.to, rootVariable{name: name, text: value})
	return nil
}

func (s *sourceFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.Var(variableFlag{to: &s.variables}, "var", "value of a root module's variable, for source; repeatable")
	f.Var(variableFlag{to: &s.variables, file: true}, "var-file", "file of values of variables, for source; repeatable")
	f.StringVar(&s.beside, "source", "", "`directory` that the plans were made in, for file and line; by default each plan's own")
	f.StringVar(&s.workspace, "workspace", "", "`name` of the workspace that terraform.workspace is, for source; by default the selected one")
	s.tool = chosen(c, "tool", "", "program that runs the source, which says whether .tofu files are read; by default that of the lock file", "terraform", "opentofu")
	f.StringVar(&s.root, "root", "", "`directory` outside of which no source is read, if there is no git repository; by default the current one, for what is in it")
	f.BoolVar(&s.hook, "hook", false, "take the files that a pre-commit hook passes, and report the root modules that they concern")
}

// files are the files of variables.
func (s *sourceFlags) files() []string {
	var all []string
	for _, v := range s.variables {
		if v.file != "" {
			all = append(all, v.file)
		}
	}
	return all
}

// options returns how source is evaluated, with the files of variables read.
func (s *sourceFlags) options(env func(string) string) (scan.Source, error) {
	o := scan.Source{
		Given:       map[string]source.Given{},
		Environment: env,
		Workspace:   s.workspace,
		Selected:    env("TF_WORKSPACE"),
		Program:     config.Program(s.tool.value),
		Root:        s.root,
		Beside:      s.beside,
		Hook:        s.hook,
	}
	for _, v := range s.variables {
		if v.file == "" {
			o.Given[v.name] = source.Given{Text: v.text}
			continue
		}
		src, ignored, err := scan.ReadVariables(v.file, env)
		if err != nil {
			return o, fmt.Errorf("--var-file: %w", err)
		}
		values, diagnostics := config.ParseVars(src, filepath.ToSlash(v.file))
		for _, d := range diagnostics {
			if d.Severity == finding.DiagnosticError && d.Location != nil {
				return o, fmt.Errorf("%s:%d: %s", v.file, d.Location.StartLine, d.Summary)
			} else if d.Severity == finding.DiagnosticError {
				return o, fmt.Errorf("%s: %s", v.file, d.Summary)
			}
		}
		for name, value := range values {
			o.Given[name] = source.Given{Value: value, Withheld: ignored}
		}
	}
	if s.root != "" {
		if info, err := os.Stat(s.root); err != nil || !info.IsDir() {
			return o, fmt.Errorf("--root: %s: expected a directory", s.root)
		}
	}
	if s.beside != "" {
		info, err := os.Stat(s.beside)
		if err != nil {
			return o, fmt.Errorf("--source: %w", err)
		}
		if !info.IsDir() {
			return o, fmt.Errorf("--source: %s: expected the directory that the plan was made in", s.beside)
		}
	}
	return o, nil
}
