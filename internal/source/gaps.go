package source

import (
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// uncalled is a call of a module that was not read, with the instances of the
// module that has the call.
type uncalled struct {
	gap     graph.Gap
	callers []*module
	call    *config.Call
}

// unscanned notes a call whose module is not read. With remedy the user can change
// that.
func (m *module) unscanned(call *config.Call, why, remedy string) {
	address := m.childAddress(call.Name).Config()
	i, ok := m.uncalledAt[address+" "+why]
	if !ok {
		at := m.rangeOf(call.Range)
		gap := graph.Gap{
			Kind: graph.UnreadModule, Address: address, Range: &at, Calls: m.chain(),
			Why: why, Remedy: remedy, Provider: mainProvider(call.Source),
		}
		i, m.loader.uncalled = len(m.uncalled), append(m.uncalled, &uncalled{gap: gap, call: call})
		m.uncalledAt[address+" "+why] = i
	}
	m.uncalled[i].callers = append(m.uncalled[i].callers, m)
	detail := why
	if remedy != "" {
		detail += "; " + remedy
	}
	m.warn("module "+address+" not scanned", detail, &call.Range)
}

// passed returns what the arguments of the call are made of, in all instances.
func (u *uncalled) passed() graph.Origins {
	var all graph.Origins
	for _, m := range u.callers {
		e := m.child(u.call.Name).expansion
		keys := e.keys
		if e.unknown {
			keys = []graph.Key{{}}
		}
		for _, key := range keys {
			for _, name := range sorted(u.call.Arguments) {
				v := m.eval(u.call.Arguments[name].Expr, e.scope(key))
				all.Refs = append(all.Refs, m.loader.origins(v).Refs...)
				all.Literals = append(all.Literals, v)
			}
		}
	}
	return all
}

// allGaps lists what was not read of the root module and all that it calls.
func (l *loader) allGaps() []graph.Gap {
	gaps := slices.Clone(l.gaps)
	for _, u := range l.uncalled {
		u.gap.Passed = sync.OnceValue(u.passed)
		gaps = append(gaps, u.gap)
	}
	return gaps
}

// unreadFile notes a part of a file that is not read. Why is in the diagnostics on
// this line, which are added before.
func (l *loader) unreadFile(at graph.Range) {
	gap := graph.Gap{Kind: graph.UnreadFile, Range: &at}
	for _, d := range l.diagnostics {
		if d.Location == nil || d.Location.File != at.File || d.Location.StartLine != at.StartLine {
			continue
		}
		switch d.Severity {
		case finding.DiagnosticError:
			gap.Remedy = "fix it"
		case finding.DiagnosticWarning:
			gap.Remedy = scanPlan
		default:
			continue
		}
		gap.Why = strings.TrimPrefix(strings.TrimPrefix(d.Summary, "skipped: "), "not read: ") // the gap's state says it
		if d.Detail != "" {
			gap.Why += ": " + d.Detail
		}
		break
	}
	l.gaps = append(l.gaps, gap)
}

// tooMuch is why something is past the limits.
const tooMuch = "the configuration has more modules and resources than are evaluated"

// past notes the first module of which something is not read because of a limit.
func (l *loader) past(module graph.Module, why string, at *hcl.Range) {
	if l.cut {
		return
	}
	l.cut = true
	gap := graph.Gap{Kind: graph.PastLimit, Address: module.Config(), Why: why, Remedy: scanPlan}
	if at != nil {
		r := l.rangeOf(*at)
		gap.Range = &r
	}
	l.gaps = append(l.gaps, gap)
	l.warn(gap.Name()+" was not read in full", why, at)
}

// mainProvider returns the main provider of a module of a registry, by its address:
// NAMESPACE/NAME/PROVIDER, perhaps after a host and before a path in the module.
// It is "" for any other source.
func mainProvider(source string) string {
	address, _, _ := strings.Cut(source, "//")
	parts := strings.Split(address, "/")
	if isLocal(source) || parts[0] == "github.com" || parts[0] == "bitbucket.org" { // short for a Git repository
		return ""
	}
	if len(parts) == 4 && strings.Contains(parts[0], ".") {
		parts = parts[1:]
	}
	if len(parts) != 3 || strings.ContainsAny(address, ":?@") || strings.Contains(parts[0], ".") {
		return ""
	}
	return parts[2]
}
