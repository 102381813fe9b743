package finding

import (
	"bytes"
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/document"
)

// MaxBytes is the size of the largest report that [Decode] reads: room for some
// 250,000 findings.
const MaxBytes = 256 << 20

// Decode reads a stored report as strictly as its schema has it, and refuses one
// that does not hold together: whose statuses and counts do not follow from its
// findings, or that points at inputs and controls it does not have. What it
// accepts can be rendered like a report that was just made.
//
// Every problem is in the error, one a line, as "name:line: key: what was expected".
func Decode(name string, data []byte) (*Report, error) {
	kind := document.Kind{Name: "report", Schema: Schema(), Bytes: MaxBytes}
	r := new(Report)
	doc, err := kind.ReadJSON(name, data, r)
	if err != nil {
		if bytes.Contains(data[:min(len(data), 100)], []byte(`"format_version"`)) {
			return nil, fmt.Errorf("%s: it looks like a Terraform plan or state: scan it first", name)
		}
		return nil, err
	}
	if r.consistent(doc); doc.Err() != nil {
		return nil, doc.Err()
	}
	return r, nil
}
