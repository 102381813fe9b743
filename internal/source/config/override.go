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
}

// declaration is one block at the top of a file.
type declaration struct {
	*Block
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
		base.Body = mergeBodies(base.Body, one.Body)
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

// mergeBodies replaces arguments one by one, and nested blocks type by type. A
// dynamic block is one of the type that it makes.
func mergeBodies(base, over *Body) *Body {
	merged := &Body{Attributes: map[string]*Attribute{}, Range: base.Range}
	for name, attribute := range base.Attributes {
		merged.Attributes[name] = attribute
	}
	for name, attribute := range over.Attributes {
		merged.Attributes[name] = attribute
	}
	replaced := map[string]bool{}
	for _, block := range over.Blocks {
		replaced[block.makes()] = true
	}
	for _, block := range base.Blocks {
		if !replaced[block.makes()] {
			merged.Blocks = append(merged.Blocks, block)
		}
	}
	merged.Blocks = append(merged.Blocks, over.Blocks...)
	// In JSON a nested block is among the arguments.
	for name := range over.Attributes {
		merged.Blocks = slices.DeleteFunc(merged.Blocks, func(b *Block) bool { return b.makes() == name })
	}
	for kind := range replaced {
		if over.Attributes[kind] == nil {
			delete(merged.Attributes, kind)
		}
	}
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
			d.backend = true
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
