package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// buildProgram builds the program into a folder of its own.
func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "terraform-provider-cisbench")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return program
}

// TestServes: Terraform and OpenTofu can start the program themselves.
func TestServes(t *testing.T) {
	for _, tool := range []string{"terraform", "tofu"} {
		t.Run(tool, func(t *testing.T) {
			path, err := exec.LookPath(tool)
			if err != nil {
				t.Skipf("%s is not on PATH: that it can start the program is not tested", tool)
			}
			serves(t, path)
		})
	}
}

func serves(t *testing.T, tool string) {
	program, dir := buildProgram(t), t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("main.tf", `
terraform {
  required_providers {
    cisbench = {
      source = "cisbench/cisbench"
    }
  }
}
output "failures" {
  value = provider::cisbench::ecr_failures({ name = "app", image_scanning_configuration = [] })
}
`)
	config := write("terraformrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"cisbench/cisbench\" = %q\n  }\n}\n",
		filepath.ToSlash(filepath.Dir(program))))
	cmd := exec.Command(tool, "plan", "-no-color")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "CIS 5.1.1 (medium)") {
		t.Errorf("expected a plan with a failure of 5.1.1: %v\n%s", err, out)
	}
}

// TestDebug: with -debug the program waits for Terraform, and says how it is
// reached.
func TestDebug(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, buildProgram(t), "-debug")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	found := false
	for lines := bufio.NewScanner(stdout); !found && lines.Scan(); {
		found = strings.Contains(lines.Text(), `TF_REATTACH_PROVIDERS='{"registry.terraform.io/cisbench/cisbench"`) &&
			strings.Contains(lines.Text(), `"ProtocolVersion":6`) // as terraform-registry-manifest.json says
	}
	cancel()
	_ = cmd.Wait() // was told to stop
	if !found {
		t.Error("expected a line with TF_REATTACH_PROVIDERS for registry.terraform.io/cisbench/cisbench in protocol 6")
	}
}
