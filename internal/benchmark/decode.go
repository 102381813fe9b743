package benchmark

import (
	"bytes"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// The shape of a controls file: kube-bench's, and what this project adds. yaml.v3
// refuses every other key. What is of use to kube-bench alone (audit, tests and the
// like: commands it runs on a node) is read so that its files load, and left there.

type document struct {
	Controls header  `yaml:"controls"`
	Version  scalar  `yaml:"version"`
	ID       scalar  `yaml:"id"`
	Text     scalar  `yaml:"text"`
	Type     scalar  `yaml:"type"`
	Groups   []group `yaml:"groups"`
}

type group struct {
	ID     scalar  `yaml:"id"`
	Text   scalar  `yaml:"text"`
	Type   scalar  `yaml:"type"`
	Checks []check `yaml:"checks"`
}

type check struct {
	ID          scalar `yaml:"id"`
	Text        scalar `yaml:"text"`
	Type        scalar `yaml:"type"`
	Remediation scalar `yaml:"remediation"`
	Scored      bool   `yaml:"scored"`

	Audit             scalar `yaml:"audit"`
	AuditEnv          scalar `yaml:"audit_env"`
	AuditConfig       scalar `yaml:"audit_config"`
	Tests             tests  `yaml:"tests"`
	Set               bool   `yaml:"set"`
	UseMultipleValues bool   `yaml:"use_multiple_values"`

	Resource  scalar `yaml:"resource"`
	When      scalar `yaml:"when"`
	Condition scalar `yaml:"condition"`
	Message   scalar `yaml:"message"`

	Key        scalar   `yaml:"key"`
	Level      scalar   `yaml:"level"`
	Severity   scalar   `yaml:"severity"`
	Rationale  scalar   `yaml:"rationale"`
	References []scalar `yaml:"references"`
}

type tests struct {
	BinOp     scalar     `yaml:"bin_op"`
	TestItems []testItem `yaml:"test_items"`
}

type testItem struct {
	Flag    scalar  `yaml:"flag"`
	Env     scalar  `yaml:"env"`
	Path    scalar  `yaml:"path"`
	Output  scalar  `yaml:"output"`
	Value   scalar  `yaml:"value"`
	Set     bool    `yaml:"set"`
	Compare compare `yaml:"compare"`
}

type compare struct {
	Op    scalar `yaml:"op"`
	Value scalar `yaml:"value"`
}

// scalar is a value as it is written, and where: an id of 5.10 is not the number 5.1.
// The zero scalar is one that is left out, or null.
type scalar struct {
	value string
	tag   string
	line  int
	style yaml.Style
}

func (s *scalar) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return wrongKind(n, "text")
	}
	*s = scalar{n.Value, n.ShortTag(), n.Line, n.Style}
	return nil
}

func (s scalar) empty() bool { return strings.TrimSpace(s.value) == "" }

// header is the key that tells a controls file from other YAML: it has no value.
type header struct{}

// UnmarshalYAML is not called for null, so whatever arrives is something else.
func (*header) UnmarshalYAML(n *yaml.Node) error {
	return wrongKind(n, "nothing after controls:")
}

func wrongKind(n *yaml.Node, want string) error {
	found := map[yaml.Kind]string{yaml.SequenceNode: "a list", yaml.MappingNode: "a mapping", yaml.ScalarNode: "text"}
	return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: expected %s, found %s", n.Line, want, found[n.Kind])}}
}

// decode reads a controls file strictly. The document is only good when there are no
// problems.
func decode(data []byte) (*document, problems) {
	outline, problems := outline(data)
	if len(problems) > 0 {
		return nil, problems
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	doc := new(document)
	if err := dec.Decode(doc); err != nil {
		return nil, fromYAML(err, outline.firstAlias)
	}
	return doc, doc.validate()
}
