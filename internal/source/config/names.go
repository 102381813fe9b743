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

// sources picks those of a directory's entries that the program reads, by name. The
// order is that in which they count: override files last. Of foo.tf and foo.tofu
// OpenTofu reads only the second, and Terraform only the first. If the program is not
// known, OpenTofu's reading counts. Files that only the other program reads are hidden.
func sources(entries []fs.DirEntry, program Program) (counted, hidden []fs.DirEntry) {
	var primary, overrides []fs.DirEntry
	for _, entry := range entries {
		s, ok := recognise(entry.Name())
		switch {
		case !ok:
		case program == Terraform && isTofu(entry.Name()) && !entry.IsDir():
			hidden = append(hidden, entry)
		case program != Terraform && !isTofu(entry.Name()) && holdsFile(entries, twin(entry.Name())):
			hidden = append(hidden, entry)
		case s.override:
			overrides = append(overrides, entry)
		default:
			primary = append(primary, entry)
		}
	}
	return append(primary, overrides...), hidden
}

func isTofu(name string) bool {
	_, ext := split(name)
	return strings.HasPrefix(ext, ".tofu")
}

// twin is the name of the file that takes the place of another for the other program.
func twin(name string) string {
	base, ext := split(name)
	if strings.HasPrefix(ext, ".tofu") {
		return base + strings.Replace(ext, ".tofu", ".tf", 1)
	}
	return base + strings.Replace(ext, ".tf", ".tofu", 1)
}

// holdsFile reports whether there is an entry of the name that is not a directory.
func holdsFile(entries []fs.DirEntry, name string) bool {
	i, found := entryOf(entries, name)
	return found && !entries[i].IsDir()
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
