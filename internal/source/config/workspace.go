package config

// workspace reads what a cloud or backend block says of terraform.workspace.
func workspace(block *Block) Workspace {
	if block.Type == "backend" {
		return Workspace{Remote: len(block.Labels) == 1 && block.Labels[0] == "remote"}
	}
	w := Workspace{Open: true}
	for _, body := range nestedIn(block.Body, "workspaces") {
		if a := body.Attributes["name"]; a != nil {
			w.Name, _ = constant(a.Expr)
			w.Open = w.Name == ""
		}
	}
	return w
}

// nestedIn returns the nested blocks of a type, which JSON writes as an argument.
func nestedIn(body *Body, typ string) []*Body {
	var all []*Body
	blocks := body.Blocks
	if a := body.Attributes[typ]; a != nil {
		blocks, _ = a.Nested()
	}
	for _, block := range blocks {
		if block.Type == typ {
			all = append(all, block.Body)
		}
	}
	return all
}
