package repository

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/go-git/gcfg"
)

var (
	errNotRegular = errors.New("not a regular file")
	errTooLong    = errors.New("longer than any such file is")
)

// entry is one value of git's configuration.
type entry struct{ section, name, value string }

// userConfig returns the values of the machine's and the user's configuration, in
// git's order. A file that cannot be read has no values. A repository's own
// configuration is not read here: a repository cannot say that it is trusted.
func userConfig(env func(string) string) []entry {
	system := env("GIT_CONFIG_SYSTEM")
	if system == "" {
		system = "/etc/gitconfig"
	}
	var files []string
	if off := strings.ToLower(env("GIT_CONFIG_NOSYSTEM")); off == "" || off == "0" || off == "false" || off == "no" || off == "off" {
		files = append(files, system)
	}
	if global := env("GIT_CONFIG_GLOBAL"); global != "" {
		files = append(files, global)
	} else {
		if dir := configHome(env); dir != "" {
			files = append(files, filepath.Join(dir, "config"))
		}
		if home := home(env); home != "" {
			files = append(files, filepath.Join(home, ".gitconfig"))
		}
	}
	var all []entry
	for _, file := range files {
		all = append(all, readConfig(file, env, 0)...)
	}
	return all
}

// configHome is the directory in which git looks for config and ignore.
func configHome(env func(string) string) string {
	if dir := env("XDG_CONFIG_HOME"); dir != "" {
		return filepath.Join(dir, "git")
	}
	if home := home(env); home != "" {
		return filepath.Join(home, ".config", "git")
	}
	return ""
}

func home(env func(string) string) string {
	if dir := env("HOME"); dir != "" {
		return dir
	}
	return env("USERPROFILE")
}

// readConfig reads a file and those that its include.path names. Conditional
// includes (includeIf) are not followed.
func readConfig(file string, env func(string) string, depth int) (all []entry) {
	const most, deepest = 1 << 20, 10 // git's own limit of nested includes
	if depth > deepest {
		return nil
	}
	content, err := readFile(file, most)
	if err != nil {
		return nil
	}
	defer func() {
		if recover() != nil { // the parser is another's, and the file may be anything
			all = nil
		}
	}()
	err = gcfg.ReadWithCallback(bytes.NewReader(strict(content)), func(section, subsection, name, value string, _ bool) error {
		if subsection != "" || name == "" {
			return nil
		}
		e := entry{strings.ToLower(section), strings.ToLower(name), value}
		if e.section == "include" && e.name == "path" {
			all = append(all, readConfig(from(filepath.Dir(file), expanded(value, env)), env, depth+1)...)
		} else {
			all = append(all, e)
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return all
}

// strict rewrites what git accepts and the parser does not: a byte order mark, a
// key on the line of its section, and a section such as [a.b], which is [a "b"].
func strict(content []byte) []byte {
	header := regexp.MustCompile(`(?m)^[ \t]*\[([-A-Za-z0-9]+)(?:\.([^]"\n]+))?([ \t]*"(?:\\.|[^"\\\n])*")?\][ \t]*`)
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	return header.ReplaceAllFunc(content, func(line []byte) []byte {
		parts := header.FindSubmatch(line)
		if len(parts[2]) > 0 {
			return fmt.Appendf(nil, "[%s \"%s\"]\n", parts[1], parts[2])
		}
		return fmt.Appendf(nil, "[%s%s]\n", parts[1], parts[3])
	})
}

// expanded replaces the ~/ of a path in the configuration.
func expanded(path string, env func(string) string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && home(env) != "" {
		return filepath.Join(home(env), rest)
	}
	return path
}

// objectIDs returns the length of the repository's object ids in bytes.
func (r *Repository) objectIDs() (int, error) {
	format := "sha1"
	for _, e := range readConfig(filepath.Join(r.commonDir, "config"), func(string) string { return "" }, 10) {
		if e.section == "extensions" && e.name == "objectformat" {
			format = strings.ToLower(e.value)
		}
	}
	switch format {
	case "sha1":
		return 20, nil
	case "sha256":
		return 32, nil
	}
	return 0, fmt.Errorf("its object format is %q: expected sha1 or sha256", format)
}
