package ecr

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Place is where AWS keeps something: an account, for which a provider
// configuration stands, and a region.
type Place struct {
	Provider string // key of the provider configuration
	region   string // "" when it is not known
	left     bool   // the region was left to the provider configuration
}

// Places finds places of instances.
type Places struct {
	regions map[string]string // key of a provider configuration → its region
}

func PlacesOf(g *graph.Graph) Places {
	p := Places{regions: map[string]string{}}
	for _, aws := range g.Providers("aws") {
		if region, ok := aws.Attr("region").Text(); ok {
			p.regions[aws.Provider] = region
		}
	}
	return p
}

// Of returns the place of an instance. The argument region is of AWS provider 6;
// left out, the provider configuration's region holds.
func (p Places) Of(r *graph.Resource) Place {
	region := r.Arg("region")
	if region.Unset() {
		return Place{Provider: r.Provider, region: p.regions[r.Provider], left: true}
	}
	text, _ := region.Text()
	return Place{Provider: r.Provider, region: text}
}

// Is tells whether two places are one. Two provider configurations are two
// places, whatever their regions.
func (a Place) Is(b Place) logic.Truth {
	switch {
	case a.Provider != b.Provider || a.Elsewhere(b):
		return logic.No
	case a.left && b.left, a.region != "" && a.region == b.region:
		return logic.Yes
	}
	return logic.Maybe
}

// Elsewhere reports whether the regions are known to differ.
func (a Place) Elsewhere(b Place) bool {
	return a.region != "" && b.region != "" && a.region != b.region
}
