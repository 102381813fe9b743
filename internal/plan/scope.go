package plan

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// step is one module call in a path of which some instance keys may be open.
type step struct {
	name string
	key  keyPattern
}

// keyPattern says which instances a reference may mean.
type keyPattern struct {
	any    bool      // any key will do
	key    graph.Key // the key that is meant, or that any prefers
	prefer bool      // of any key, take this one where there is such an instance
	by     string    // the reference that the preferred key is taken from
}

func exactly(k graph.Key) keyPattern { return keyPattern{key: k} }

// scope is where an expression stands: in a module, in the block of a resource
// or a module call that has a key of its own.
type scope struct {
	path       []step
	config     *moduleConfig
	key        keyPattern  // of the block: what each.key and count.index give
	repetition *expression // its for_each or count
}

// module returns the address of the scope's module, without keys.
func (sc scope) module() graph.Module {
	module := graph.Module{}
	for _, s := range sc.path {
		module = append(module, graph.ModuleStep{Name: s.name})
	}
	return module
}

// scopeOf returns the scope of a resource instance's arguments.
func (s *instanceSource) scope() scope {
	sc := scope{config: s.module, key: exactly(s.resource.Address.Key)}
	for _, m := range s.resource.Address.Module {
		sc.path = append(sc.path, step{m.Name, exactly(m.Key)})
	}
	if s.config != nil {
		sc.repetition = s.config.repetition
	}
	return sc
}

// caller returns the scope of the arguments of the call that made the scope's
// module, and the call; ok is false in the root module.
func (d *document) caller(sc scope) (up scope, call *callConfig, ok bool) {
	n := len(sc.path)
	if n == 0 {
		return scope{}, nil, false
	}
	last := sc.path[n-1]
	up = scope{path: sc.path[:n-1], key: last.key, config: d.index.config}
	for _, s := range up.path {
		if up.config == nil || up.config.calls[s.name] == nil {
			return scope{}, nil, false
		}
		up.config = up.config.calls[s.name].module
	}
	if up.config == nil || up.config.calls[last.name] == nil {
		return scope{}, nil, false
	}
	call = d.callConfig(up.config.calls[last.name])
	up.repetition = call.repetition
	return up, call, true
}

// callee returns the scope of the outputs of a module that the scope's module
// calls; nil config when there is no such call.
func (sc scope) callee(name string, key keyPattern) scope {
	call := sc.config.calls[name]
	if call == nil {
		return scope{}
	}
	path := append(append([]step(nil), sc.path...), step{name, key})
	return scope{path: path, config: call.module}
}

func onlyFor(ok bool, rest string) string {
	if ok {
		return rest
	}
	return ""
}
