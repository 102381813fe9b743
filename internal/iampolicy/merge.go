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
	var merged Document
	for _, source := range sources {
		merged = merged.merge(source)
	}
	merged = merged.merge(own.withVariables())
	for _, override := range overrides {
		merged = merged.merge(override)
	}
	return merged
}

// merge adds another document's statements. What is not known of that document
// may replace any statement that has a Sid.
func (d Document) merge(o Document) Document {
	merged := Document{Open: d.Open || o.Open, Statements: append([]Statement(nil), d.Statements...)}
	if o.Open {
		merged.doubt()
	}
	for _, s := range o.Statements {
		if s.Sid.Unknown {
			merged.doubt()
			merged.Statements = append(merged.Statements, s)
			continue
		}
		merged.put(s)
	}
	return merged
}

// put replaces the statement of the same Sid, or adds.
func (d *Document) put(s Statement) {
	for i, old := range d.Statements {
		switch {
		case s.Sid.Value == "" || old.Sid != s.Sid:
		case s.Uncertain:
			d.Statements[i].Uncertain = true
		default:
			d.Statements[i] = s
			return
		}
	}
	if s.Sid.Value != "" {
		d.doubtUnnamed()
	}
	d.Statements = append(d.Statements, s)
}

// doubt marks the statements that a statement of any Sid may replace.
func (d *Document) doubt() {
	for i, s := range d.Statements {
		if s.Sid.Unknown || s.Sid.Value != "" {
			d.Statements[i].Uncertain = true
		}
	}
}

// doubtUnnamed marks the statements whose Sid may be the one that replaces them.
func (d *Document) doubtUnnamed() {
	for i, s := range d.Statements {
		if s.Sid.Unknown {
			d.Statements[i].Uncertain = true
		}
	}
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
