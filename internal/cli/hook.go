package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// hookArgs keeps the names of files that a hook passes from being read as flags,
// since whoever opens a pull request chooses them. A file that is called like an
// argument is that argument, unless the argument could as well be a flag of the
// hook's configuration: then the error names the file, so that nobody turns a flag
// off by adding a file.
func hookArgs(root *cobra.Command, args []string) ([]string, error) {
	if !slices.ContainsFunc(args, func(arg string) bool { return arg == "--hook" || strings.HasPrefix(arg, "--hook=") }) {
		return args, nil
	}
	scan, _, err := root.Find([]string{"scan"})
	if err != nil {
		return nil, err
	}
	var safe []string
	for _, arg := range args {
		if _, err := os.Lstat(arg); err == nil && strings.HasPrefix(arg, "-") {
			if isFlag(scan.Flags(), arg) {
				return nil, fmt.Errorf("a file is called %s, which is also a flag: rename the file", arg)
			}
			arg = "." + string(filepath.Separator) + arg
		}
		safe = append(safe, arg)
	}
	return safe, nil
}

// isFlag reports whether an argument would set a flag. It may set it: the command
// is not run then.
func isFlag(flags *pflag.FlagSet, arg string) bool {
	name, value, given := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	switch flag := flags.Lookup(name); {
	case name == "":
		return true
	case !strings.HasPrefix(arg, "--"):
		return name[0] == 'h' || flags.ShorthandLookup(name[:1]) != nil
	case flag == nil:
		return name == "help"
	case !given:
		return true
	}
	return flags.Set(name, value) == nil
}
