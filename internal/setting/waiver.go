package setting

import (
	"cmp"
	"errors"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/document"
)

// DefaultMaxAge is for how many days from today a waiver may be in force when
// its file does not say: a yearly audit sees each of them again.
const DefaultMaxAge = 365

// Waiver is an entry of a waivers file: failures of one control that do not
// count, and who says so.
type Waiver struct {
	Control    string `yaml:"control"` // id or key
	Address    string `yaml:"address"` // of instances, perhaps with wildcards: see [Pattern]
	Reason     string `yaml:"reason"`
	ApprovedBy string `yaml:"approved_by"` // "" if the file does not say
	Expires    string `yaml:"expires"`     // YYYY-MM-DD: the last day on which it holds
	File       string `yaml:"-"`
	Line       int    `yaml:"-"` // from 1
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
	var in struct {
		MaxAge  int      `yaml:"max_age"`
		Waivers []Waiver `yaml:"waivers"`
	}
	kind := document.Kind{Name: "waivers", Schema: WaiversSchema(), Bytes: 128 << 10}
	doc, err := kind.ReadYAML(file, data, &in)
	if err != nil {
		return Waivers{}, err
	}
	for i := range in.Waivers {
		w := &in.Waivers[i]
		w.File, w.Line = file, doc.Line("waivers", i)
		doc.Check(checkWords(w.Reason), "waivers", i, "reason")
		if w.ApprovedBy != "" {
			doc.Check(checkWords(w.ApprovedBy), "waivers", i, "approved_by")
		}
		if _, err := time.Parse(time.DateOnly, w.Expires); err != nil {
			doc.Check(errors.New("expected a date as YYYY-MM-DD"), "waivers", i, "expires")
		}
	}
	return Waivers{MaxAge: cmp.Or(in.MaxAge, DefaultMaxAge), Waivers: in.Waivers}, doc.Err()
}
