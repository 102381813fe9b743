// Package providers finds, installs or builds the providers with which the tools
// run Terraform. What a tool makes Terraform do is its own business.
package providers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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

// Provider is a provider that Terraform can start.
type Provider struct {
	Source  string // such as "hashicorp/aws"
	Version string // "" of a stand-in
	Dir     string // folder of the binary
}

// Real gathers the providers that are what they say: AWS from a mirror, the
// others by the go command.
func Real(ctx context.Context, root string) ([]Provider, error) {
	aws, err := findInMirror("hashicorp/aws")
	if err != nil {
		return nil, err
	}
	cache, err := cacheDir()
	if err != nil {
		return nil, err
	}
	all := []Provider{{Source: "hashicorp/aws", Version: filepath.Base(filepath.Dir(aws)), Dir: aws}}
	for _, source := range slices.Sorted(maps.Keys(installed)) {
		_, version, _ := strings.Cut(installed[source], "@v")
		dir := filepath.Join(cache, filepath.Base(source))
		all = append(all, Provider{Source: source, Version: version, Dir: dir})
		if _, err := os.Stat(filepath.Join(dir, "terraform-provider-"+filepath.Base(source))); err == nil {
			continue
		}
		if err := goCommand(ctx, root, "GOBIN="+dir, "install", installed[source]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// StandIns builds the stand-ins.
func StandIns(ctx context.Context, root string) ([]Provider, error) {
	cache, err := cacheDir()
	if err != nil {
		return nil, err
	}
	var all []Provider
	for _, source := range standins {
		dir := filepath.Join(cache, filepath.Base(source))
		all = append(all, Provider{Source: source, Dir: dir})
		binary := filepath.Join(dir, "terraform-provider-"+filepath.Base(source))
		if err := goCommand(ctx, filepath.Join(root, "internal", "tools"), "", "build", "-o", binary, "./standin"); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func cacheDir() (string, error) {
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "cisbench", "providers"), err
}

// WriteConfig writes Terraform's configuration for the providers into a file
// that the caller removes. They are given as development overrides: these take
// whatever version a configuration asks for, and spare each run the checksum
// of a 600 MB binary.
func WriteConfig(providers []Provider) (string, error) {
	file, err := os.CreateTemp("", "providers-*.tfrc")
	if err != nil {
		return "", err
	}
	fmt.Fprintln(file, "provider_installation {\n  dev_overrides {")
	for _, p := range providers {
		fmt.Fprintf(file, "    %q = %q\n", p.Source, filepath.ToSlash(p.Dir))
	}
	fmt.Fprintln(file, "  }\n}")
	return file.Name(), file.Close()
}

// CleanEnvironment is the environment without what would change what Terraform
// says.
func CleanEnvironment() []string {
	return slices.DeleteFunc(os.Environ(), func(pair string) bool {
		return strings.HasPrefix(pair, "TF_") || strings.HasPrefix(pair, "AWS_")
	})
}

// Root is the nearest folder above the current one that holds the controls'
// cases, so that a tool works from any folder of the project.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(filepath.Join(dir, "internal", "controls", "testdata")); err == nil && info.IsDir() {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("expected to run inside the project: no internal/controls/testdata in this folder or above it")
		}
	}
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
