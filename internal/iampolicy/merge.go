package iampolicy

import "strings"

// DataSource joins documents as the data source aws_iam_policy_document does:
// the sources, its own statements, then the overrides. A statement takes the
// place of an earlier one of the same Sid; one without a Sid is added. In its
// own statements `&{…}` is a policy variable.
//
// The data source's own defaults are the caller's: effect left out is Allow, a
// principals block of type "*" is Anyone.
func DataSource(sources []Document, own Document, overrides []Document) Document {
	m := merger{named: map[string][]int{}}
	for _, source := range sources {
		m.merge(source)
	}
	m.merge(own.withVariables())
	for _, override := range overrides {
		m.merge(override)
	}
	return m.Document
}

// mostStatements is how many statements of joined documents are read: documents of
// documents may double without bound. IAM takes no policy that has so many.
const mostStatements = 1000

// merger joins documents. Each statement costs a step, however many there are before.
type merger struct {
	Document
	named   map[string][]int // statements by their Sids
	unnamed []int            // statements of unknown Sids that are not marked uncertain
	certain []int            // statements that a statement of any Sid may replace, and that are not marked
	full    bool
}

// merge adds another document's statements. What is not known of that document
// may replace any statement that has a Sid.
func (m *merger) merge(o Document) {
	m.Open = m.Open || o.Open
	if o.Open {
		m.doubt()
	}
	for _, s := range o.Statements {
		switch {
		case m.full || len(m.Statements) == mostStatements: // the rest is not read
			m.full, m.Open = true, true
			m.doubt()
			return
		case s.Sid.Unknown:
			m.doubt()
			m.add(s)
		default:
			m.put(s)
		}
	}
}

// put replaces the statement of the same Sid, or adds.
func (m *merger) put(s Statement) {
	for _, i := range m.named[s.Sid.Value] {
		if s.Sid.Value == "" {
			break
		}
		if !s.Uncertain {
			m.Statements[i] = s
			m.certain = append(m.certain, i)
			return
		}
		m.Statements[i].Uncertain = true
	}
	if s.Sid.Value != "" {
		m.mark(&m.unnamed) // its Sid may be the one that replaces them
	}
	m.add(s)
}

func (m *merger) add(s Statement) {
	i := len(m.Statements)
	m.Statements = append(m.Statements, s)
	switch {
	case s.Sid.Unknown:
		m.unnamed = append(m.unnamed, i)
		m.certain = append(m.certain, i)
	case s.Sid.Value != "":
		m.named[s.Sid.Value] = append(m.named[s.Sid.Value], i)
		m.certain = append(m.certain, i)
	}
}

// doubt marks the statements that a statement of any Sid may replace.
func (m *merger) doubt() { m.mark(&m.certain) }

func (m *merger) mark(statements *[]int) {
	for _, i := range *statements {
		m.Statements[i].Uncertain = true
	}
	*statements = nil
}

// withVariables writes `&{` as `${` where the data source does.
func (d Document) withVariables() Document {
	out := Document{Open: d.Open, Statements: append([]Statement(nil), d.Statements...)}
	for i := range out.Statements {
		s := &out.Statements[i]
		s.Resources, s.NotResources = s.Resources.withVariables(), s.NotResources.withVariables()
		s.Principals, s.NotPrincipals = s.Principals.withVariables(), s.NotPrincipals.withVariables()
		conditions := append([]Condition(nil), s.Conditions.Items...)
		for j := range conditions {
			conditions[j].Values = conditions[j].Values.withVariables()
		}
		s.Conditions.Items = conditions
	}
	return out
}

func (p Principals) withVariables() Principals {
	out := Principals{Open: p.Open}
	for _, item := range p.Items {
		item.IDs = item.IDs.withVariables()
		out.Items = append(out.Items, item)
	}
	return out
}

func (l List) withVariables() List {
	out := List{Open: l.Open}
	for _, item := range l.Items {
		item.Value = strings.ReplaceAll(item.Value, "&{", "${")
		out.Items = append(out.Items, item)
	}
	return out
}
