package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
)

// change is what a control of one version of the benchmark became in another.
type change struct {
	Key  string `json:"key"`
	Old  string `json:"old,omitempty"` // its id; empty: the older version does not have it
	New  string `json:"new,omitempty"` // its id; empty: the newer version does not have it
	Same bool   `json:"same"`          // the same id, title and requirement

	title string
}

// mapVersions prints what each control of a version became in another: "OLD:NEW".
func (a *app) mapVersions(versions string, asJSON bool) error {
	older, newer, ok := strings.Cut(versions, ":")
	if !ok {
		return fmt.Errorf("--map: expected two versions, as in %s:%s", benchmark.Default, benchmark.Latest)
	}
	from, err := benchmark.Open(older)
	if err != nil {
		return fmt.Errorf("--map: %w", err)
	}
	to, err := benchmark.Open(newer)
	if err != nil {
		return fmt.Errorf("--map: %w", err)
	}
	changes := []change{}
	for _, c := range from.Controls() {
		became, _ := to.Find(c.Key)
		changes = append(changes, change{
			Key: c.Key, Old: c.ID, New: became.ID,
			Same:  c.ID == became.ID && c.Name() == became.Name() && c.Requires == became.Requires,
			title: became.Name(),
		})
	}
	for _, c := range to.Controls() {
		if _, known := from.Find(c.Key); !known {
			changes = append(changes, change{Key: c.Key, New: c.ID, title: c.Name()})
		}
	}
	if asJSON {
		return a.printJSON(changes)
	}
	var out strings.Builder
	for _, c := range changes {
		remark := c.title
		switch {
		case c.Same:
			remark = "unchanged"
		case c.New == "":
			remark = "removed"
		case c.Old == "":
			remark = "new: " + remark
		}
		fmt.Fprintf(&out, "%-6s -> %-6s  %-26s  %s\n", orDash(c.Old), orDash(c.New), c.Key, remark)
	}
	_, err = io.WriteString(a.stdout, out.String())
	return err
}

// newerVersion says that the program has a newer version of the benchmark than those listed.
func (a *app) newerVersion(listed []string) error {
	versions := benchmark.Embedded()
	newest := versions[len(versions)-1]
	older := func(name string) bool { return name != newest && slices.Contains(versions, name) }
	if !slices.ContainsFunc(listed, older) {
		return nil
	}
	_, err := fmt.Fprintf(a.stderr, "cisbench: %s is a newer version of the benchmark: see --benchmark %[1]s, and --map %[2]s:%[1]s\n", newest, listed[0])
	return err
}
