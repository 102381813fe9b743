package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// policyFlags are the flags for which a settings file may speak.
type policyFlags struct {
	verdict   verdictFlags
	selection assess.Selection
	catalogue *catalogue
	settings  settingFlags
	waivers   waiverFlags
	excluded  globsFlag // directories of source
}

func (p *policyFlags) add(c *cobra.Command) {
	p.verdict.add(c)
	c.Flags().StringSliceVar(&p.selection.Only, "control", nil, "assess this control alone, by `id` or key; repeatable")
	c.Flags().StringSliceVar(&p.selection.Except, "exclude", nil, "do not assess this control, by `id` or key; repeatable; also --skip-control")
	c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "skip-control" { // as other scanners call it
			name = "exclude"
		}
		return pflag.NormalizedName(name)
	})
	c.Flags().Var(&p.excluded, "exclude-path", "directories of source not to scan, as a glob from the repository's root; repeatable")
	p.catalogue = catalogueFlags(c)
	p.settings.add(c)
	p.waivers.add(c)
}

func (a *app) configCommand() *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Look at settings", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return fmt.Errorf("%s: expected show", c.Name())
	}}
	var flags policyFlags
	show := &cobra.Command{
		Use:   "show [PATH...]",
		Short: "Show what is in force for a scan of PATH, and where it comes from",
		Long: `Show what is in force for a scan of PATH, and where it comes from.

A flag wins over the environment, and that over the settings file: the one of
--config, or else the nearest ` + settingsName + ` from the directory of PATH up to
the root of the repository. Without a repository, that directory alone counts.

` + environmentHelp(),
	}
	format := chosen(show, "format", "text", "how to show it", "text", "json")
	flags.add(show)
	show.RunE = func(c *cobra.Command, paths []string) error {
		for _, path := range paths {
			if _, err := os.Stat(path); err != nil {
				return fmt.Errorf("%s: %w", path, cause(err))
			}
		}
		in, err := a.resolve(c, paths, optionFlags())
		if err != nil {
			return err
		}
		if _, err := flags.settings.settings(); err != nil {
			return err
		}
		if format.value == "json" {
			return a.printJSON(shownConfig{in.file.path, in.ignored, in.values(c)})
		}
		return a.showConfig(in, in.values(c))
	}
	c.AddCommand(show)
	return c
}

// shownConfig is config show in JSON.
type shownConfig struct {
	File    string        `json:"file"`              // "" when there is none
	Ignored []string      `json:"ignored,omitempty"` // files that were found and do not count, and why
	Options []shownOption `json:"options"`
}

type shownOption struct {
	Name   string `json:"name"`
	Value  any    `json:"value"`  // a text, a list of texts, or true or false
	Source string `json:"source"` // flag, environment, file or default
	Where  string `json:"where,omitempty"`
}

func (in *inForce) values(c *cobra.Command) []shownOption {
	var all []shownOption
	for _, o := range options() {
		flag := c.Flags().Lookup(o.flag)
		shown := shownOption{Name: o.name, Value: cmp.Or(flag.Value.String(), o.unset), Source: "default"}
		if from, ok := in.origins[o.flag]; ok {
			shown.Source, shown.Where = from.Source, from.Where
		}
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			shown.Value = append([]string{}, list.GetSlice()...)
		} else if flag.Value.Type() == "bool" {
			shown.Value = flag.Value.String() == "true"
		}
		all = append(all, shown)
	}
	return all
}

func (a *app) showConfig(in inForce, values []shownOption) error {
	var out strings.Builder
	fmt.Fprintf(&out, "settings file: %s\n", render.Visible(in.file.String()))
	for _, why := range in.ignored {
		fmt.Fprintf(&out, "%s\n", render.Visible(why))
	}
	out.WriteString("\n")
	for _, v := range values {
		text := fmt.Sprint(v.Value)
		if list, ok := v.Value.([]string); ok {
			text = strings.Join(list, " ")
		}
		fmt.Fprintf(&out, "%-27s %-24s %s\n", v.Name, orDash(render.Visible(text)), render.Visible(cmp.Or(v.Where, v.Source)))
	}
	_, err := io.WriteString(a.stdout, out.String())
	return err
}
