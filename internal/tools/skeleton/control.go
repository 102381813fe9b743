package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const catalogue = "internal/benchmark/catalogue.yaml"

func newControl(e *edits, args []string) error {
	c, err := values(args, [][2]string{
		{"key", `^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)+$`},
		{"id", `^[A-Z0-9]+(\.[0-9]+){2}$`},
		{"title", `^[^"\\|\[\]]+$`},
		{"type", `^aws_[a-z0-9_]+$`},
		{"argument", `^[a-z][a-z0-9_]*$`},
		{"level", `^[12]$`},
		{"severity", `^(critical|high|medium|low)$`},
		{"section", `^[^"\\]*$`},
		{"label", `^(Automated|Manual)?$`},
	})
	if err != nil {
		return err
	}
	key, id, label := c["key"], c["id"], c["label"]
	c["function"], c["file"] = strings.ToLower(key[:1])+camel(key)[1:], strings.ReplaceAll(key, "-", "_")
	e.create(controlFiles, c)

	content := e.read(catalogue)
	keys := submatches(content, `(?m)^  - key: (\S+)$`)
	section := id[:strings.LastIndexByte(id, '.')]
	known := slices.Contains(submatches(content, `(?m)^  - \{since: \S+, id: "(\S+)",`), section)
	switch {
	case len(keys) == 0 || slices.Contains(keys, key) || slices.Contains(submatches(content, `id: ([A-Z0-9.]+),`), id):
		e.fail(catalogue, "it has the key %s or the id %s already, or no line %q", key, id, "  - key: ...")
		return nil
	case known == (c["section"] != ""):
		e.fail(catalogue, "set section to the title of section %s if it is not in the catalogue, and only then: it is there: %t", section, known)
	case !known:
		part, _, _ := strings.Cut(id, ".")
		if !slices.Contains(submatches(content, `(?m)^  - \{since: \S+, id: "([A-Z0-9]+)",`), part) {
			e.insert(catalogue, `(?m)^parts:\n((?:  - .*\n)+)`, fmt.Sprintf("  - {since: eks-1.5.0, id: %q, title: %q}\n", part, c["section"]))
		}
		e.insert(catalogue, `(?m)^(  - \{since: .*\}\n)`, fmt.Sprintf("  - {since: eks-1.5.0, id: %q, title: %q}\n", section, c["section"]))
	}
	if label != "" {
		e.element("internal/benchmark/embedded_test.go", "published", `{"`+section+".", fmt.Sprintf("{%q, %q, %s, %q, %q, %[5]q, %[5]q, \"\"}", id, key, c["level"], c["title"], label))
		label = ", label: " + label
	}
	e.insert(catalogue, `(?m)^((?:    references:|      - https://.*)\n)\z`, fmt.Sprintf(`
  - key: %s
    published:
      - {since: eks-1.5.0, id: %s, title: %q%s}
    level: %s
    severity: %s
    rationale: ""
    remediation: ""
    references:
`, key, id, c["title"], label, c["level"], c["severity"]))
	e.insert("internal/benchmark/controls.schema.json", `(?m)^( +"`+keys[len(keys)-1]+`")$`, fmt.Sprintf(",\n            %q", key))
	e.element("internal/controls/table.go", "Table", "", c["function"]+"()")
	e.element("internal/cli/examples_test.go", "chosenCases", "", fmt.Sprintf(`choose(%q, "fail", "pass")`, key))

	rows := `(?m)^(\| \S+ \| ` + "`[a-z0-9-]+`" + ` \| \[.*\n)`
	if known {
		rows = strings.Replace(rows, `\S+`, regexp.QuoteMeta(section)+`\.\S+`, 1)
	}
	e.insert("README.md", rows, fmt.Sprintf("| %s | `%s` | [%s](docs/guides/control-%[2]s.md) | `%[4]s` of each `%[5]s` |\n", id, key, c["title"], c["argument"], c["type"]))
	return nil
}

// submatches returns the first group of each match.
func submatches(text, pattern string) []string {
	var all []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	return all
}
