package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// stateFile is where Terraform's local backend looks by itself.
const stateFile = "terraform.tfstate"

// maxRounds bounds the plans for one state: chains of references in a test
// case are short, and a difference that stays is a mistake in the case.
const maxRounds = 12

// prepareState plans before/ and writes what its apply would have left as the
// working copy's state.
//
// A resource goes into the state once everything written in its configuration
// is known. What AWS would fill in (ids, ARNs) is made up then, so that the
// next plan knows it, and with it the arguments of the resources that refer to
// it; and so on until nothing is left to create. A provider that then still
// sees a difference (between null and an empty set, say) gets its way.
func (tf terraform) prepareState(ctx context.Context) error {
	before := tf
	before.dir = filepath.Join(tf.dir, "before")
	if err := before.borrow(tf.dir); err != nil {
		return err
	}
	state := newState()
	var last string
	for range maxRounds {
		shown, err := before.planJSON(ctx)
		if err != nil {
			return err
		}
		var plan priorPlan
		if err := json.Unmarshal(shown, &plan); err != nil {
			return fmt.Errorf("reading plan: %w", err)
		}
		changes := plan.next()
		if len(changes) == 0 {
			if odd := plan.unsettled(); odd != "" {
				return fmt.Errorf("expected a plan without changes, but it would still change %s", odd)
			}
			state.mirror()
			if err := state.write(filepath.Join(before.dir, stateFile)); err != nil {
				return err
			}
			return os.Rename(filepath.Join(before.dir, stateFile), filepath.Join(tf.dir, stateFile))
		}
		now := fmt.Sprint(changes)
		if now == last {
			return fmt.Errorf("expected a plan without changes, but it keeps changing %s", now)
		}
		last = now
		for _, change := range changes {
			if err := state.put(change, plan.schemaVersion(change.Address)); err != nil {
				return err
			}
		}
		if err := state.write(filepath.Join(before.dir, stateFile)); err != nil {
			return err
		}
	}
	return fmt.Errorf("expected a plan without changes after %d rounds, the last changes %s", maxRounds, last)
}

// borrow copies the case's modules into before/, unless it has its own.
func (tf terraform) borrow(from string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		target := filepath.Join(tf.dir, entry.Name())
		if !entry.IsDir() || entry.Name() == "before" || entry.Name() == "aws" || isDir(target) {
			continue
		}
		if err := os.CopyFS(target, os.DirFS(filepath.Join(from, entry.Name()))); err != nil {
			return err
		}
	}
	return nil
}

// state is Terraform's state file, version 4: what this tool needs of it.
type state struct {
	Version          int             `json:"version"`
	TerraformVersion string          `json:"terraform_version"`
	Serial           int             `json:"serial"`
	Lineage          string          `json:"lineage"`
	Outputs          struct{}        `json:"outputs"`
	Resources        []stateResource `json:"resources"`
}

type stateResource struct {
	Module    string          `json:"module,omitempty"`
	Mode      string          `json:"mode"`
	Type      string          `json:"type"`
	Name      string          `json:"name"`
	Provider  string          `json:"provider"`
	Instances []stateInstance `json:"instances"`
}

type stateInstance struct {
	IndexKey      any            `json:"index_key,omitempty"`
	SchemaVersion int            `json:"schema_version"`
	Attributes    map[string]any `json:"attributes"`
}

func newState() *state {
	return &state{Version: 4, TerraformVersion: "1.11.4", Serial: 1, Lineage: "00000000-0000-0000-0000-000000000000"}
}

func (s *state) write(path string) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

// mirror gives roles and route tables what the AWS provider reads into their computed
// arguments on refresh: the policies and routes that other resources gave them.
func (s *state) mirror() {
	for _, table := range s.Resources {
		for _, instance := range table.Instances {
			if routes := s.routesOf(instance); table.Type == "aws_route_table" && len(routes) > 0 {
				instance.Attributes["route"] = routes
			}
		}
	}
	for _, role := range s.Resources {
		for _, instance := range role.Instances {
			if role.Type != "aws_iam_role" {
				break
			}
			arns, inline := []any{}, []any{}
			for _, r := range s.Resources {
				for _, i := range r.Instances {
					switch {
					case i.Attributes["role"] != instance.Attributes["name"]:
					case r.Type == "aws_iam_role_policy_attachment":
						arns = append(arns, i.Attributes["policy_arn"])
					case r.Type == "aws_iam_role_policy":
						inline = append(inline, map[string]any{"name": i.Attributes["name"], "policy": i.Attributes["policy"]})
					}
				}
			}
			if len(arns) > 0 {
				instance.Attributes["managed_policy_arns"] = arns
			}
			if len(inline) > 0 {
				instance.Attributes["inline_policy"] = inline
			}
		}
	}
}

// routesOf returns the routes that other resources add to a route table, as it shows them.
func (s *state) routesOf(table stateInstance) []any {
	var routes []any
	for _, r := range s.Resources {
		for _, i := range r.Instances {
			if r.Type != "aws_route" || i.Attributes["route_table_id"] != table.Attributes["id"] {
				continue
			}
			route := map[string]any{"cidr_block": i.Attributes["destination_cidr_block"], "ipv6_cidr_block": i.Attributes["destination_ipv6_cidr_block"]}
			for _, name := range []string{
				"carrier_gateway_id", "core_network_arn", "destination_prefix_list_id", "egress_only_gateway_id", "gateway_id", "local_gateway_id",
				"nat_gateway_id", "network_interface_id", "transit_gateway_id", "vpc_endpoint_id", "vpc_peering_connection_id",
			} {
				route[name] = i.Attributes[name]
			}
			for name, v := range route {
				if v == nil {
					route[name] = ""
				}
			}
			routes = append(routes, route)
		}
	}
	return routes
}

// put adds what the change creates, or replaces what it updates.
func (s *state) put(c priorChange, schemaVersion int) error {
	unknown, ok := c.Change.AfterUnknown.(map[string]any)
	if !ok || c.Change.After == nil {
		return errors.New(c.Address + ": expected a planned object")
	}
	values, _ := madeUp{c}.fill("", c.Change.After, unknown).(map[string]any)
	instance := stateInstance{IndexKey: c.Index, SchemaVersion: schemaVersion, Attributes: values}
	at := slices.IndexFunc(s.Resources, func(r stateResource) bool {
		return r.Module == c.ModuleAddress && r.Type == c.Type && r.Name == c.Name
	})
	if at < 0 {
		s.Resources = append(s.Resources, stateResource{
			Module: c.ModuleAddress, Mode: "managed", Type: c.Type, Name: c.Name,
			Provider:  fmt.Sprintf("provider[%q]", c.ProviderName),
			Instances: []stateInstance{instance},
		})
		return nil
	}
	r := &s.Resources[at]
	same := slices.IndexFunc(r.Instances, func(i stateInstance) bool { return i.IndexKey == c.Index })
	if same < 0 {
		r.Instances = append(r.Instances, instance)
	} else {
		r.Instances[same] = instance
	}
	return nil
}
