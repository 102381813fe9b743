package iampolicy

// denials are the statements that deny, or may, without a condition.
func denials(docs []Document) []Statement {
	var found []Statement
	for _, doc := range docs {
		for _, s := range doc.Statements {
			if s.has(Deny) != No && len(s.Conditions.Items) == 0 {
				found = append(found, s)
			}
		}
	}
	return found
}

// denies says whether the statement cancels an Allow of the target.
func (s Statement) denies(t ecrTarget) Truth {
	sure := s.has(Deny)
	if s.Conditions.Open {
		sure = sure.And(Maybe)
	}
	return sure.And(s.names(t.action)).And(s.takesIn(t))
}

// reaches says whether the statement's resources leave the ECR action something
// to act on once the denials are taken away.
func (s Statement) reaches(action string, denials []Statement) Truth {
	targets, more := s.targets(action)
	t := No
	if more {
		t = Maybe
	}
	for _, target := range targets {
		denied := No
		for _, d := range denials {
			denied = denied.Or(d.denies(target))
		}
		t = t.Or(denied.Not())
	}
	return t
}
