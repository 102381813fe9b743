package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// place is where AWS keeps something: an account, for which a provider
// configuration stands, and a region.
type place struct {
	provider string // key of the provider configuration
	region   string // "" when it is not known
	left     bool   // the region was left to the provider configuration
}

// places finds places of instances.
type places struct {
	regions map[string]string // key of a provider configuration → its region
}

func placesOf(g *graph.Graph) places {
	p := places{regions: map[string]string{}}
	for _, aws := range g.Providers("aws") {
		if region, ok := aws.Attr("region").Text(); ok {
			p.regions[aws.Provider] = region
		}
	}
	return p
}

// of returns the place of an instance. The argument region is of AWS provider 6;
// left out, the provider configuration's region holds.
func (p places) of(r *graph.Resource) place {
	region := r.Arg("region")
	if region.Unset() {
		return place{provider: r.Provider, region: p.regions[r.Provider], left: true}
	}
	text, _ := region.Text()
	return place{provider: r.Provider, region: text}
}

// is tells whether two places are one. Two provider configurations are two
// places, whatever their regions.
func (a place) is(b place) truth {
	switch {
	case a.provider != b.provider || a.elsewhere(b):
		return no
	case a.left && b.left, a.region != "" && a.region == b.region:
		return yes
	}
	return maybe
}

// elsewhere reports whether the regions are known to differ.
func (a place) elsewhere(b place) bool {
	return a.region != "" && b.region != "" && a.region != b.region
}
