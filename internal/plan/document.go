package plan

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// document is an input with its index: it decodes what is asked for and follows
// references through the configuration.
type document struct {
	reader io.ReaderAt
	index  *index
	wanted wanted
	words  map[string]string // see [reader]

	instances map[string]*siblings // by address without keys
	traced    map[trace]graph.Origins
	meter     meter
	sources   map[*graph.Resource]*instanceSource
	variables map[string]*expression // the root module's, as given
	refused   []finding.Diagnostic   // numbers that were too large to decode
	buffer    []byte                 // see [document.read]
	decoding  decoder                // see [document.decoder]

	unexplainedIn map[*moduleConfig]unexplained // see [document.unexplained]

	derivations map[argument]derivation
	texts       map[string][]string // sensitive ones, by address of a block
	needles     *needles            // long sensitive texts of all arguments; nil until somebody asks
}

// read returns the bytes of a span without what separates it from the name
// before it. They are valid until the next read.
func (d *document) read(s span) ([]byte, error) {
	texts, err := d.readAll(s)
	if err != nil {
		return nil, err
	}
	return texts[0], nil
}

// readAll reads several spans as read does, at once if they stand near each other.
func (d *document) readAll(spans ...span) ([][]byte, error) {
	texts := make([][]byte, len(spans))
	var all span
	var wanted int64
	for _, s := range spans {
		wanted += s.end - s.start
		switch {
		case !s.present():
		case !all.present():
			all = s
		default:
			all = span{min(all.start, s.start), max(all.end, s.end)}
		}
	}
	n := int(all.end - all.start)
	if int64(n) > 2*wanted+bufferSize {
		for i, s := range spans {
			text, err := d.read(s)
			if err != nil {
				return nil, err
			}
			texts[i] = bytes.Clone(text)
		}
		return texts, nil
	}
	if cap(d.buffer) < n {
		d.buffer = make([]byte, n+n/4)
	}
	if n > 0 {
		if _, err := d.reader.ReadAt(d.buffer[:n], all.start); err != nil {
			return nil, fmt.Errorf("reading bytes %d to %d of the input again: %w", all.start, all.end, err)
		}
	}
	for i, s := range spans {
		if s.present() {
			texts[i] = bytes.TrimLeft(d.buffer[s.start-all.start:s.end-all.start], " \t\r\n:,")
		}
	}
	return texts, nil
}

// refuse notes that an instance has a number too large to decode.
func (d *document) refuse(r *graph.Resource, digits int) {
	d.refused = append(d.refused, finding.Diagnostic{
		Severity: finding.DiagnosticWarning, Summary: "a number is too large", Address: r.String(),
		Detail: "a number of " + strconv.Itoa(digits) + " characters is taken for unknown",
	})
}

// build makes the graph of what the index holds.
func (d *document) build() (*graph.Graph, error) {
	var all []*graph.Resource
	seen := make(map[string]bool, len(d.index.changes))
	d.sources = make(map[*graph.Resource]*instanceSource, len(d.index.changes))
	add := func(in *instance, deferred bool) {
		if !seen[in.text] {
			seen[in.text] = true
			all = append(all, d.resource(in, deferred))
		}
	}
	for _, in := range d.index.changes {
		add(in, false)
	}
	for _, in := range d.index.deferred {
		add(in, true)
	}
	// Maps have no order, but a graph sorts what it is given.
	for _, in := range d.index.planned {
		add(in, false)
	}
	for _, in := range d.index.prior {
		if in.address.Mode == graph.Data || d.index.refreshOnly() {
			add(in, false)
		}
	}
	d.instances = make(map[string]*siblings, len(all))
	for _, r := range all {
		config := r.Address.Config()
		if d.instances[config] == nil {
			d.instances[config] = &siblings{}
		}
		d.sources[r].siblings = d.instances[config]
		d.instances[config].all = append(d.instances[config].all, r)
	}
	keys := providerKeys(all)
	for _, in := range d.index.forgotten {
		r := d.before(in, keys)
		r.Forgotten = true
		all = append(all, r)
	}
	var former []*graph.Resource
	for _, in := range d.index.former {
		former = append(former, d.before(in, keys))
	}
	// From here on, a source holds what is needed of its instance.
	d.index.changes, d.index.planned, d.index.prior, d.index.forgotten, d.index.former = nil, nil, nil, nil, nil
	for _, p := range d.index.providers {
		if !p.madeUp() {
			all = append(all, d.provider(p))
		}
	}
	g := graph.New(all)
	g.SetFormer(former)
	relevant, err := d.relevantAttributes()
	g.SetRelevant(relevant)
	return g, err
}

func (d *document) resource(in *instance, deferred bool) *graph.Resource {
	s := &instanceSource{document: d, parts: in.parts, deferred: deferred}
	s.module, s.config = d.configOf(in.address)
	r := graph.NewResource(in.address, s)
	s.resource = r
	d.sources[r] = s
	r.Action, r.Deferred = in.action, deferred
	r.Previous = in.previous
	if s.config != nil {
		r.Provider = d.index.inherited(s.config.provider)
	}
	return r
}

// configOf finds the module and the block that declare a resource; nil when the
// configuration has none, as for what is left over in a state.
func (d *document) configOf(a graph.Address) (*moduleConfig, *resourceConfig) {
	m := d.module(a.Module)
	if m == nil {
		return nil, nil
	}
	local := graph.Address{Mode: a.Mode, Type: a.Type, Name: a.Name}
	return m, m.resources[local.Config()]
}

func (d *document) module(path graph.Module) *moduleConfig {
	m := d.index.config
	for _, step := range path {
		if m == nil || m.calls[step.Name] == nil {
			return nil
		}
		m = m.calls[step.Name].module
	}
	return m
}

// diagnostics says what of the input is not assessed, and why; left names blocks
// that the plan does not have.
func (ix *index) diagnostics(left string) []finding.Diagnostic {
	var all []finding.Diagnostic
	warn := func(summary, detail, address string) {
		all = append(all, finding.Diagnostic{Severity: finding.DiagnosticWarning, Summary: summary, Detail: detail, Address: address})
	}
	if ix.errored {
		warn("the plan is marked errored", "Terraform stopped before the plan was complete; resources may be missing from it", "")
	}
	switch {
	case left != "":
		warn("the plan is incomplete", "it does not have "+left+", which its configuration has: it was targeted, or has deferred changes", "")
	case ix.incomplete && !ix.errored:
		warn("the plan is incomplete", "it was targeted, or has deferred changes: what it does not have is not checked", "")
	}
	for _, in := range ix.deferred {
		warn("deferred to a later plan", "nothing of this instance is known yet", in.text)
	}
	for _, read := range ix.deferredReads {
		warn("checks nothing before the apply", "Terraform reads this data source only during the apply, since "+deferredReads[read.reason], read.address)
	}
	for _, address := range ix.others {
		warn("not read", "this program does not know what kind of block it is: is there a newer release?", address)
	}
	for _, address := range ix.twins {
		warn("not assessed", "resources of the awscc provider are not judged: use the aws provider's resource, or check it by hand", address)
	}
	return all
}
