package main

import (
	"reflect"
	"slices"
	"strings"
)

// priorPlan is what a state is made from.
type priorPlan struct {
	PlannedValues struct {
		RootModule valuesModule `json:"root_module"`
	} `json:"planned_values"`
	ResourceChanges []priorChange `json:"resource_changes"`
	Configuration   struct {
		RootModule configModule `json:"root_module"`
	} `json:"configuration"`
}

type valuesModule struct {
	Resources []struct {
		Address       string `json:"address"`
		SchemaVersion int    `json:"schema_version"`
	} `json:"resources"`
	ChildModules []valuesModule `json:"child_modules"`
}

type priorChange struct {
	Address       string `json:"address"`
	ModuleAddress string `json:"module_address"`
	Mode          string `json:"mode"`
	Type          string `json:"type"`
	Name          string `json:"name"`
	Index         any    `json:"index"`
	ProviderName  string `json:"provider_name"`
	Change        struct {
		Actions      []string `json:"actions"`
		Before       any      `json:"before"`
		After        any      `json:"after"`
		AfterUnknown any      `json:"after_unknown"`
	} `json:"change"`
}

type configModule struct {
	Resources []struct {
		Mode        string         `json:"mode"`
		Type        string         `json:"type"`
		Name        string         `json:"name"`
		Expressions map[string]any `json:"expressions"`
	} `json:"resources"`
	ModuleCalls map[string]struct {
		Module configModule `json:"module"`
	} `json:"module_calls"`
}

// next are the changes to carry over into the state now: the updates of what is
// there, else those resources that wait for nothing, else all that is left.
func (p priorPlan) next() []priorChange {
	if updates := p.planned("update"); len(updates) > 0 {
		return updates
	}
	creates := p.planned("create")
	if ready := p.settled(creates); len(ready) > 0 {
		return ready
	}
	return creates
}

func (p priorPlan) planned(action string) []priorChange {
	var found []priorChange
	for _, c := range p.ResourceChanges {
		if c.Mode == "managed" && slices.Equal(c.Change.Actions, []string{action}) {
			found = append(found, c)
		}
	}
	return found
}

// unsettled names a resource that a plan over the state would replace or delete:
// something made up does not suit its provider.
func (p priorPlan) unsettled() string {
	for _, c := range p.ResourceChanges {
		if c.Mode == "managed" && !slices.Equal(c.Change.Actions, []string{"no-op"}) {
			return c.String()
		}
	}
	return ""
}

// settled are those changes that wait for nothing: each unknown value is one
// that the configuration leaves to the provider.
func (p priorPlan) settled(changes []priorChange) []priorChange {
	return slices.DeleteFunc(slices.Clone(changes), func(c priorChange) bool {
		return waits(p.expressions(c), c.Change.AfterUnknown)
	})
}

// waits reports whether an unknown value is written with references.
func waits(expression, unknown any) bool {
	switch unknown := unknown.(type) {
	case bool:
		written, ok := expression.(map[string]any)
		return unknown && ok && written["references"] != nil
	case map[string]any:
		written, _ := expression.(map[string]any)
		if written["references"] != nil {
			return anyTrue(unknown)
		}
		for key, value := range unknown {
			if waits(written[key], value) {
				return true
			}
		}
	case []any:
		if written, ok := expression.(map[string]any); ok && written["references"] != nil {
			return anyTrue(unknown)
		}
		blocks, _ := expression.([]any)
		for i, value := range unknown {
			if i < len(blocks) && waits(blocks[i], value) {
				return true
			}
		}
	}
	return false
}

func anyTrue(unknown any) bool {
	switch unknown := unknown.(type) {
	case bool:
		return unknown
	case map[string]any:
		for _, value := range unknown {
			if anyTrue(value) {
				return true
			}
		}
	case []any:
		for _, value := range unknown {
			if anyTrue(value) {
				return true
			}
		}
	}
	return false
}

// expressions are those of the resource in the configuration.
func (p priorPlan) expressions(c priorChange) any {
	module := p.Configuration.RootModule
	for _, step := range strings.Split(c.ModuleAddress, "module.")[1:] {
		name, _, _ := strings.Cut(strings.TrimSuffix(step, "."), "[")
		module = module.ModuleCalls[name].Module
	}
	for _, r := range module.Resources {
		if r.Mode == "managed" && r.Type == c.Type && r.Name == c.Name {
			return r.Expressions
		}
	}
	return nil
}

func (p priorPlan) schemaVersion(address string) int {
	return p.PlannedValues.RootModule.schemaVersion(address)
}

func (m valuesModule) schemaVersion(address string) int {
	for _, r := range m.Resources {
		if r.Address == address {
			return r.SchemaVersion
		}
	}
	for _, child := range m.ChildModules {
		if version := child.schemaVersion(address); version != 0 {
			return version
		}
	}
	return 0
}

// String names a change and the arguments that it is about.
func (c priorChange) String() string {
	before, _ := c.Change.Before.(map[string]any)
	after, _ := c.Change.After.(map[string]any)
	unknown, _ := c.Change.AfterUnknown.(map[string]any)
	var keys []string
	for key := range after {
		if before != nil && (!reflect.DeepEqual(before[key], after[key]) || anyTrue(unknown[key])) {
			keys = append(keys, key)
		}
	}
	for key := range unknown {
		if before != nil && after[key] == nil && anyTrue(unknown[key]) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return c.Address + " (" + strings.Join(slices.Compact(keys), ", ") + ")"
}
