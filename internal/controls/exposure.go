package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// exposure says whether something leads to the internet. The order counts: of
// several things that all hold, the greatest decides.
type exposure int

const (
	private   exposure = iota
	elsewhere          // it is decided outside this plan
	undecided          // it is known only after apply, or cannot be told
	public
)

// way is an exposure, with the attribute that decides it.
type way struct {
	exposure
	By      graph.Value
	Why     string // the fact, as a message states it
	Assumes []string
}

func (w way) fail() control.Verdict {
	return control.Fail(w.By, "%s", w.Why).Assuming(w.Assumes...)
}

func (w way) unknown() control.Verdict { return control.Unresolved(w.By, "%s", w.Why) }

func (w way) manual() control.Verdict { return control.Manual(w.By, "%s", w.Why) }

// allWays returns what holds when every one of the ways does.
func allWays(ways []way) way {
	var widest way
	for i, w := range ways {
		if i == 0 || w.exposure > widest.exposure {
			widest = w
		}
	}
	widest.Assumes = assumptions(ways)
	return widest
}

// eitherWay returns what holds whichever one of the ways does; where they differ,
// it hangs on the value that chooses among them. Of no ways nothing is known.
func eitherWay(chooses graph.Value, ways []way) way {
	if len(ways) == 0 {
		return way{exposure: undecided, By: chooses, Why: waiting(chooses)}
	}
	var chosen way
	for i, w := range ways {
		if i == 0 {
			chosen = w
		} else if w.exposure != chosen.exposure {
			chosen = way{exposure: undecided, By: chooses, Why: "which is meant cannot be told: " + chosen.Why + "; " + w.Why}
			break
		}
	}
	chosen.Assumes = assumptions(ways)
	return chosen
}

func assumptions(ways []way) []string {
	var assumes []string
	seen := map[string]bool{}
	for _, w := range ways {
		for _, a := range w.Assumes {
			if !seen[a] {
				seen[a] = true
				assumes = append(assumes, a)
			}
		}
	}
	return assumes
}
