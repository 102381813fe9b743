package benchmark

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/document"
)

// controlsFile is what is of use here of a controls file: kube-bench's layout, and what
// this project adds. The schema lists all keys.
type controlsFile struct {
	Version, ID, Text, Type string
	Groups                  []group

	name string
	sum  string // SHA-256 in hex
	doc  *document.Document
}

type group struct {
	ID, Text, Type string
	Checks         []check
}

type check struct {
	ID, Text, Type                     string
	Scored                             bool
	Resource, When, Condition, Message string
	Key                                string
	Level                              int
	Severity, Rationale, Remediation   string
	References                         []string
}

// decode reads a controls file strictly; name stands for it in errors.
func decode(name string, data []byte) (*controlsFile, error) {
	sum := sha256.Sum256(data)
	f := &controlsFile{name: name, sum: hex.EncodeToString(sum[:])}
	kind := document.Kind{Name: "controls", Schema: Schema(), Bytes: 1 << 20}
	doc, err := kind.ReadYAML(name, data, f)
	if err != nil {
		return nil, err
	}
	f.doc = doc
	groups, checks := make(map[string]int), make(map[string]int)
	for i, g := range f.Groups {
		f.unique(groups, g.ID, "groups", i)
		for j, c := range g.Checks {
			f.unique(checks, c.ID, "groups", i, "checks", j)
		}
	}
	return f, doc.Err()
}

// unique checks the id of the group or check at the path. seen has the lines of ids.
func (f *controlsFile) unique(seen map[string]int, id string, path ...any) {
	path = append(path, "id")
	if first, twice := seen[id]; twice {
		f.doc.Check(fmt.Errorf("expected another id: this one is at line %d already", first), path...)
		return
	}
	seen[id] = f.doc.Line(path...)
}
