package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// buildInfo is what the binary knows of its making. The Go toolchain stamps it:
// nothing has to be given to the linker.
type buildInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"` // of the module, such as v0.1.0; devel where it was built from no tag
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go"`
}

func build() buildInfo {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{} // built without modules
	}
	return stamped(info)
}

func stamped(info *debug.BuildInfo) buildInfo {
	b := buildInfo{Name: "cisbench", Version: "devel", Go: runtime.Version()}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	return b
}

func (b buildInfo) String() string {
	line := program + " " + b.Version
	if b.Commit != "" {
		line += " (" + b.Commit + ")"
	}
	return line + " " + b.Go
}

func (a *app) versionCommand() *cobra.Command {
	c := &cobra.Command{Use: "version", Short: "Print the version", Args: cobra.NoArgs}
	format := chosen(c, "format", "text", "how to print it", "text", "json")
	c.RunE = func(*cobra.Command, []string) error {
		b := build()
		if format.value == "json" {
			return a.printJSON(b)
		}
		_, err := fmt.Fprintln(a.stdout, b)
		return err
	}
	return c
}

func (a *app) printJSON(v any) error { return render.WriteJSON(a.stdout, v) }
