package setting

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// name is a string: `true` or `1` in its place is a slip.
type name string

func (s *name) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" {
		return at(n, "expected text, found %s", kindOf(n))
	}
	*s = name(n.Value)
	return nil
}

// some is a string that is not empty.
type some string

func (s *some) UnmarshalYAML(n *yaml.Node) error {
	if err := (*name)(s).UnmarshalYAML(n); err != nil {
		return err
	}
	if strings.TrimSpace(n.Value) == "" {
		return at(n, "expected text, found nothing")
	}
	return nil
}

// words are a reason or a person's name: without a letter or a digit they say
// nothing.
type words string

func (s *words) UnmarshalYAML(n *yaml.Node) error {
	if err := (*name)(s).UnmarshalYAML(n); err != nil {
		return err
	}
	if err := checkWords(n.Value); err != nil {
		return at(n, "%s", err)
	}
	return nil
}

// product is the name of one, "" for none.
type product string

func (s *product) UnmarshalYAML(n *yaml.Node) error {
	if n.ShortTag() == "!!str" && n.Value == "" {
		return nil
	}
	return (*words)(s).UnmarshalYAML(n)
}

// failOn has the words of --fail-on; without fail among them, failures would
// pass by mistake.
type failOn string

func (f *failOn) UnmarshalYAML(n *yaml.Node) error {
	if err := (*name)(f).UnmarshalYAML(n); err != nil {
		return err
	}
	words := strings.Split(n.Value, ",")
	odd := slices.ContainsFunc(words, func(w string) bool { return !slices.Contains([]string{"fail", "unknown", "manual"}, w) })
	if n.Value != "none" && (odd || !slices.Contains(words, "fail")) {
		return at(n, "expected none, fail, or fail with unknown and manual beside it, such as fail,unknown")
	}
	return nil
}

// minSeverity is a word for a severity.
type minSeverity string

func (s *minSeverity) UnmarshalYAML(n *yaml.Node) error {
	known := []string{"low", "medium", "high", "critical"}
	if err := (*name)(s).UnmarshalYAML(n); err != nil {
		return err
	}
	if !slices.Contains(known, n.Value) {
		return at(n, "expected one of %s", strings.Join(known, ", "))
	}
	return nil
}

// entry is a name in a list.
type entry string

func (e *entry) UnmarshalYAML(n *yaml.Node) error {
	if err := (*name)(e).UnmarshalYAML(n); err != nil {
		return err
	}
	if err := checkEntry(n.Value); err != nil {
		return at(n, "%s", err)
	}
	return nil
}

// prefix is min_public_prefix: a number for IPv4, or one for each version.
type prefix struct {
	IPv4 ipv4 `yaml:"ipv4"`
	IPv6 ipv6 `yaml:"ipv6"`
}

// UnmarshalYAML goes back through the decoder rather than through a node, which
// would forget that unknown keys are refused.
func (p *prefix) UnmarshalYAML(unmarshal func(any) error) error {
	var kind kind
	if err := unmarshal(&kind); err != nil {
		return err
	}
	if yaml.Kind(kind) == yaml.ScalarNode {
		return unmarshal(&p.IPv4)
	}
	type each prefix // without this method
	return unmarshal((*each)(p))
}

// kind looks at a node and takes nothing of it.
type kind yaml.Kind

func (k *kind) UnmarshalYAML(n *yaml.Node) error {
	*k = kind(n.Kind)
	return nil
}

type ipv4 int

func (bits *ipv4) UnmarshalYAML(n *yaml.Node) error {
	return decodeBits((*int)(bits), n, maxIPv4)
}

type ipv6 int

func (bits *ipv6) UnmarshalYAML(n *yaml.Node) error {
	return decodeBits((*int)(bits), n, maxIPv6)
}

func decodeBits(to *int, n *yaml.Node, most int) error {
	value, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil {
		return at(n, "expected a whole number")
	}
	if err := checkBits(value, most); err != nil {
		return at(n, "%s", err)
	}
	*to = value
	return nil
}

// at makes an error that yaml.v3 gathers like its own.
func at(n *yaml.Node, format string, args ...any) error {
	return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: ", n.Line) + fmt.Sprintf(format, args...)}}
}

// kindOf says what a node is, and not what it holds.
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a mapping"
	}
	switch n.ShortTag() {
	case "!!bool":
		return "true or false"
	case "!!int", "!!float":
		return "a number"
	}
	return "text"
}
