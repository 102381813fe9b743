package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// actionsOf lists the combinations of actions that Terraform writes, and
// whether the instance exists afterwards.
var actionsOf = map[string]struct {
	action graph.Action
	exists bool
}{
	"no-op":         {graph.NoOp, true},
	"create":        {graph.Create, true},
	"read":          {graph.Read, true},
	"update":        {graph.Update, true},
	"delete,create": {graph.Replace, true},
	"create,delete": {graph.Replace, true},
	"create,forget": {graph.Replace, true},
	"forget,create": {graph.Replace, true},
	"delete":        {graph.NoOp, false},
	"forget":        {graph.NoOp, false},
}

// forgets reports whether the actions leave an object where it is and take it out
// of the state.
func forgets(actions string) bool { return strings.Contains(actions, "forget") }

// changes reports whether the actions delete or change an object.
func changes(actions string) bool {
	return actions == "update" || strings.Contains(actions, "delete")
}

// change reads one entry of resource_changes, or of deferred_changes: of these
// nothing needs to be known.
func (p pass) change(into *[]*instance, deferred bool) error {
	e, err := p.entry(true)
	if err != nil {
		return err
	}
	p.index.entries++
	if e.other() {
		p.noteMode(e)
		return nil
	}
	if e.actions == "" {
		return p.malformed("%s has no change with actions", e.address)
	}
	if deferred && strings.Contains(e.address, "[*]") {
		return p.uncount(e)
	}
	kind, ok := actionsOf[e.actions]
	switch {
	case !ok:
		return p.malformed("%s has the unknown actions %q; is there a newer release of this program?", e.address, e.actions)
	case e.deposed:
		return p.keepBefore(e)
	}
	if err := p.keepBefore(e); err != nil {
		return err
	}
	switch {
	case !kind.exists:
		return p.keep(e, func(in *instance) { p.index.gone[in.text] = true })
	case !e.values.present() && !deferred:
		return p.malformed("%s exists after the apply and has no values: expected an object \"after\"", e.address)
	case e.mode == "managed":
		p.index.changedCount++
		if !p.index.present[e.typ] {
			p.index.present[e.typ] = true
		}
		p.noteTwin(e)
	case kind.action == graph.Read:
		p.noteDeferredRead(e)
	}
	return p.keep(e, func(in *instance) { *into = append(*into, in) })
}

// deferredChange reads one entry of deferred_changes.
func (p pass) deferredChange() error {
	return p.object(func(name string) error {
		if name == "resource_change" {
			return p.change(&p.index.deferred, true)
		}
		return p.skip()
	})
}

// entry describes an instance, as the input words it.
type entry struct {
	address, mode, typ string
	actions            string // joined by commas; "" outside resource_changes
	reason             string // action_reason: why these actions
	deposed            bool
	previous           string // previous_address: that of an object that is moved
	parts
	before, beforeSensitive span
	marks                   marks
}

// entry reads an object that describes an instance: of resource_changes, or of
// the resources of planned values.
func (p pass) entry(isChange bool) (e entry, err error) {
	err = p.object(func(name string) (err error) {
		switch name {
		case "address":
			e.address, err = p.text()
		case "mode":
			e.mode, err = p.term()
		case "type":
			e.typ, err = p.term()
		case "provider_name":
			if p.PeekKind() != '"' {
				return p.skip()
			}
			name, err := p.term()
			p.index.noteHost(name)
			return err
		case "previous_address":
			if p.PeekKind() != '"' {
				return p.skip()
			}
			e.previous, err = p.text()
		case "action_reason":
			if p.PeekKind() != '"' {
				return p.skip()
			}
			e.reason, err = p.word()
		case "deposed", "deposed_key": // of a change, and of an instance in a state
			e.deposed = true
			err = p.skip()
		case "change":
			if !isChange || p.PeekKind() == 'n' {
				return p.skip()
			}
			err = p.changeBody(&e)
		case "values":
			if kind := p.PeekKind(); !isChange && kind != '{' && kind != 'n' {
				return p.unexpected("an object")
			}
			e.values, err = p.span()
		case "sensitive_values":
			e.sensitive, err = e.marks.span(p)
		default:
			err = p.skip()
		}
		return err
	})
	if err != nil && e.address != "" {
		return e, fmt.Errorf("%s: %w", e.address, err)
	}
	if err == nil && e.marks.odd != "" {
		err = p.malformed("%s: expected true, false, and objects and arrays of these as marks of what is sensitive, found something else at %s", e.address, e.marks.odd)
	}
	if err == nil && e.address != "" && !names(e.address, e.typ) {
		err = p.malformed("address %q is none of type %q", e.address, e.typ)
	}
	if err == nil && (e.address == "" || e.typ == "" || e.mode != "managed" && e.mode != "data" && !e.other()) {
		err = p.malformed("an entry needs an address, a type, and a mode that is managed or data; this has %q, %q and %q", e.address, e.typ, e.mode)
	}
	return e, err
}

