package assess

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// bare is a finding on no subject.
func (c check) bare(status finding.Status, message string) finding.Finding {
	f := finding.Finding{Control: c.ID, Status: status, Message: message}
	f.Fingerprint = c.fingerprint(f, map[string]int{})
	return f
}

func (c check) finding(v control.Verdict) finding.Finding {
	f := finding.Finding{
		Control:   c.ID,
		Status:    v.Status,
		Attribute: attribute(v),
		Message:   v.Message,
		Evidence:  v.Evidence,
		Assumes:   v.Assumes,
		Location:  location(v),
	}
	if v.Subject != nil {
		f.Address, f.Type = v.Subject.String(), v.Subject.Type
		if v.Subject.Mode == graph.Provider {
			f.Type = "provider." + f.Type
		}
	}
	if v.Cluster != nil {
		f.Cluster = v.Cluster.String()
	}
	return f
}

// identify gives the finding its fingerprint: that of before, if its subject or what is
// named beside it is moved.
func (c check) identify(f *finding.Finding, v control.Verdict, seen, moved map[string]int) {
	f.Fingerprint = c.fingerprint(*f, seen)
	before := *f
	for _, part := range []struct {
		text *string
		of   *graph.Resource
	}{{&before.Address, v.Subject}, {&before.Cluster, v.Cluster}, {&before.Attribute, v.Decider.Resource()}} {
		if part.of != nil && part.of.Previous != "" {
			*part.text = strings.Replace(*part.text, part.of.String(), part.of.Previous, 1)
		}
	}
	if before.Address == f.Address && before.Cluster == f.Cluster && before.Attribute == f.Attribute {
		return
	}
	f.Moved = &finding.Moved{From: before.Address, Fingerprint: f.Fingerprint}
	f.Fingerprint = c.fingerprint(before, moved)
}

// where names the account and region that a verdict is about, if the input has
// several: of the cluster that it concerns, and failing that of its subject.
func where(v control.Verdict, spread graph.Spread) string {
	for _, r := range []*graph.Resource{v.Cluster, v.Subject} {
		if place := spread.Where(r); place != "" {
			return " (" + place + ")"
		}
	}
	return ""
}

// attribute is the path of what decided, with the address before it where that
// is not the subject's own: the add-on that leaves a cluster without an engine.
func attribute(v control.Verdict) string {
	path := v.Decider.Path()
	if r := v.Decider.Resource(); r != nil && r != v.Subject && path != "" {
		return r.String() + "." + path
	}
	return path
}

// strict turns a verdict that assumes something into unknown, and says what
// keeps it from being proven.
func strict(v control.Verdict) control.Verdict {
	if len(v.Assumes) == 0 || v.Status != finding.Pass && v.Status != finding.Fail {
		return v
	}
	v.Message = "not proven that " + v.Message + ": it assumes that " + strings.Join(v.Assumes, "; ")
	v.Status = finding.Unknown
	return v
}

// byDefault leaves to a person what fails by nothing but the default of a variable
// that the callers of a module set.
func byDefault(v control.Verdict) control.Verdict {
	if v.Status != finding.Fail {
		return v
	}
	names := v.Decider.Defaults()
	if len(names) == 0 {
		return v
	}
	v.Status = finding.Manual
	v.Message += "; that is the default of var." + strings.Join(names, ", var.") + " in a module that others call: look at what they set"
	return v
}

// location is where the deciding attribute is written, and failing that the
// subject.
func location(v control.Verdict) *finding.Location {
	r, ok := v.Decider.Range()
	if !ok && v.Subject != nil && v.Subject.Range != nil {
		r, ok = *v.Subject.Range, true
	}
	if !ok {
		return nil
	}
	l := locate(r)
	l.ModuleCalls = moduleCalls(calls(v))
	return l
}

func moduleCalls(calls []graph.Call) []finding.ModuleCall {
	var all []finding.ModuleCall
	for _, call := range calls {
		all = append(all, finding.ModuleCall{Name: call.Name, File: call.Range.File, Line: call.Range.StartLine})
	}
	return all
}

func locate(r graph.Range) *finding.Location {
	return &finding.Location{
		File:      r.File,
		StartLine: r.StartLine, StartColumn: r.StartCol,
		EndLine: r.EndLine, EndColumn: r.EndCol,
	}
}

// calls are the module calls that lead to where the location is.
func calls(v control.Verdict) []graph.Call {
	if r := v.Decider.Resource(); r != nil {
		return r.Calls
	}
	if v.Subject != nil {
		return v.Subject.Calls
	}
	return nil
}

// compare orders verdicts on subjects, whatever order an evaluator found them in.
func compare(a, b control.Verdict) int {
	if order := cmp.Or(
		byAddress(a.Subject, b.Subject),
		byAddress(a.Cluster, b.Cluster),
		a.Status.Rank()-b.Status.Rank(),
	); order != 0 {
		return order // without writing paths
	}
	return cmp.Or(strings.Compare(a.Decider.Path(), b.Decider.Path()), strings.Compare(a.Message, b.Message))
}

func byAddress(a, b *graph.Resource) int {
	switch {
	case a == b:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Address.Compare(b.Address)
}

// fingerprint identifies a finding from run to run and from one version of the
// benchmark to the next, which number a control differently. Verdicts on one
// attribute are told apart by their order.
func (c check) fingerprint(f finding.Finding, seen map[string]int) string {
	name := cmp.Or(c.Key, c.ID)
	text := strings.Join([]string{name, f.Address, f.Cluster, f.Attribute}, "\x00")
	seen[text]++
	if n := seen[text]; n > 1 {
		text += "\x00" + strconv.Itoa(n)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
