package network

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Exposure says whether something leads to the internet. The order counts: of
// several things that all hold, the greatest decides.
type Exposure int

const (
	private   Exposure = iota
	Elsewhere          // it is decided outside this plan
	Undecided          // it is known only after apply, or cannot be told
	Public
)

// Way is an exposure, with the attribute that decides it.
type Way struct {
	Exposure
	By      graph.Value
	Why     string // the fact, as a message states it
	Assumes []string
}

func (w Way) Fail() control.Verdict {
	return control.Fail(w.By, "%s", w.Why).Assuming(w.Assumes...)
}

func (w Way) Unknown() control.Verdict { return control.Unresolved(w.By, "%s", w.Why) }

func (w Way) Manual() control.Verdict { return control.Manual(w.By, "%s", w.Why) }

// AllWays returns what holds when every one of the ways does.
func AllWays(ways []Way) Way {
	var widest Way
	for i, w := range ways {
		if i == 0 || w.Exposure > widest.Exposure {
			widest = w
		}
	}
	widest.Assumes = assumptions(ways)
	return widest
}

// EitherWay returns what holds whichever one of the ways does; where they differ,
// it hangs on the value that chooses among them. Of no ways nothing is known.
func EitherWay(chooses graph.Value, ways []Way) Way {
	if len(ways) == 0 {
		return Way{Exposure: Undecided, By: chooses, Why: control.Waiting(chooses)}
	}
	var chosen Way
	for i, w := range ways {
		if i == 0 {
			chosen = w
		} else if w.Exposure != chosen.Exposure {
			chosen = Way{Exposure: Undecided, By: chooses, Why: "which is meant cannot be told: " + chosen.Why + "; " + w.Why}
			break
		}
	}
	chosen.Assumes = assumptions(ways)
	return chosen
}

func assumptions(ways []Way) []string {
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
