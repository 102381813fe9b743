package source

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A link to a directory is followed once, if it leads somewhere in the repository that
// the walk does not reach otherwise. What is skipped is named.
func TestWalk(t *testing.T) {
	const off = "module \"m\" {\n  source = \"../m\"\n  lifecycle {\n    enabled = false\n  }\n}\n"
	tests := []struct {
		name, files, dir          string
		links                     map[string]string // target by name
		exclude                   []string
		roots                     []string
		excluded, hidden, outside []string
	}{
		{name: "link to a stack", files: "-- live/dev/main.tf --\n" + cluster + "-- stacks/prod/main.tf --\n" + cluster, dir: "live",
			links: map[string]string{"live/prod": "../stacks/prod"}, roots: []string{"live/dev", "stacks/prod"}},
		{name: "two links to a stack, and the stack", files: "-- a/main.tf --\n" + cluster, dir: ".",
			links: map[string]string{"b": "a", "c": "a"}, roots: []string{"a"}},
		{name: "link to a directory of stacks, with a link in it", files: "-- live/main.tf --\n" + cluster + "-- stacks/a/main.tf --\n" + cluster + "-- other/b/main.tf --\n" + cluster, dir: "live",
			links: map[string]string{"live/stacks": "../stacks", "stacks/other": "../other"}, roots: []string{"live", "other/b", "stacks/a"}},
		{name: "link to a directory above it", files: "-- live/main.tf --\n" + cluster + "-- main.tf --\n" + cluster, dir: "live",
			links: map[string]string{"live/up": ".."}, roots: []string{"live"}},
		{name: "links in a circle", files: "-- main.tf --\n" + cluster, dir: ".", links: map[string]string{"a": "b", "b": "a"}, roots: []string{"."}},
		{name: "module by a link", files: "-- live/main.tf --\n" + calling("./modules/m") + "-- real/m/main.tf --\n" + cluster, dir: ".",
			links: map[string]string{"live/modules": "../real"}, roots: []string{"live"}},
		{name: "link out of the repository", files: "-- main.tf --\n" + cluster, dir: ".", links: map[string]string{"out": "../.."}, roots: []string{"."}, outside: []string{"out"}},
		{name: "link to a file outside", files: "-- main.tf --\n" + cluster, dir: ".", links: map[string]string{"README.md": "../../README.md"}, roots: []string{"."}},
		{name: "hidden", files: "-- .infra/a/main.tf --\n" + cluster + "-- .github/x.yaml --\n-- .terragrunt-cache/a/main.tf --\n" + cluster + "-- .terraform/x/main.tf --\n-- main.tf --\n" + cluster, dir: ".",
			roots: []string{"."}, hidden: []string{".infra"}},
		{name: "hidden and named", files: "-- .infra/a/main.tf --\n" + cluster, dir: ".infra", roots: []string{".infra/a"}},
		{name: "excluded", files: "-- a/main.tf --\n" + cluster + "-- templates/main.tf --\n" + cluster + "-- b/testdata/x/main.tf --\n" + cluster, dir: ".",
			exclude: []string{"templates/**", "**/testdata"}, roots: []string{"a"}, excluded: []string{"b/testdata", "templates"}},
		{name: "excluded and named", files: "-- templates/a/main.tf --\n" + cluster, dir: "templates", exclude: []string{"templates"}, roots: []string{"templates/a"}},
		{name: "excluded by a link", files: "-- live/main.tf --\n" + cluster + "-- templates/main.tf --\n" + cluster, dir: "live",
			links: map[string]string{"live/t": "../templates"}, exclude: []string{"templates"}, roots: []string{"live"}, excluded: []string{"templates"}},
		{name: "excluded and called", files: "-- a/main.tf --\n" + calling("../templates") + "-- templates/main.tf --\n" + cluster, dir: ".", exclude: []string{"templates"},
			roots: []string{"a"}, excluded: []string{"templates"}},
		{name: "called and turned off", files: "-- a/main.tofu --\n" + off + "-- m/main.tofu --\n" + cluster, dir: ".", roots: []string{"a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := tree(t, tt.files)
			for name, target := range tt.links {
				if err := os.Symlink(target, filepath.Join(root, filepath.FromSlash(name))); err != nil {
					t.Skip(err)
				}
			}
			found, err := Scan(t.Context(), opened(t, root), tt.dir, Survey{Types: []string{"aws_eks_cluster"}, Excluded: tt.exclude})
			if err != nil {
				t.Fatal(err)
			}
			excluded := slices.Sorted(slices.Values(found.Excluded()))
			got := [][]string{found.Roots(), excluded, found.Hidden(), found.Outside()}
			if diff := cmp.Diff([][]string{tt.roots, tt.excluded, tt.hidden, tt.outside}, got); diff != "" {
				t.Errorf("roots, excluded, hidden, outside (-want +got):\n%s", diff)
			}
		})
	}
}

// A hidden directory may be a cache of any size.
func TestHiddenIsBounded(t *testing.T) {
	files := "-- main.tf --\n" + cluster
	for i := range 10 {
		files += "-- .cache/" + string(rune('a'+i)) + "/x --\n"
	}
	files += "-- .cache/z/main.tf --\n"
	found := scanned(t, tree(t, files), ".")
	left := 3
	if found.holds(".cache", &left) || left != 0 {
		t.Errorf("%d directories are left", left)
	}
}
