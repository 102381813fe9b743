package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/hashicorp/go-version"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// What the user can do about a module that is not read.
const (
	scanPlan = "scan a plan"
	runInit  = "run terraform init (or terraform get), or " + scanPlan
)

// remedy returns what the user can do about the directory of a call that could not be
// read: terraform init puts those in place that it installs.
func remedy(call *config.Call, err error) string {
	if errors.Is(err, fs.ErrNotExist) && !isLocal(call.Source) {
		return runInit
	}
	return scanPlan
}

// installed is a module that terraform init put on disk.
type installed struct {
	dir             string
	source, version string // "" if the manifest does not say
}

// readInstalled reads where terraform init put the modules that a root module
// calls, by each module's address without keys. There are none before it ran.
func readInstalled(files *config.Files, dir string) (map[string]installed, error) {
	data, err := files.ReadKept(dir, "modules/modules.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var manifest struct {
		Modules []struct{ Key, Source, Version, Dir string }
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		return nil, errors.New(".terraform/modules/modules.json: expected what terraform init writes")
	}
	all := map[string]installed{}
	for _, m := range manifest.Modules {
		at := strings.ReplaceAll(m.Dir, `\`, "/") // Windows
		if m.Key != "" && m.Dir != "" && !path.IsAbs(at) {
			all["module."+strings.ReplaceAll(m.Key, ".", ".module.")] = installed{path.Join(dir, at), m.Source, m.Version}
		}
	}
	return all, nil
}

// below keeps of what terraform init put on disk for a root module what it did
// for the module in dir, which that one calls. Of several calls of it any will
// do: they lead to the same sources.
func below(all map[string]installed, dir string) map[string]installed {
	at := ""
	for _, address := range sorted(all) {
		if all[address].dir == path.Clean(dir) && (at == "" || len(address) < len(at)) {
			at = address
		}
	}
	if at == "" {
		return nil
	}
	inside := map[string]installed{}
	for address, to := range all {
		if rest, ok := strings.CutPrefix(address, at+"."); ok {
			inside[rest] = to
		}
	}
	return inside
}

// differs says in what the installed module is not the one that is called, "" if
// it is: Terraform asks for another terraform init then.
func (in installed) differs(call *config.Call) string {
	if in.source != "" && canonical(in.source) != canonical(call.Source) {
		return fmt.Sprintf("%s is called, and %s is installed", call.Source, in.source)
	}
	if in.version == "" || call.Version == "" {
		return ""
	}
	wanted, err := version.NewConstraint(call.Version)
	found, errFound := version.NewVersion(in.version)
	if err != nil || errFound != nil || wanted.Check(found) {
		return ""
	}
	return fmt.Sprintf("version %s is called, and version %s is installed", call.Version, in.version)
}

var (
	getter  = regexp.MustCompile(`^(?:[a-z0-9]+::)?(?:[a-z][a-z0-9+.-]*://)?(?:[^@/:?]+@)?`)
	scpHost = regexp.MustCompile(`^([A-Za-z0-9.-]+):([^/0-9])`)
)

// canonical brings the ways together in which a source is written in a call and in
// the manifest: with and without the public registry's host, the getter, the
// protocol and the user.
func canonical(source string) string {
	if mainProvider(source) != "" {
		for _, host := range []string{"registry.terraform.io/", "registry.opentofu.org/"} {
			source = strings.TrimPrefix(source, host)
		}
		return source
	}
	rest := source[len(getter.FindString(source)):]
	rest = scpHost.ReplaceAllString(rest, "$1/$2")
	rest, query, _ := strings.Cut(rest, "?")
	repository, inside, _ := strings.Cut(rest, "//")
	return strings.TrimSuffix(repository, ".git") + "//" + path.Clean(inside) + "?" + query
}
