package config

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// declared is what all files of a directory declare, override files merged in by
// Terraform's rules: https://developer.hashicorp.com/terraform/language/files/override
type declared struct {
	blocks []*declaration
	byKey  map[string]*declaration
	// locals and required are the union of all locals and required_providers blocks.
	locals, required table
	backend          bool
	emptyBackend     bool
	workspace        Workspace
}

// declaration is one block at the top of a file.
type declaration struct {
	*Block
	over         []*Body // of the blocks that override it, in their order
	suppressions []setting.Suppression
}

// collect takes the files in the order of [sources].
func (d *declared) collect(files []parsed, diags *diagnostics) {
	d.byKey = map[string]*declaration{}
	d.locals = table{what: "local value", entries: map[string]*Attribute{}}
	d.required = table{what: "required provider", free: true, entries: map[string]*Attribute{}}
	for _, file := range files {
		if file.body == nil {
			continue
		}
		for _, one := range declarations(file, diags) {
			switch {
			case one.Type == "locals":
				d.locals.add(one.Body, file.override, diags)
			case one.Type == "terraform":
				d.settings(one.Body, file.override, diags)
			case file.override:
				d.override(one, diags)
			default:
				d.add(one, diags)
			}
		}
	}
	for _, one := range d.blocks {
		one.Body = merge(one.Body, one.over)
	}
}

// declarations are a file's blocks of known types, with their suppressions.
func declarations(file parsed, diags *diagnostics) []*declaration {
	var all []*declaration
	for _, block := range file.body.Blocks {
		labels, known := blockLabels(block.Type)
		if !known || !labelled(block, labels, diags) {
			continue
		}
		all = append(all, &declaration{Block: block})
	}
	suppress(all, file, diags)
	return all
}

func labelled(block *Block, labels int, diags *diagnostics) bool {
	if len(block.Labels) != labels {
		diags.error(block.Range, "expected %d labels behind %q, found %d", labels, block.Type, len(block.Labels))
		return false
	}
	for _, label := range block.Labels {
		if !identifier(label) {
			diags.error(block.Range, "expected a name of letters, digits, \"_\" and \"-\" behind %q, found %q", block.Type, label)
			return false
		}
	}
	return true
}

// key tells blocks apart as Terraform does.
func (d *declaration) key() string {
	key := d.Type + "." + strings.Join(d.Labels, ".")
	if d.Type == "provider" {
		if alias, ok := d.Body.Attributes["alias"]; ok {
			text, _ := constant(alias.Expr)
			key += "." + text
		}
	}
	return key
}

func (d *declared) add(one *declaration, diags *diagnostics) {
	key := one.key()
	if first, ok := d.byKey[key]; ok {
		// Terraform refuses this. Whichever counted could hide what the other says.
		diags.error(one.Range, "%s is declared twice: the first is in %s on line %d",
			one.title(), first.Range.Filename, first.Range.Start.Line)
		return
	}
	d.byKey[key] = one
	d.blocks = append(d.blocks, one)
}

func (d *declared) override(one *declaration, diags *diagnostics) {
	base, ok := d.byKey[one.key()]
	switch {
	case ok:
		base.over = append(base.over, one.Body)
		base.suppressions = append(base.suppressions, one.suppressions...)
	case one.Type == "provider" && one.Body.Attributes["alias"] == nil:
		d.add(one, diags) // an absent provider block is an empty one
	default:
		diags.error(one.Range, "%s overrides nothing: expected a declaration of it in a file that is no override file", one.title())
	}
}

// title names a block for a message: its labels are names by now.
func (d *declaration) title() string {
	return strings.TrimSpace(d.Type + " " + strings.Join(d.Labels, "."))
}

// merge makes one body of a block's and of those that override it, in their order:
// it replaces arguments one by one, and nested blocks type by type. A dynamic block
// is one of the type that it makes. In JSON a nested block is among the arguments.
func merge(base *Body, over []*Body) *Body {
	if len(over) == 0 {
		return base
	}
	merged := &Body{Attributes: map[string]*Attribute{}, Range: base.Range}
	replaced := map[string]bool{} // what bodies further on have, as arguments or as blocks
	var blocks []*Block           // from the last to the first
	keep := func(body *Body, itself bool) {
		var names []string
		for name, attribute := range body.Attributes {
			if !replaced[name] {
				merged.Attributes[name] = attribute
			}
			names = append(names, name)
		}
		for _, block := range slices.Backward(body.Blocks) {
			name := block.makes()
			// In an override file an argument replaces the blocks of the same file.
			if !replaced[name] && (itself || body.Attributes[name] == nil) {
				blocks = append(blocks, block)
			}
			names = append(names, name)
		}
		for _, name := range names {
			replaced[name] = true
		}
	}
	for _, body := range slices.Backward(over) {
		keep(body, false)
	}
	keep(base, true)
	slices.Reverse(blocks)
	merged.Blocks = blocks
	return merged
}

// makes is the type of the blocks that a block stands for.
func (b *Block) makes() string {
	if b.Type == "dynamic" && len(b.Labels) == 1 {
		return b.Labels[0]
	}
	return b.Type
}

// table is arguments that all files share.
type table struct {
	what    string // one of them is
	free    bool   // an override file may add to them
	entries map[string]*Attribute
}

func (t table) add(body *Body, override bool, diags *diagnostics) {
	for _, attribute := range inOrder(body.Attributes) {
		first, ok := t.entries[attribute.Name]
		switch {
		case ok && !override:
			say := diags.error
			if t.free {
				say = diags.warning
			}
			say(attribute.Range, "%s %q is declared twice: the first is in %s on line %d",
				t.what, attribute.Name, first.Range.Filename, first.Range.Start.Line)
			continue
		case !ok && override && !t.free:
			diags.error(attribute.Range, "%s %q overrides nothing: expected a declaration of it in a file that is no override file",
				t.what, attribute.Name)
			continue
		}
		t.entries[attribute.Name] = attribute
	}
}

func (d *declared) settings(body *Body, override bool, diags *diagnostics) {
	for _, block := range body.Blocks {
		switch block.Type {
		case "backend", "cloud":
			d.backend, d.workspace = true, workspace(block)
			d.emptyBackend = block.Type == "backend" && len(block.Body.Attributes)+len(block.Body.Blocks) == 0
		case "required_providers":
			d.required.add(block.Body, override, diags)
		}
	}
}

// inOrder sorts attributes as they are written, file by file.
func inOrder(attributes map[string]*Attribute) []*Attribute {
	return slices.SortedFunc(maps.Values(attributes), func(a, b *Attribute) int {
		return cmp.Or(
			strings.Compare(a.Range.Filename, b.Range.Filename),
			cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte),
			strings.Compare(a.Name, b.Name), // what has no range
		)
	})
}
