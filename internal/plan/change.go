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

// change reads one entry of resource_changes.
func (p pass) change(what string, into *[]instance) error {
	in, skip, err := p.entry(what, true)
	if err != nil {
		return err
	}
	if in.address.Type == "" {
		return fmt.Errorf("malformed plan: %s has no address, mode, type and name", what)
	}
	if in.actions == nil {
		return fmt.Errorf("malformed plan: %s (%s) has no change with actions", what, in.address)
	}
	kind, ok := actionsOf[strings.Join(in.actions, ",")]
	if !ok {
		return fmt.Errorf("malformed plan: %s (%s) has the unknown actions %q; is there a newer release of this program?", what, in.address, in.actions)
	}
	if in.deposed {
		return nil
	}
	if !kind.exists {
		p.index.gone[in.address.String()] = true
		return nil
	}
	if in.address.Mode == graph.Managed {
		p.index.changedCount++
		p.noteTwin(in.address)
	}
	if !skip {
		*into = append(*into, in)
	}
	return nil
}

// deferredChange reads one entry of deferred_changes.
func (p pass) deferredChange(i int) error {
	what := fmt.Sprintf("deferred_changes[%d]", i)
	return p.object(what, func(name string) error {
		if name == "resource_change" {
			return p.change(what+".resource_change", &p.index.deferred)
		}
		return p.skip()
	})
}

// entry reads an object that describes an instance: of resource_changes, or of
// the resources of planned values. skip is true when its type is not wanted.
func (p pass) entry(what string, isChange bool) (in instance, skip bool, err error) {
	var e entryNames
	err = p.object(what, func(name string) (err error) {
		at := what + "." + name
		switch name {
		case "address":
			e.address, err = p.text(at)
		case "mode":
			e.mode, err = p.text(at)
		case "type":
			e.typ, err = p.text(at)
			skip = skip || err == nil && !p.wanted.types[e.typ] && e.mode != ""
		case "deposed":
			in.deposed = true
			err = p.skip()
		case "change":
			if isChange {
				err = p.changeBody(at, &in)
			} else {
				err = p.skip()
			}
		case "values":
			in.values, err = p.instanceValues(at, isChange)
		case "sensitive_values":
			in.sensitive, err = p.span()
		default:
			err = p.skip()
		}
		return err
	})
	if err != nil {
		return in, false, err
	}
	in.address, err = e.parse(what)
	return in, !p.wanted.types[e.typ], err
}

// instanceValues reads the values of an instance, which must be an object.
func (p pass) instanceValues(what string, isChange bool) (span, error) {
	if kind := p.PeekKind(); !isChange && kind != '{' && kind != 'n' {
		return span{}, p.unexpected(what, "an object")
	}
	return p.span()
}

// changeBody reads what a change says of an instance.
func (p pass) changeBody(what string, in *instance) error {
	return p.object(what, func(name string) (err error) {
		at := what + "." + name
		switch name {
		case "actions":
			in.actions = []string{}
			err = p.array(at, func(int) error {
				action, err := p.text(at)
				in.actions = append(in.actions, action)
				return err
			})
		case "after":
			if kind := p.PeekKind(); kind != '{' && kind != 'n' {
				return p.unexpected(at, "an object or null")
			}
			in.values, err = p.span()
		case "after_unknown":
			in.unknown, err = p.span()
		case "after_sensitive":
			in.sensitive, err = p.span()
		default:
			err = p.skip()
		}
		return err
	})
}

// entryNames are the parts that name an instance.
type entryNames struct{ address, mode, typ string }

func (e entryNames) parse(what string) (graph.Address, error) {
	if e.address == "" || e.typ == "" {
		return graph.Address{}, fmt.Errorf("malformed plan: %s has no address or no type", what)
	}
	a, err := graph.ParseAddress(e.address)
	if err != nil {
		return a, fmt.Errorf("malformed plan: %s: %w", what, err)
	}
	wantMode := map[string]graph.Mode{"managed": graph.Managed, "data": graph.Data}
	if mode, ok := wantMode[e.mode]; !ok || mode != a.Mode || a.Type != e.typ {
		return a, fmt.Errorf("malformed plan: %s: address %q does not fit mode %q and type %q", what, e.address, e.mode, e.typ)
	}
	return a, nil
}

// twinPrefixes are what the AWS Cloud Control provider calls the resources that
// the controls judge under the AWS provider's names.
var twinPrefixes = []string{"awscc_eks_", "awscc_ecr_", "awscc_elasticloadbalancing", "awscc_autoscaling_auto_scaling_group"}

func (p pass) noteTwin(a graph.Address) {
	if slices.ContainsFunc(twinPrefixes, func(prefix string) bool { return strings.HasPrefix(a.Type, prefix) }) {
		p.index.twins = append(p.index.twins, a.String())
	}
}
