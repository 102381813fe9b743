package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// warn prints what a person should know and no report has.
func (a *app) warn(format string, args ...any) {
	fmt.Fprintf(a.stderr, "cisbench: warning: %s\n", render.Visible(fmt.Sprintf(format, args...)))
}

// alike is how many letters may differ between a name and the one that is meant.
const alike = 2

// nearest returns the name that was probably meant by a word, "" if none is near.
func nearest(word string, names []string) string {
	meant, far := "", alike+1
	for _, name := range names {
		if d := levenshtein.Distance(word, name, nil); d < far {
			meant, far = name, d
		}
	}
	return meant
}

// meantFlag is the hint at a flag that was probably meant by one that there is not.
func meantFlag(c *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return ""
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if meant := nearest(unknown.GetSpecifiedName(), names); meant != "" {
		return "did you mean --" + meant + "? "
	}
	return ""
}

// misspeltVariables names the variables of the environment that look like one of
// this program, and are none: a setting that is ignored in silence may be the one
// that makes a job fail. Their values are nobody's business.
func (a *app) misspeltVariables(c *cobra.Command) {
	// The CI examples keep the version to install in the last one.
	known := append(variableNames(), jobTotal, "CISBENCH_VERSION")
	environ := os.Environ()
	slices.Sort(environ)
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if a.env(name) == "" || slices.Contains(known, name) || runtime.GOOS == "windows" && slices.Contains(known, strings.ToUpper(name)) {
			continue
		}
		meant, far := "", alike+2
		for _, k := range known {
			if d := levenshtein.Distance(strings.ToUpper(name), k, nil); d < far {
				meant, far = k, d
			}
		}
		suffix, ours := strings.CutPrefix(strings.ToUpper(name), "CISBENCH_")
		flag := strings.ToLower(strings.ReplaceAll(suffix, "_", "-"))
		switch {
		case !ours && (meant == "" || far > alike):
		case ours && c.Flags().Lookup(flag) != nil && far > 0:
			a.warn("%s is not read: --%s is only for the command line", name, flag)
		case meant != "":
			a.warn("%s is not read: did you mean %s?", name, meant)
		default:
			a.warn("%s is not read: %s --help lists the variables", name, c.CommandPath())
		}
	}
}

func variableNames() []string {
	var names []string
	for _, flag := range variables() {
		names = append(names, variable(flag))
	}
	return names
}

// misspeltFiles names the files, from a directory up to where its settings are
// looked for last, that look like a settings file and are none. seen are the
// directories that were looked at.
func (a *app) misspeltFiles(dir, home string, seen map[string]bool) {
	root := scan.RepositoryRoot(dir)
	for at := dir; at != home && !seen[at]; at = filepath.Dir(at) {
		seen[at] = true
		if root == "" && anybodys(at) {
			return
		}
		settings, err := os.Lstat(filepath.Join(at, settingsName))
		found := err == nil
		entries, err := os.ReadDir(at)
		if err != nil {
			return // whoever reads the settings says so
		}
		for _, entry := range entries {
			if entry.IsDir() || !likeSettings(entry.Name()) {
				continue
			}
			// Where case does not count it is the settings file.
			if info, err := entry.Info(); err != nil || found && os.SameFile(info, settings) {
				continue
			}
			a.warn("%s is not read: settings are in a file called %s, or in the one that --config names",
				shown(filepath.Join(at, entry.Name())), settingsName)
		}
		if root == "" || at == root || found {
			return
		}
	}
}

// likeSettings reports whether a file seems to be meant for a settings file.
func likeSettings(name string) bool {
	lower := strings.ToLower(name)
	switch {
	case name == settingsName || strings.HasSuffix(name, "~"):
		return false
	case slices.Contains([]string{"cisbench.yaml", "cisbench.yml", ".cisbench", ".cisbench.json", ".cisbench.toml", ".cisbench.hcl"}, lower):
		return true
	}
	return strings.HasPrefix(lower, ".") && levenshtein.Distance(lower, settingsName, nil) <= alike
}
