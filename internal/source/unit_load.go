package source

import (
	"context"
	"fmt"
	"maps"
	"path"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// unit takes over what a unit says of its module, which is in dir.
func (l *loader) unit(ctx context.Context, u *Unit, dir string) {
	l.inputs, l.inputsOpen = u.values(ctx, l.files)
	for _, r := range u.parts {
		l.unreadFile(l.rangeOf(r))
	}
	if path.Clean(u.Dir) == path.Clean(dir) || u.File == "" || isComponents(u.File) {
		return
	}
	// Terragrunt copies the files next to its own over those of the module.
	auto, unread, diagnostics := l.files.AutoVars(u.Dir, withheldMark{})
	maps.Copy(l.automatic, auto)
	l.valuesOpen = l.valuesOpen || len(unread) > 0
	l.add(diagnostics)
	for _, r := range unread {
		l.unreadFile(l.rangeOf(r))
	}
	if entries, err := l.files.Dir(u.Dir); err == nil {
		for _, name := range configFiles(entries) {
			l.unreadFile(l.rangeOf(whole(path.Join(u.Dir, name))))
		}
	}
}

// Unread makes a root module of units whose modules are not read: it declares nothing,
// and its graph has a gap.
func Unread(ctx context.Context, files *config.Files, units []*Unit, o Options) (*Root, error) {
	l := newLoader(ctx, files, units[0].Dir, o)
	root := &Root{loader: l, module: l.newModule(&config.Module{Dir: units[0].Dir})}
	at := l.rangeOf(units[0].at)
	gap := graph.Gap{Kind: graph.UnreadModule, Range: &at, Address: l.show(units[0].Path), Why: units[0].Why, Remedy: "scan plans: terragrunt run --all plan --json-out-dir plans"}
	if isComponents(units[0].File) {
		gap.Remedy = "scan plans of the stack's deployments"
	}
	if more := len(units) - 1; more > 0 {
		gap.Why += fmt.Sprintf("; and %d more units", more)
	}
	l.gaps = append(l.gaps, gap)
	root.Graph = graph.New(nil)
	root.Graph.Kind = graph.FromSource
	root.Graph.Gaps = l.allGaps()
	return root, ctx.Err()
}
