package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// inForce says where the values of a command's flags come from.
type inForce struct {
	file    settingsFile
	ignored []string          // settings files that were found and do not count, and why
	origins map[string]origin // by flag; those that are not there have their defaults

	replaced []string // lists of the settings in whose place others are given
}

type origin struct {
	Source string // flag, environment or file
	Where  string // the flag, the variable, or file and line
}

// resolve gives the flags that are not on the command line their values: from the
// environment and, failing that, from the settings file of what is scanned.
//
// Of the variables only those of the named flags count: another command may have
// a flag of the same name that means something else.
func (a *app) resolve(c *cobra.Command, paths, variables []string) (inForce, error) {
	in := inForce{origins: map[string]origin{}}
	c.Flags().Visit(func(f *pflag.Flag) { in.origins[f.Name] = origin{"flag", "--" + f.Name} })
	if err := a.fromEnvironment(c, variables, in.origins); err != nil {
		return in, err
	}
	var err error
	if _, given := in.origins["config"]; given {
		in.file = settingsFile{path: c.Flags().Lookup("config").Value.String()}
		if in.file.path == "" {
			err = errors.New("--config: expected the path of a settings file, found none; is a variable unset?")
		}
	} else {
		in.file, in.ignored, err = a.discover(paths)
		for _, why := range in.ignored {
			fmt.Fprintf(a.stderr, "cisbench: warning: %s\n", render.Visible(why))
		}
	}
	if err != nil || in.file.path == "" {
		return in, err
	}
	data, err := readSmall(in.file.path)
	if err != nil {
		return in, fmt.Errorf("reading settings: %w", err)
	}
	said, err := setting.Decode(in.file.path, data)
	if err != nil {
		return in, err
	}
	return in, in.take(c, said)
}

// fromEnvironment takes the variables for those of the flags that are not given.
// One that is set to nothing is one that is not set.
func (a *app) fromEnvironment(c *cobra.Command, flags []string, origins map[string]origin) error {
	a.misspeltVariables(c)
	for _, name := range flags {
		flag := c.Flags().Lookup(name)
		text := a.env(variable(name))
		if _, given := origins[name]; given || flag == nil || text == "" {
			continue
		}
		texts := []string{text}
		if _, list := flag.Value.(pflag.SliceValue); list {
			texts = strings.Fields(text) // no registry, policy or control has spaces in its name
		}
		for _, text := range texts {
			err := flag.Value.Set(text)
			if err != nil && flag.Value.Type() == "bool" {
				err = errors.New("expected true or false")
			}
			if err != nil {
				return fmt.Errorf("%s: %w", variable(name), err)
			}
			a.unquote(name, text)
		}
		origins[name] = origin{"environment", variable(name)}
	}
	return nil
}

// take gives the flags that nobody set what the file says. Controls files of the settings
// hold beside those that are given; of another list, what is given replaces it.
func (in *inForce) take(c *cobra.Command, said setting.File) error {
	for _, o := range options() {
		flag := c.Flags().Lookup(o.flag)
		line, set := said.Lines[o.name]
		if flag == nil || !set {
			continue
		}
		where := fmt.Sprintf("%s:%d", in.file.path, line)
		from, given := in.origins[o.flag]
		list, isList := flag.Value.(pflag.SliceValue)
		if given && o.flag != controlsFileFlag {
			if isList {
				in.replaced = append(in.replaced, fmt.Sprintf("%s replaces %s of %s", from.Where, o.name, where))
			}
			continue
		}
		var before []string
		if given {
			before = list.GetSlice()
			if err := list.Replace(nil); err != nil {
				return err
			}
		}
		for _, text := range o.texts(said) {
			if o.path && !slices.Contains(benchmark.Names(), text) {
				var err error
				if text, err = in.file.resolve(text); err != nil {
					return fmt.Errorf("%s: %s: %w", where, o.name, err)
				}
			}
			if err := flag.Value.Set(text); err != nil {
				return fmt.Errorf("%s: %s: %w", where, o.name, err)
			}
		}
		if given { // a file that both name is one
			where += ", " + from.Where
			for _, text := range before {
				named := func(other string) bool { return resolved(other) != "" && resolved(other) == resolved(text) }
				if slices.ContainsFunc(list.GetSlice(), named) {
					continue
				}
				if err := list.Append(text); err != nil {
					return err
				}
			}
		}
		in.origins[o.flag] = origin{"file", where}
	}
	return nil
}

// note says in the report that settings were found which nobody named: they may
// have changed what it says.
func (in *inForce) note(r *finding.Report) {
	if in.file.path == "" || in.file.root == "" {
		return
	}
	r.Diagnostics = append(r.Diagnostics, finding.Diagnostic{
		Severity: finding.DiagnosticNote,
		Summary:  "settings are those of " + filepath.ToSlash(in.file.path),
		Detail:   strings.Join(in.replaced, "; "),
		Input:    finding.NoInput,
	})
	r.Conclude()
}
