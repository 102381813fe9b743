package plan

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// siblings are the instances of one block, in every instance of its module.
type siblings struct {
	all []*graph.Resource

	// Made when they are first asked for: most blocks have one instance.
	byModule map[string][]*graph.Resource // by the address of the module instance
	at       map[instanceKey]*graph.Resource
}

type instanceKey struct {
	module string
	key    graph.Key
}

func (s *siblings) index() {
	if s.at != nil {
		return
	}
	s.byModule, s.at = map[string][]*graph.Resource{}, make(map[instanceKey]*graph.Resource, len(s.all))
	for _, r := range s.all {
		module := r.Address.Module.String()
		s.byModule[module] = append(s.byModule[module], r)
		s.at[instanceKey{module, r.Address.Key}] = r
	}
}

// relevant returns the instances that an address without some of its keys takes in.
func (s *siblings) relevant(entry graph.Address, m *meter) []*graph.Resource {
	if s == nil {
		return nil
	}
	var found []*graph.Resource
	for _, r := range s.all {
		if m.take(1) && r.Address.IsOf(entry) {
			found = append(found, r)
		}
	}
	return found
}

// find returns the instances of a resource that the path and key may mean. A
// preferred key narrows wherever an instance with that key is among them. Do not
// change what it returns.
func (d *document) find(path []step, config string, key keyPattern) []*graph.Resource {
	s := d.instances[config]
	if s == nil {
		return nil
	}
	found := s.all
	if module, ok := fixed(path); ok && len(found) > 1 {
		s.index()
		if !key.any || key.prefer {
			if r := s.at[instanceKey{module, key.key}]; r != nil {
				return []*graph.Resource{r}
			}
		}
		if !key.any {
			return nil
		}
		return s.byModule[module]
	}
	if !d.meter.take(int64(len(found))/16 + 1) {
		return nil
	}
	found = only(found, func(r *graph.Resource) bool {
		return matches(path, r.Address.Module) && (key.any || r.Address.Key == key.key)
	})
	for i, s := range path {
		if s.key.prefer {
			found = prefer(found, func(r *graph.Resource) bool { return r.Address.Module[i].Key == s.key.key })
		}
	}
	if key.prefer {
		found = prefer(found, func(r *graph.Resource) bool { return r.Address.Key == key.key })
	}
	return found
}

// fixed returns the address of the one module instance that a path means.
func fixed(path []step) (module string, ok bool) {
	instance := make(graph.Module, len(path))
	for i, s := range path {
		if s.key.any {
			return "", false
		}
		instance[i] = graph.ModuleStep{Name: s.name, Key: s.key.key}
	}
	return instance.String(), true
}

// matches reports whether the pattern takes in the instance's module.
func matches(path []step, module graph.Module) bool {
	if len(path) != len(module) {
		return false
	}
	for i, s := range path {
		if s.name != module[i].Name || !s.key.any && s.key.key != module[i].Key {
			return false
		}
	}
	return true
}

func only(all []*graph.Resource, like func(*graph.Resource) bool) []*graph.Resource {
	var kept []*graph.Resource
	for _, r := range all {
		if like(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

func prefer(all []*graph.Resource, like func(*graph.Resource) bool) []*graph.Resource {
	if kept := only(all, like); len(kept) > 0 {
		return kept
	}
	return all
}
