package assess

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// aside holds the instances that are no subjects, because nothing ties them to EKS.
type aside map[*graph.Resource]bool

// tied returns the verdicts on subjects that belong to EKS, and sets the other
// subjects aside. If a part of the input was not read, it may have the sign.
func (s aside) tied(g *graph.Graph, verdicts []control.Verdict) []control.Verdict {
	ties := eks.TiesOf(g)
	partial := slices.ContainsFunc(g.Gaps, func(gap graph.Gap) bool { return gap.Kind != graph.NotPassed && !gap.Perhaps() && gap.Likely() })
	var kept []control.Verdict
	for _, v := range verdicts {
		switch {
		case ties.Tied(v.Subject):
		case partial && !ties.Foreign(v.Subject):
			v.Status = finding.Unknown
			v.Message += fmt.Sprintf("; whether it belongs to EKS cannot be determined: nothing in %s ties it to EKS, and a part was not read", v.Subject.Input())
		default:
			s[v.Subject] = true
			continue
		}
		kept = append(kept, v)
	}
	return kept
}

// String says how many instances of each kind were set aside; "" if none was.
func (s aside) String() string {
	counts := map[string]int{}
	for r := range s {
		counts[eks.Noun(r)]++
	}
	var parts []string
	for _, noun := range slices.Sorted(maps.Keys(counts)) {
		if counts[noun] > 1 {
			parts = append(parts, fmt.Sprintf("%d %ss", counts[noun], noun))
		} else {
			parts = append(parts, "1 "+noun)
		}
	}
	switch {
	case len(s) == 0:
		return ""
	case len(s) == 1:
		return parts[0] + " without a sign of EKS was not checked"
	}
	return strings.Join(parts, " and ") + " without a sign of EKS were not checked"
}

// explain says in a finding without a subject what was set aside.
func (s aside) explain(f finding.Finding) finding.Finding {
	if len(s) > 0 {
		f.Message += ": " + s.String()
	}
	return f
}

// notes returns the diagnostic on all that was set aside; none if nothing was.
func (s aside) notes() []finding.Diagnostic {
	if len(s) == 0 {
		return nil
	}
	return []finding.Diagnostic{{
		Severity: finding.DiagnosticNote,
		Summary:  s.String(),
		Detail:   "a resource or data source aws_eks_*, a Kubernetes provider of an EKS cluster, or a tag or annotation of one would be such a sign",
	}}
}
