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
	"time"
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

// TestServesTerraform: Terraform can start the program itself.
func TestServesTerraform(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not on PATH: that it can start the program is not tested")
	}
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
	cmd := exec.Command(terraform, "plan", "-no-color")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "CIS 5.1.1 (medium)") {
		t.Errorf("expected a plan with a failure of 5.1.1: %v\n%s", err, out)
	}
}

// TestDebug: with -debug the program waits for Terraform, and says how it is
// reached.
func TestDebug(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
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
		found = strings.Contains(lines.Text(), `TF_REATTACH_PROVIDERS='{"registry.terraform.io/cisbench/cisbench"`)
	}
	cancel()
	_ = cmd.Wait() // was told to stop
	if !found {
		t.Error("expected a line with TF_REATTACH_PROVIDERS for registry.terraform.io/cisbench/cisbench")
	}
}
