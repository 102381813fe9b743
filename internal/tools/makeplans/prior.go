package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// stateFile is where Terraform's local backend looks by itself.
const stateFile = "terraform.tfstate"

// prepareState plans before/ and writes what its apply would have left as the
// working copy's state.
//
// A resource goes into the state once everything written in its configuration
// is known. What AWS would fill in (ids, ARNs) is made up then, so that the
// next plan knows it, and with it the arguments of the resources that refer to
// it; and so on until nothing is left to create.
func (tf terraform) prepareState(ctx context.Context) error {
	before := tf
	before.dir = filepath.Join(tf.dir, "before")
	if err := before.borrow(tf.dir); err != nil {
		return err
	}
	state := newState()
	for {
		shown, err := before.planJSON(ctx)
		if err != nil {
			return err
		}
		var plan priorPlan
		if err := json.Unmarshal(shown, &plan); err != nil {
			return fmt.Errorf("reading plan: %w", err)
		}
		todo := plan.toCreate()
		if len(todo) == 0 {
			break
		}
		ready := plan.settled(todo)
		if len(ready) == 0 {
			ready = todo
		}
		for _, change := range ready {
			if err := state.add(change, plan.schemaVersion(change.Address)); err != nil {
				return err
			}
		}
		if err := state.write(filepath.Join(before.dir, stateFile)); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(before.dir, ".terraform")); err != nil {
		return err
	}
	return os.Rename(filepath.Join(before.dir, stateFile), filepath.Join(tf.dir, stateFile))
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

func (s *state) add(c priorChange, schemaVersion int) error {
	unknown, ok := c.Change.AfterUnknown.(map[string]any)
	if !ok || c.Change.After == nil {
		return errors.New(c.Address + ": expected a planned object")
	}
	values, _ := madeUp{c}.fill("", c.Change.After, unknown).(map[string]any)
	instance := stateInstance{IndexKey: c.Index, SchemaVersion: schemaVersion, Attributes: values}
	for i, r := range s.Resources {
		if r.Module == c.ModuleAddress && r.Type == c.Type && r.Name == c.Name {
			s.Resources[i].Instances = append(r.Instances, instance)
			return nil
		}
	}
	s.Resources = append(s.Resources, stateResource{
		Module: c.ModuleAddress, Mode: "managed", Type: c.Type, Name: c.Name,
		Provider:  fmt.Sprintf("provider[%q]", c.ProviderName),
		Instances: []stateInstance{instance},
	})
	return nil
}
