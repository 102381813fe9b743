package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Options say what to keep of a plan.
type Options struct {
	Reads        []control.Read // what some control reads
	Subjects     []string       // types that some control judges
	AllowErrored bool           // read a plan that Terraform marked as errored
}

// Plan is a plan or a state that was read. Its graph decodes values from the
// input when they are asked for: the input must stay open as long as the graph
// is used.
type Plan struct {
	Graph            *graph.Graph
	Kind             finding.Kind
	TerraformVersion string
	SHA256           string // of all bytes, lower-case hex
	Program          string // that made it, "terraform" or "opentofu"; "" if its providers do not tell
	Complete         bool   // false for a plan with deferred changes, a targeted or an errored one
	Resources        int    // managed instances that exist after the apply
	Assessed         int    // of those, the ones of a type that a control judges or reads

	document *document
}

// Diagnostics says what of the input is not assessed, and why. Values are
// decoded when they are asked for: what was found wrong with them by then is
// there, so ask once the assessment is done.
func (p *Plan) Diagnostics() []finding.Diagnostic {
	return slices.Concat(p.document.index.diagnostics(p.Graph.NotPlanned()), p.document.refused, p.document.meter.diagnostics())
}

// Types lists the types of the managed instances that exist after the apply.
func (p *Plan) Types() []string { return slices.Collect(maps.Keys(p.document.index.present)) }

// Followed reports whether all references were followed to their end. Like
// [Plan.Diagnostics], it is final once the assessment is done.
func (p *Plan) Followed() bool { return !p.document.meter.over }

// ErrErrored is returned for a plan that Terraform could not finish.
var ErrErrored = errors.New("the plan is marked errored: Terraform stopped before it was complete; mend the plan, or read what there is with --allow-errored")

// Load reads the plan or state JSON in r, which holds size bytes. Errors are one
// line that says what was expected; the name of the input is the caller's to add.
func Load(r io.ReaderAt, size int64, o Options) (*Plan, error) {
	digest := make(chan string, 1)
	go func() { digest <- sum(r, size) }()

	start, err := skipBOM(r, size)
	if err != nil {
		return nil, err
	}
	wanted := newWanted(o)
	ix, err := readIndex(r, start, size, wanted)
	if err != nil {
		return nil, err
	}
	kind, err := ix.kind()
	if err != nil {
		return nil, err
	}
	if ix.errored && !o.AllowErrored {
		return nil, ErrErrored
	}
	doc := &document{reader: r, index: ix, wanted: wanted, words: ix.words, traced: map[trace]graph.Origins{}, meter: meter{left: freeSteps + size}}
	p := &Plan{
		Kind:             kind,
		TerraformVersion: ix.terraformVersion,
		Program:          ix.program(),
		Complete:         !ix.incomplete && !ix.errored && len(ix.deferred)+len(ix.uncounted) == 0,
		document:         doc,
	}
	if p.Graph, err = doc.build(); err != nil {
		return nil, err
	}
	p.Graph.Gaps = append(doc.gaps(kind), p.Graph.StackGaps()...)
	p.Complete = p.Complete && !slices.ContainsFunc(p.Graph.Gaps, func(gap graph.Gap) bool { return !gap.Perhaps() })
	if kind == finding.StateInput {
		p.Graph.Kind = graph.FromState
	}
	p.Resources = ix.managed(kind)
	for _, r := range p.Graph.Resources() {
		if !r.Forgotten {
			p.Assessed++
		}
	}
	p.SHA256 = <-digest
	if p.SHA256 == "" {
		return nil, errors.New("reading the input a second time for its digest failed: did the file change?")
	}
	return p, nil
}

// sum returns the SHA-256 of the input, "" when it cannot be read.
func sum(r io.ReaderAt, size int64) string {
	h := sha256.New()
	if _, err := io.CopyBuffer(h, io.NewSectionReader(r, 0, size), make([]byte, bufferSize)); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// skipBOM returns where the JSON text begins.
func skipBOM(r io.ReaderAt, size int64) (int64, error) {
	head := make([]byte, min(size, 4))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("reading the input: %w", err)
	}
	switch {
	case len(head) == 0:
		return 0, notPlan("it is empty")
	case len(head) >= 3 && head[0] == 0xEF && head[1] == 0xBB && head[2] == 0xBF:
		return 3, nil
	case len(head) >= 2 && (head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF || head[0] == 0 || head[1] == 0):
		return 0, notPlan("it is UTF-16 text, as an older PowerShell writes with \">\"; save it as UTF-8")
	}
	return 0, nil
}

// notPlan is the error for an input that is none of ours.
func notPlan(why string) error {
	return fmt.Errorf("not a Terraform plan: %s (expected the output of \"terraform show -json tfplan\")", why)
}

// Variables returns the values of the root module's variables that the plan was
// made with, sensitive ones marked; none for a state.
func (p *Plan) Variables() map[string]cty.Value {
	p.document.rootVariable("") // which decodes them all
	values := make(map[string]cty.Value, len(p.document.variables))
	for name, e := range p.document.variables {
		values[name] = e.constant
	}
	return values
}
