package cli

import (
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

// What holds when nobody says anything is a promise as much as any flag is.
func TestDefaults(t *testing.T) {
	got := map[string]string{}
	(&app{}).scanCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if f.DefValue != "" && f.DefValue != "[]" {
			got[f.Name] = f.DefValue
		}
	})
	want := map[string]string{
		"format": "text", "color": "auto", "quiet": "false", "verbose": "false", "junit-strict": "false",
		"fail-on": "fail", "soft-fail": "false", "benchmark": "[eks-1.5.0]",
		"strict": "false", "no-inline": "false", "allow-errored": "false",
		"hook": "false", "suggest": "false", "write": "false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults of scan (-want +got):\n%s", diff)
	}
}

func TestStamped(t *testing.T) {
	tests := []struct {
		name            string
		info            debug.BuildInfo
		version, commit string
	}{
		{"without modules", debug.BuildInfo{}, "devel", ""},
		{"go run", debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "devel", ""},
		{"go install", debug.BuildInfo{Main: debug.Module{Version: "v0.1.0"}}, "v0.1.0", ""},
		{"in a clone", debug.BuildInfo{Main: debug.Module{Version: "v0.1.1-0.2026"}, Settings: []debug.BuildSetting{
			{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}}}, "v0.1.1-0.2026", "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := stamped(&tt.info)
			if got.Version != tt.version || got.Commit != tt.commit {
				t.Errorf("got %s (%s), want %s (%s)", got.Version, got.Commit, tt.version, tt.commit)
			}
		})
	}
}
