package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// choice is a flag that takes one of a few words. Another word is an error that
// lists them, not a default.
type choice struct {
	value string
	known []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.known, "|") }
func (c *choice) Set(word string) error {
	if !slices.Contains(c.known, word) {
		return fmt.Errorf("expected one of %s", strings.Join(c.known, ", "))
	}
	c.value = word
	return nil
}

// chosen adds a choice to a command's flags, and to what its shell completes. The letter of
// format is f in every command.
func chosen(c *cobra.Command, name, value, usage string, known ...string) *choice {
	flag := &choice{value, known}
	letter := ""
	if name == "format" {
		letter = "f"
	}
	c.Flags().VarP(flag, name, letter, usage)
	complete(c, name, known)
	return flag
}

// globsFlag is a flag that takes a glob each time it is given.
type globsFlag []string

func (g *globsFlag) String() string     { return strings.Join(*g, " ") }
func (g *globsFlag) Type() string       { return "glob" }
func (g *globsFlag) GetSlice() []string { return *g }

func (g *globsFlag) Set(glob string) error {
	if glob == "" || !doublestar.ValidatePattern(glob) {
		return errors.New("expected a glob, such as templates or **/testdata")
	}
	*g = append(*g, glob)
	return nil
}

// Append and Replace make it a [pflag.SliceValue], which a variable of the environment
// may give several globs.
func (g *globsFlag) Append(glob string) error { return g.Set(glob) }
func (g *globsFlag) Replace(globs []string) error {
	*g = nil
	for _, glob := range globs {
		if err := g.Set(glob); err != nil {
			return err
		}
	}
	return nil
}

// complete tells a shell what a flag may be. It fails for a flag that there is
// not, which every test of the command would show.
func complete(c *cobra.Command, flag string, words []string) {
	if err := c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err)
	}
}

// failOn is the flag --fail-on: see [finding.ParseFailOn].
type failOn []finding.Status

func (f *failOn) Type() string { return "none|fail,unknown,manual,incomplete" }
func (f *failOn) String() string {
	if len(*f) == 0 {
		return "none"
	}
	var words []string
	for _, s := range *f {
		words = append(words, string(s))
	}
	return strings.Join(words, ",")
}

func (f *failOn) Set(text string) error {
	statuses, err := finding.ParseFailOn(text)
	if err == nil {
		*f = statuses
	}
	return err
}

// verdictFlags say which findings make the exit code 1.
type verdictFlags struct {
	failOn   failOn
	severity *choice
	soft     bool
}

func (v *verdictFlags) add(c *cobra.Command) {
	v.failOn = failOn{finding.Fail}
	c.Flags().Var(&v.failOn, "fail-on", "what makes the exit code 1")
	complete(c, "fail-on", []string{"none", "fail", "fail,unknown", "fail,manual", "fail,unknown,manual", "fail,incomplete", "fail,unknown,incomplete"})
	var severities []string
	for _, s := range finding.Severities() {
		severities = append(severities, string(s))
	}
	v.severity = chosen(c, "min-severity", "", "severity from which a finding counts for the exit code", severities...)
	c.Flags().BoolVar(&v.soft, "soft-fail", false, "exit 0 where it would be 1")
}

func (v *verdictFlags) threshold() threshold {
	return threshold{statuses: v.failOn, floor: finding.Severity(v.severity.value), soft: v.soft}
}

// prefix is the flag --min-public-prefix: a number for IPv4, or ipv4=N,ipv6=N.
type prefix struct{ *setting.Prefix }

func (prefix) Type() string { return "N|ipv4=N,ipv6=N" }
func (p prefix) String() string {
	if p.Prefix == nil {
		return ""
	}
	return lengths(p.IPv4, p.IPv6)
}

func (p prefix) Set(text string) error {
	var parsed setting.Prefix
	for part := range strings.SplitSeq(text, ",") {
		version, number, named := strings.Cut(part, "=")
		if !named {
			version, number = "ipv4", part
		}
		bits, err := strconv.Atoi(number)
		to := map[string]*int{"ipv4": &parsed.IPv4, "ipv6": &parsed.IPv6}[version]
		if err != nil || to == nil || *to != 0 || bits == 0 {
			return fmt.Errorf("expected a prefix length such as 16, or ipv4=16,ipv6=48")
		}
		*to = bits
	}
	*p.Prefix = parsed
	return setting.Settings{MinPublicPrefix: parsed}.Check()
}

// execFlag is the flag --allow-exec: what holds without it is neither true nor
// false.
type execFlag struct{ *scan.Exec }

func (execFlag) Type() string { return "bool" }
func (e execFlag) String() string {
	if e.Exec == nil {
		return ""
	}
	return map[scan.Exec]string{scan.ExecMatched: "true", scan.ExecNever: "false"}[*e.Exec]
}

func (e execFlag) Set(text string) error {
	allowed, err := strconv.ParseBool(text)
	if err != nil {
		return errors.New("expected true or false")
	}
	*e.Exec = scan.ExecNever
	if allowed {
		*e.Exec = scan.ExecMatched
	}
	return nil
}
