package plan

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// marks are the trees of an entry that say what is sensitive: true, false, and
// objects and arrays of these.
type marks struct {
	names []string // top-level arguments of which a part is marked
	odd   string   // where something else stands, as a JSON pointer
}

// span reads a tree of marks and returns where it stands; the zero span if it marks
// nothing.
func (m *marks) span(p pass) (span, error) {
	start := p.base + p.InputOffset()
	var marked bool
	var err error
	if p.PeekKind() == '{' {
		err = p.object(func(name string) error {
			part, err := m.any(p)
			if part {
				m.names = append(m.names, name)
			}
			marked = marked || part
			return err
		})
	} else {
		marked, err = m.any(p)
	}
	if err != nil || !marked {
		return span{}, err
	}
	return span{start, p.base + p.InputOffset()}, nil
}

// any reads a tree of marks and reports whether it marks anything.
func (m *marks) any(p pass) (marked bool, err error) {
	part := func() error {
		inner, err := m.any(p)
		marked = marked || inner
		return err
	}
	switch p.PeekKind() {
	case 't', 'f':
		return p.flag()
	case '{':
		return marked, p.object(func(string) error { return part() })
	case '[':
		return marked, p.array(part)
	}
	err = p.skip()
	if m.odd == "" {
		m.odd = string(p.StackPointer())
	}
	return false, err
}

// note keeps which arguments of a block are marked, whatever its type.
func (p pass) noteMarks(e entry) {
	if len(e.marks.names) == 0 {
		return
	}
	a, err := graph.ParseAddress(e.address)
	if err != nil {
		return
	}
	block := a.Config()
	if p.index.marks[block] == nil {
		p.index.marks[block] = map[string]bool{}
	}
	for _, name := range e.marks.names {
		p.index.marks[block][name] = true
	}
}
