package config

import (
	"io/fs"
	"strings"
)

// source is one configuration file of a directory.
type source struct {
	json     bool
	override bool
}

// sources picks those of a directory's entries that Terraform or OpenTofu reads,
// by name. The order is that in which they count: override files last. Of foo.tf
// and foo.tofu OpenTofu reads only the second, and Terraform only the first, which
// is among the hidden.
func sources(entries []fs.DirEntry) (counted, hidden []fs.DirEntry) {
	tofu := map[string]bool{}
	for _, entry := range entries {
		if base, ext := split(entry.Name()); strings.HasPrefix(ext, ".tofu") && !entry.IsDir() {
			tofu[base+strings.Replace(ext, ".tofu", ".tf", 1)] = true
		}
	}
	var primary, overrides []fs.DirEntry
	for _, entry := range entries {
		s, ok := recognise(entry.Name())
		switch {
		case !ok:
		case tofu[entry.Name()]:
			hidden = append(hidden, entry)
		case s.override:
			overrides = append(overrides, entry)
		default:
			primary = append(primary, entry)
		}
	}
	return append(primary, overrides...), hidden
}

func recognise(name string) (source, bool) {
	base, ext := split(name)
	if ext == "" {
		return source{}, false
	}
	return source{
		json:     strings.HasSuffix(ext, ".json"),
		override: base == "override" || strings.HasSuffix(base, "_override"),
	}, true
}

// split cuts the extension of a configuration file off; it is empty where the
// name is that of something else, or of what editors leave behind: Terraform
// ignores .main.tf, main.tf~ and #main.tf#.
func split(name string) (base, ext string) {
	if strings.HasPrefix(name, ".") {
		return name, ""
	}
	for _, ext := range []string{".tf", ".tofu", ".tf.json", ".tofu.json"} {
		if base, ok := strings.CutSuffix(name, ext); ok {
			return base, ext
		}
	}
	return name, ""
}
