package plan

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// before makes a resource of an object as it was before the plan: every value is
// known, and no configuration declares it.
func (d *document) before(in *instance, providers map[string]string) *graph.Resource {
	s := &instanceSource{document: d, parts: in.parts, siblings: &siblings{}, deferred: !in.values.present()}
	r := graph.NewResource(in.address, s)
	s.resource = r
	d.sources[r] = s
	if _, config := d.configOf(in.address); config != nil {
		r.Provider = d.index.inherited(config.provider)
	} else {
		r.Provider = providers[providerOf(in.address.Type)]
	}
	return r
}

// providerKeys gives for each provider, by the prefix of its types, the key of the
// configuration that all of the instances have: "" if they have several.
func providerKeys(all []*graph.Resource) map[string]string {
	keys := map[string]string{}
	for _, r := range all {
		name := providerOf(r.Type)
		if key, ok := keys[name]; ok && key != r.Provider {
			keys[name] = ""
			continue
		}
		keys[name] = r.Provider
	}
	return keys
}

func providerOf(typ string) string {
	name, _, _ := strings.Cut(typ, "_")
	return name
}
