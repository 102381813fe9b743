package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The registry tells Terraform by this file which protocol a release speaks. One
// without it would be taken for protocol 5. TestDebug holds the program to it.
func TestManifest(t *testing.T) {
	var got any
	read(t, "terraform-registry-manifest.json", &got)
	want := map[string]any{"version": 1, "metadata": map[string]any{"protocol_versions": []any{"6.0"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestArchives holds the files of a release, in the folder that CISBENCH_DIST
// names, to what the registry asks for, and lets Terraform and OpenTofu install
// and use the one for this machine. make snapshot makes such a folder.
// https://developer.hashicorp.com/terraform/registry/providers/publishing
func TestArchives(t *testing.T) {
	dist := os.Getenv("CISBENCH_DIST")
	if dist == "" {
		t.Skip("CISBENCH_DIST names no release to test: see make snapshot")
	}
	sums, err := filepath.Glob(filepath.Join(dist, "terraform-provider-cisbench_*_SHA256SUMS"))
	if err != nil || len(sums) != 1 {
		t.Fatalf("expected one file of checksums in %s: %v %v", dist, sums, err)
	}
	version := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(sums[0]), "terraform-provider-cisbench_"), "_SHA256SUMS")
	content, err := os.ReadFile(sums[0])
	if err != nil {
		t.Fatal(err)
	}

	line := regexp.MustCompile(`^([0-9a-f]{64})  (\S+)\n$`)
	platforms := map[string]string{} // to archives
	manifest := false
	for text := range strings.Lines(string(content)) {
		parts := line.FindStringSubmatch(text)
		if parts == nil {
			t.Fatalf("not a checksum: %q", text)
		}
		name := strings.TrimPrefix(parts[2], "terraform-provider-cisbench_"+version+"_")
		file := filepath.Join(dist, parts[2])
		if name == "manifest.json" {
			manifest, file = true, "terraform-registry-manifest.json" // is renamed as it is uploaded
		} else if platform, ok := strings.CutSuffix(name, ".zip"); ok {
			platforms[platform] = file
		} else {
			t.Errorf("%s is neither an archive nor the manifest of version %s", parts[2], version)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != parts[1] {
			t.Errorf("%s has another checksum", file)
		}
	}
	if !manifest {
		t.Error("the manifest has no checksum")
	}
	// The platforms of HCP Terraform and of people's machines.
	for _, platform := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64"} {
		if platforms[platform] == "" {
			t.Errorf("no archive for %s: %v", platform, platforms)
		}
	}
	for platform, file := range platforms {
		program := "terraform-provider-cisbench_v" + version
		if strings.HasPrefix(platform, "windows_") {
			program += ".exe"
		}
		want := map[string]bool{"CHANGELOG.md": false, "LICENSE": false, "README.md": false, program: true}
		if diff := cmp.Diff(want, contents(t, file)); diff != "" {
			t.Errorf("%s: files, and whether they are programs (-want +got):\n%s", file, diff)
		}
	}
	if signature, err := os.ReadFile(sums[0] + ".sig"); err == nil && bytes.HasPrefix(signature, []byte("-----BEGIN")) {
		t.Error("the signature is armoured, and the registry takes binary ones")
	}

	archive := platforms[runtime.GOOS+"_"+runtime.GOARCH]
	if archive == "" {
		t.Skipf("no archive for %s_%s to install", runtime.GOOS, runtime.GOARCH)
	}
	tools := 0
	for tool, registry := range map[string]string{"terraform": "registry.terraform.io", "tofu": "registry.opentofu.org"} {
		if program, err := exec.LookPath(tool); err == nil {
			tools++
			t.Run(tool, func(t *testing.T) { install(t, program, registry, version, archive) })
		}
	}
	if tools == 0 {
		t.Error("neither terraform nor tofu is on PATH: the archive is not installed")
	}
}

// contents are the files of an archive, and whether a system may run them.
func contents(t *testing.T, archive string) map[string]bool {
	t.Helper()
	r, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	files := map[string]bool{}
	for _, f := range r.File {
		files[f.Name] = f.Mode().Perm()&0o111 != 0
	}
	return files
}

// install unpacks an archive into a filesystem mirror, whence the tool takes the
// provider for a configuration.
func install(t *testing.T, tool, registry, version, archive string) {
	dir, mirror := t.TempDir(), t.TempDir()
	unpack(t, archive, filepath.Join(mirror, registry, "cisbench", "cisbench", version, runtime.GOOS+"_"+runtime.GOARCH))
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("main.tf", fmt.Sprintf(`
terraform {
  required_providers {
    cisbench = {
      source  = "cisbench/cisbench"
      version = %q
    }
  }
}
output "failures" {
  value = provider::cisbench::ecr_failures({ name = "app", image_scanning_configuration = [] })
}
`, version))
	config := write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(mirror)))
	run := func(args ...string) string {
		cmd := exec.Command(tool, args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("init", "-no-color", "-input=false")
	if out := run("plan", "-no-color", "-input=false"); !strings.Contains(out, "CIS 5.1.1 (medium)") {
		t.Errorf("expected a plan with a failure of 5.1.1:\n%s", out)
	}
}

func unpack(t *testing.T, archive, to string) {
	t.Helper()
	r, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := os.MkdirAll(to, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(filepath.Join(to, filepath.Base(f.Name)), os.O_CREATE|os.O_WRONLY|os.O_EXCL, f.Mode().Perm())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(file, from); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
