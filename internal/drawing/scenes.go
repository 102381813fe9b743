package drawing

import (
	"cmp"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// scene is what one drawing shows.
type scene struct {
	input   int
	cluster string
	status  finding.Status
	members []id
}

// scenes lists what there is to draw: for each input its clusters, and then what
// belongs to none.
func (w *world) scenes() []scene {
	claimed := map[id]bool{}
	var scenes []scene
	byCluster := map[id][]id{}
	inputs := map[int]bool{}
	for _, at := range w.order {
		inputs[at.input] = true
		if n := w.nodes[at]; n.Cluster != "" {
			of := id{n.Input, n.Cluster}
			byCluster[of] = append(byCluster[of], at)
		}
	}
	homes := w.homes(sorted(byCluster))
	for _, of := range sorted(byCluster) {
		s := scene{input: of.input, cluster: of.address, members: w.closure(slices.Concat(byCluster[of], homes[of]))}
		for _, at := range s.members {
			claimed[at] = true
		}
		scenes = append(scenes, s)
	}
	rest := map[int][]id{}
	for _, at := range w.order {
		if !claimed[at] {
			rest[at.input] = append(rest[at.input], at)
		}
	}
	for input, members := range rest {
		scenes = append(scenes, scene{input: input, members: members})
	}
	for i, s := range scenes {
		scenes[i].status = w.statusOf(s.members)
	}
	slices.SortFunc(scenes, func(a, b scene) int {
		last := func(s scene) int {
			if s.cluster == "" {
				return 1
			}
			return 0
		}
		return cmp.Or(a.input-b.input, last(a)-last(b), cmp.Compare(a.cluster, b.cluster))
	})
	return scenes
}

// homes finds for each cluster what the module that makes it makes beside it, and
// Terraform's output does not link to anything. A module that makes several
// clusters says nothing of what is whose.
func (w *world) homes(clusters []id) map[id][]id {
	makes := map[id][]id{}
	for _, c := range clusters {
		if m := module(c.address); m != "" {
			makes[id{c.input, m}] = append(makes[id{c.input, m}], c)
		}
	}
	homes := map[id][]id{}
	for _, at := range w.order {
		if w.nodes[at].Cluster != "" {
			continue
		}
		for m := module(at.address); m != ""; m = module(m) {
			if made := makes[id{at.input, m}]; len(made) > 0 {
				if len(made) == 1 {
					homes[made[0]] = append(homes[made[0]], at)
				}
				break
			}
		}
	}
	return homes
}

func sorted(m map[id][]id) []id {
	var keys []id
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b id) int { return cmp.Or(a.input-b.input, cmp.Compare(a.address, b.address)) })
	return keys
}

// closure adds to the members of a cluster what they use, and what only says
// more of that, such as a role's attachments. It goes into no other cluster.
func (w *world) closure(members []id) []id {
	in := map[id]bool{}
	for _, at := range members {
		in[at] = true
	}
	all := slices.Clone(members)
	add := func(at id) {
		if n := w.nodes[at]; !in[at] && n.Cluster == "" {
			in[at] = true
			all = append(all, at)
		}
	}
	for i := 0; i < len(all); i++ {
		for _, e := range w.uses[all[i]] {
			add(id{e.Input, e.To})
		}
		for _, e := range w.usedBy[all[i]] {
			if details(w.nodes[id{e.Input, e.From}].Type, e.Role) {
				add(id{e.Input, e.From})
			}
		}
	}
	slices.SortFunc(all, func(a, b id) int { return cmp.Compare(a.address, b.address) })
	return all
}

// worst keeps so many scenes, those with the worst findings, in their order.
func (w *world) worst(scenes []scene, most int) []scene {
	if len(scenes) <= most {
		return scenes
	}
	ranks := make([]int, 0, len(scenes))
	for i := range scenes {
		ranks = append(ranks, i)
	}
	slices.SortStableFunc(ranks, func(a, b int) int { return scenes[a].status.Rank() - scenes[b].status.Rank() })
	ranks = ranks[:most]
	slices.Sort(ranks)
	var kept []scene
	for _, i := range ranks {
		kept = append(kept, scenes[i])
	}
	return kept
}
