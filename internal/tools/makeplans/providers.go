package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// installed are the providers that the go command can install.
var installed = map[string]string{
	"hashicorp/time":      "github.com/hashicorp/terraform-provider-time@v0.13.1",
	"gavinbunney/kubectl": "github.com/gavinbunney/terraform-provider-kubectl@v1.19.0",
}

// standins are the providers that ../standin serves by the name of its binary.
var standins = [...]string{"hashicorp/kubernetes", "hashicorp/helm", "hashicorp/null"}

const registryHost = "registry.terraform.io"

// newPlanner gathers the providers and writes Terraform's configuration for
// them. They are given as development overrides: these take whatever version a
// case asks for, and spare each run the checksum of a 600 MB binary.
func newPlanner(ctx context.Context, root string) (*planner, func(), error) {
	aws, err := findInMirror("hashicorp/aws")
	if err != nil {
		return nil, nil, err
	}
	overrides := map[string]string{"hashicorp/aws": aws}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, nil, err
	}
	cache = filepath.Join(cache, "cisbench", "providers")
	for source, module := range installed {
		dir := filepath.Join(cache, filepath.Base(source))
		overrides[source] = dir
		if isFile(filepath.Join(dir, "terraform-provider-"+filepath.Base(source))) {
			continue
		}
		if err := goCommand(ctx, root, "GOBIN="+dir, "install", module); err != nil {
			return nil, nil, err
		}
	}
	tools := filepath.Join(root, "internal", "tools")
	for _, source := range standins {
		dir := filepath.Join(cache, filepath.Base(source))
		overrides[source] = dir
		binary := filepath.Join(dir, "terraform-provider-"+filepath.Base(source))
		if err := goCommand(ctx, tools, "", "build", "-o", binary, "./standin"); err != nil {
			return nil, nil, err
		}
	}
	file, err := writeCLIConfig(overrides)
	if err != nil {
		return nil, nil, err
	}
	return &planner{cliConfig: file}, func() { os.Remove(file) }, nil
}

func writeCLIConfig(overrides map[string]string) (string, error) {
	file, err := os.CreateTemp("", "makeplans-*.tfrc")
	if err != nil {
		return "", err
	}
	fmt.Fprintln(file, "provider_installation {\n  dev_overrides {")
	for source, dir := range overrides {
		fmt.Fprintf(file, "    %q = %q\n", source, filepath.ToSlash(dir))
	}
	fmt.Fprintln(file, "  }\n}")
	return file.Name(), file.Close()
}

func goCommand(ctx context.Context, dir, env string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// findInMirror is the folder of the provider's newest unpacked version.
func findInMirror(source string) (string, error) {
	platform := runtime.GOOS + "_" + runtime.GOARCH
	for _, mirror := range mirrors() {
		found, err := filepath.Glob(filepath.Join(mirror, registryHost, filepath.FromSlash(source), "*", platform))
		if err != nil {
			return "", err
		}
		if len(found) > 0 {
			return slices.MaxFunc(found, compareVersions), nil
		}
	}
	return "", fmt.Errorf("expected an unpacked filesystem mirror with %s/%s: set CISBENCH_PROVIDER_MIRROR to its folder", registryHost, source)
}

// compareVersions orders .../5.9.0/linux_amd64 before .../5.100.0/linux_amd64.
func compareVersions(a, b string) int {
	a, b = filepath.Base(filepath.Dir(a)), filepath.Base(filepath.Dir(b))
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// mirrors are the folders that may hold a mirror: the one that is named, those
// that Terraform looks into by itself, and any other near the file system's
// root.
func mirrors() []string {
	if named := os.Getenv("CISBENCH_PROVIDER_MIRROR"); named != "" {
		return []string{named}
	}
	usual := []string{"/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"}
	if home, err := os.UserHomeDir(); err == nil {
		usual = append(usual,
			filepath.Join(home, ".terraform.d", "plugins"),
			filepath.Join(home, ".local", "share", "terraform", "plugins"))
	}
	return append(usual, nearRoot("/opt", "/srv", "/usr/local")...)
}

// nearRoot looks for mirrors at most three folders deep.
func nearRoot(starts ...string) []string {
	var found []string
	for _, start := range starts {
		_ = filepath.WalkDir(start, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && !errors.Is(err, fs.ErrNotExist):
				return fs.SkipDir
			case err != nil || !d.IsDir():
				return nil
			case d.Name() == registryHost:
				found = append(found, filepath.Dir(path))
				return fs.SkipDir
			case strings.Count(strings.TrimPrefix(path, start), string(filepath.Separator)) > 3:
				return fs.SkipDir
			}
			return nil
		})
	}
	return found
}
