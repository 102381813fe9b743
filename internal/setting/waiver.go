package setting

import "gopkg.in/yaml.v3"

// DefaultMaxAge is for how many days from today a waiver may be in force when
// its file does not say: a yearly audit sees each of them again.
const DefaultMaxAge = 365

// maxMaxAge bounds max_age: ten years are as good as forever.
const maxMaxAge = 3650

// maxWaiverBytes has room for some hundred waivers; see maxBytes for why there is
// a bound.
const maxWaiverBytes = 128 << 10

// Waiver is an entry of a waivers file: failures of one control that do not
// count, and who says so.
type Waiver struct {
	Control    string // id or key
	Address    string // of instances, perhaps with wildcards: see [Pattern]
	Reason     string
	ApprovedBy string // "" when the file does not say
	Expires    string // YYYY-MM-DD: the last day on which it holds
	File       string
	Line       int // from 1
}

// Waivers is a waivers file.
type Waivers struct {
	MaxAge  int // days from today; an expiry beyond is refused
	Waivers []Waiver
}

// DecodeWaivers reads a waivers file; file stands for it in errors. A file
// without a document, or with comments alone, waives nothing.
//
// Every problem is in the error, one a line, as "file:line: what was expected".
func DecodeWaivers(file string, data []byte) (Waivers, error) {
	type waivers struct {
		MaxAge  days          `yaml:"max_age"`
		Waivers []waiverEntry `yaml:"waivers"`
	}
	doc := waivers{MaxAge: DefaultMaxAge}
	if err := strictly(file, "waivers", data, maxWaiverBytes, &doc); err != nil {
		return Waivers{}, err
	}
	all := Waivers{MaxAge: int(doc.MaxAge)}
	for _, e := range doc.Waivers {
		all.Waivers = append(all.Waivers, Waiver{
			Control:    string(e.Control),
			Address:    string(e.Address),
			Reason:     string(e.Reason),
			ApprovedBy: string(e.ApprovedBy),
			Expires:    string(e.Expires),
			File:       file,
			Line:       int(e.line),
		})
	}
	return all, nil
}

func waiverKeys() []string {
	return []string{"control", "address", "reason", "approved_by", "expires"}
}

type waiverEntry struct {
	Control    entry   `yaml:"control"`
	Address    pattern `yaml:"address"`
	Reason     words   `yaml:"reason"`
	ApprovedBy words   `yaml:"approved_by"`
	Expires    date    `yaml:"expires"`

	line line
}

// UnmarshalYAML refuses an entry that lacks something: what is waived without a
// reason, or for good, is forgotten.
func (e *waiverEntry) UnmarshalYAML(unmarshal func(any) error) error {
	if err := unmarshal(&e.line); err != nil {
		return err
	}
	type waiver waiverEntry // without this method
	if err := unmarshal((*waiver)(e)); err != nil {
		return err
	}
	for _, required := range []struct{ key, value string }{
		{"control", string(e.Control)},
		{"address", string(e.Address)},
		{"reason", string(e.Reason)},
		{"expires", string(e.Expires)},
	} {
		if required.value == "" {
			return e.line.error("a waiver without %s: expected control, address, reason and expires", required.key)
		}
	}
	return nil
}

// line looks at a node and takes only where it stands.
type line int

func (l *line) UnmarshalYAML(n *yaml.Node) error {
	*l = line(n.Line)
	return nil
}

func (l line) error(format string, args ...any) error {
	return at(&yaml.Node{Line: int(l)}, format, args...)
}

// date is a day, with or without quotes: YAML takes one for a timestamp.
type date string

func (d *date) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return at(n, "expected a date as YYYY-MM-DD, found %s", kindOf(n))
	}
	if checkDate(n.Value) != nil {
		return at(n, "expected a date as YYYY-MM-DD")
	}
	*d = date(n.Value)
	return nil
}

type days int

func (d *days) UnmarshalYAML(n *yaml.Node) error {
	var value int
	if n.ShortTag() != "!!int" || n.Decode(&value) != nil || value < 1 || value > maxMaxAge {
		return at(n, "expected a number of days from 1 to %d", maxMaxAge)
	}
	*d = days(value)
	return nil
}
