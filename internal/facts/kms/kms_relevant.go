package kms

import (
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// relevantKeys holds the plan's KMS keys on which some change depends, by where
// they are declared.
type relevantKeys map[keyPlace][]*graph.Resource

// keyPlace is a module instance, or all that is inside it, and an instance key
// ("" for any).
type keyPlace struct {
	module string
	inside bool
	key    string
}

func relevantKeysOf(g *graph.Graph) relevantKeys {
	keys := relevantKeys{}
	for _, r := range g.Relevant([]string{"arn", "id", "key_id"}, kmsKeyTypes()...) {
		if r.Mode != graph.Managed {
			continue
		}
		module, key := r.Address.Module, r.Address.Key.String()
		keys.add(r, module.String(), false, key)
		for depth := range len(module) + 1 {
			keys.add(r, module[:depth].String(), true, key)
		}
	}
	return keys
}

func (keys relevantKeys) add(r *graph.Resource, module string, inside bool, key string) {
	at := keyPlace{module: module, inside: inside}
	keys[at] = append(keys[at], r)
	if key != "" {
		at.key = key
		keys[at] = append(keys[at], r)
	}
}

// near returns where the keys are that a resource may mean: in its own module
// instance first, and there the one with its own instance key.
func (keys relevantKeys) near(r *graph.Resource) (at keyPlace, ok bool) {
	module, key := r.Address.Module.String(), r.Address.Key.String()
	for _, at := range []keyPlace{
		{module, false, key}, {module, false, ""},
		{module, true, key}, {module, true, ""},
		{"", true, ""},
	} {
		if len(keys[at]) > 0 {
			return at, true
		}
	}
	return keyPlace{}, false
}

// hidden judges an argument that a dynamic block writes: plan JSON tells of its
// key only that some change depends on it. EKS takes no key but a customer
// managed one, since an AWS managed key's policy admits its own service alone.
func (k *Keyring) hidden(arn graph.Value) control.Verdict {
	at, ok := k.relevant.near(arn.Resource())
	if !ok {
		return control.Unknown(arn)
	}
	// Clusters of one place share its keys: judging these anew for each would be quadratic.
	v, ok := k.judged[at]
	if !ok {
		v = k.oneOf(arn, k.relevant[at])
		named := naming(k.relevant[at])
		if v.Status == finding.Pass {
			v.Message = "secrets are encrypted with the customer managed key " + named
		}
		v = v.Assuming("the key that the dynamic block of encryption_config names is one that " + arn.Input().String() + " creates: " + named)
		k.judged[at] = v
	}
	if v.Decider.Resource().Type == eks.ClusterType {
		v.Decider = arn
	}
	return v.On(arn.Resource())
}

// naming tells of all the keys, and names the first: when several would do, none
// of them is known to be the one.
func naming(keys []*graph.Resource) string {
	first := keys[0].String()
	switch others := len(keys) - 1; others {
	case 0:
		return first
	case 1:
		return first + " or " + keys[1].String()
	default:
		return fmt.Sprintf("%s or one of %d others", first, others)
	}
}