// other reports whether an entry is neither a resource nor a data source, such as the
// ephemeral resources that OpenTofu lists: its address begins with its mode. None is
// an object that exists after the apply.
func (e entry) other() bool {
	if e.mode == "" || e.mode == "managed" || e.mode == "data" || e.mode == "resource" {
		return false
	}
	last := e.mode + "." + e.typ + "."
	return strings.HasPrefix(e.address, last) || strings.HasPrefix(e.address, "module.") && strings.Contains(e.address, "."+last)
}

// noteMode notes an entry of a mode that this program does not know.
func (p pass) noteMode(e entry) {
	if e.mode != "ephemeral" && !slices.Contains(p.index.others, e.address) {
		p.index.others = append(p.index.others, e.address)
	}
}

// names reports whether the type stands in the address, before a name.
func names(address, typ string) bool {
	for at := 0; typ != ""; at++ {
		i := strings.Index(address[at:], typ)
		if i < 0 {
			return false
		}
		if at += i; strings.HasPrefix(address[at+len(typ):], ".") {
			return true
		}
	}
	return false
}

// changeBody reads what a change says of an instance.
func (p pass) changeBody(e *entry) error {
	return p.object(func(name string) (err error) {
		switch name {
		case "actions":
			return p.array(func() error {
				action, err := p.term()
				if e.actions != "" {
					action = e.actions + "," + action
				}
				e.actions = action
				return err
			})
		case "after":
			if kind := p.PeekKind(); kind != '{' && kind != 'n' {
				return p.unexpected("an object or null")
			}
			e.values, err = p.span()
		case "after_unknown":
			e.unknown, err = p.span()
		case "after_sensitive":
			e.sensitive, err = e.marks.span(p)
		case "before":
			if p.PeekKind() != '{' { // null, or nothing that can be read
				return p.skip()
			}
			e.before, err = p.span()
		case "before_sensitive":
			var before marks
			e.beforeSensitive, err = before.span(p)
			if e.marks.odd == "" {
				e.marks.odd = before.odd
			}
		default:
			err = p.skip()
		}
		return err
	})
}

// keep makes an instance of an entry of a wanted type.
func (p pass) keep(e entry, into func(*instance)) error {
	p.noteMarks(e)
	if !p.wanted.types[e.typ] {
		return nil
	}
	a, err := graph.ParseAddress(e.address)
	if err != nil {
		return p.malformed("%v", err)
	}
	if a.Type != e.typ || (a.Mode == graph.Data) != (e.mode == "data") {
		return p.malformed("address %q does not fit mode %q and type %q", e.address, e.mode, e.typ)
	}
	in := &instance{address: a, text: a.String(), action: actionsOf[e.actions].action, parts: e.parts}
	if from, err := graph.ParseAddress(e.previous); err == nil {
		in.previous = from.String()
	}
	into(in)
	return nil
}

// keepBefore keeps the object from before the plan: as evidence if the plan only
// forgets it, and else if the plan deletes or changes it.
func (p pass) keepBefore(e entry) error {
	into := &p.index.former
	switch {
	case e.mode != "managed":
		return nil
	case forgets(e.actions):
		into = &p.index.forgotten
	case !changes(e.actions) || !e.before.present():
		return nil
	}
	e.values, e.unknown, e.sensitive, e.marks = e.before, span{}, e.beforeSensitive, marks{}
	return p.keep(e, func(in *instance) { *into = append(*into, in) })
}

// twinPrefixes are what the AWS Cloud Control provider calls the resources that
// the controls judge under the AWS provider's names.
var twinPrefixes = []string{"awscc_eks_", "awscc_ecr_", "awscc_elasticloadbalancing", "awscc_autoscaling_auto_scaling_group"}

func (p pass) noteTwin(e entry) {
	if slices.ContainsFunc(twinPrefixes, func(prefix string) bool { return strings.HasPrefix(e.typ, prefix) }) {
		p.index.twins = append(p.index.twins, e.address)
	}
}

// noteDeferredRead notes a data source of our own provider that is read only
// during the apply: it checks nothing before what it is to check exists, and was
// never called, so that it cannot say so itself.
func (p pass) noteDeferredRead(e entry) {
	if strings.HasPrefix(e.typ, "cisbench_") && deferredReads[e.reason] != "" {
		p.index.deferredReads = append(p.index.deferredReads, deferredRead{e.address, e.reason})
	}
}

type deferredRead struct{ address, reason string }

// deferredReads words the reasons for which Terraform puts a read off to the
// apply. One nested in a check block is not put off: it is read again.
var deferredReads = map[string]string{
	"read_because_dependency_pending": "it refers to a resource that this plan changes, or depends_on names one: " +
		"hand the values over through a local, and take depends_on off its module",
	"read_because_config_unknown": "a value that it is given is known only after apply: " +
		"hand over known values, or call provider::cisbench::eks_failures in a postcondition, which takes unknown ones",
}
