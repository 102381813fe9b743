package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/cisbench/terraform-provider-cisbench/internal/tools/providers"
)

// carriers are types that no control reads by name, but through which values
// reach what controls read.
var carriers = [...]string{"terraform_data", "time_sleep"}

// wantedTypes are the types that controls judge or read, by the catalogue, and
// the carriers.
func wantedTypes(ctx context.Context, root string) (map[string]bool, error) {
	cmd := exec.CommandContext(ctx, "go", "run", ".", "controls", "--format", "json")
	cmd.Dir = root
	listed, err := output(cmd)
	if err != nil {
		return nil, err
	}
	var controls []struct {
		Judges, Reads []string
	}
	if err := json.Unmarshal(listed, &controls); err != nil {
		return nil, fmt.Errorf("reading the list of controls: %w", err)
	}
	wanted := map[string]bool{}
	for _, t := range carriers {
		wanted[t] = true
	}
	for _, c := range controls {
		for _, t := range append(c.Judges, c.Reads...) {
			wanted[t] = true
		}
	}
	return wanted, nil
}

// schemas is what `terraform providers schema -json` prints.
type schemas struct {
	Providers map[string]struct {
		Provider    schema            `json:"provider"`
		Resources   map[string]schema `json:"resource_schemas"`
		DataSources map[string]schema `json:"data_source_schemas"`
	} `json:"provider_schemas"`
}

type schema struct {
	Block *block `json:"block"`
}

// ask has the providers asked for their schemas. terraform_data is Terraform's
// own, and named only where a configuration uses it.
func ask(ctx context.Context, found []providers.Provider) (schemas, error) {
	var answer schemas
	dir, err := os.MkdirTemp("", "makeschema-")
	if err != nil {
		return answer, err
	}
	defer os.RemoveAll(dir)
	var config bytes.Buffer
	config.WriteString("resource \"terraform_data\" \"any\" {}\nterraform {\n  required_providers {\n")
	for _, p := range found {
		fmt.Fprintf(&config, "    %s = { source = %q }\n", filepath.Base(p.Source), p.Source)
	}
	config.WriteString("  }\n}\n")
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), config.Bytes(), 0o644); err != nil {
		return answer, err
	}
	cliConfig, err := providers.WriteConfig(found)
	if err != nil {
		return answer, err
	}
	defer os.Remove(cliConfig)
	cmd := exec.CommandContext(ctx, "terraform", "providers", "schema", "-json")
	cmd.Dir = dir
	cmd.Env = append(providers.CleanEnvironment(), "TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1")
	printed, err := output(cmd)
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(printed, &answer); err != nil {
		return answer, fmt.Errorf("reading the providers' schemas: %w", err)
	}
	return answer, nil
}

func output(cmd *exec.Cmd) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", cmd, err, stderr.Bytes())
	}
	return out, nil
}
