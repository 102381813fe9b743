package source

import (
	"context"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// Limits on evaluation: what a real repository needs is far below, and what a
// hostile one may ask for has no bound. Past them a value is unknown.
const (
	mostInResult  = 8 << 20 // in one result
	mostInstances = 10_000  // of one block
	mostDepth     = 32      // of module calls
	mostNested    = 1_000   // of values that are asked for while others are evaluated
	mostWide      = 1_000   // elements of a branch of a conditional, whose types are compared each with each
	bytesAnItem   = 16      // what an element counts for
	refsAStep     = 8       // references of an expression that count for a step
	bytesAWaiver  = 256     // what an inline waiver counts for
	bytesABlock   = 1 << 10 // what a nested block, or an instance, counts for beside its arguments
)

// spent stands for what is past the limits.
var spent = open("more than is evaluated of one configuration") //nolint:gochecknoglobals // a constant that Go cannot write

// meter counts what the evaluation of one root module takes.
type meter struct {
	ctx          context.Context // when it is done, nothing is left: the graph evaluates after Load returned
	steps, bytes int
	instances    int // of modules and resources
	nested       int // values that are being evaluated
	exceeded     bool
}

// step takes one step and reports whether there was one left.
func (m *meter) step() bool { return m.walk(1) }

// walk takes several steps at once.
func (m *meter) walk(steps int) bool {
	if m.steps -= steps; m.steps < 0 || m.ctx.Err() != nil {
		m.exceeded = true
	}
	return !m.exceeded
}

// take takes bytes and reports whether there were enough left.
func (m *meter) take(bytes int) bool {
	if m.bytes -= bytes; m.bytes < 0 {
		m.exceeded = true
	}
	return !m.exceeded
}

// instance takes one instance of a module or a resource, in a module that is called
// depth modules deep. Deep ones count more: their addresses are as long as the calls
// that lead to them.
func (m *meter) instance(depth int) bool {
	m.instances -= 1 + depth/8
	return m.instances >= 0 && m.ctx.Err() == nil
}

// enter counts a value that is asked for while another is evaluated, and reports
// whether it may be: Go ends the program where its stack is used up. leave ends it.
func (m *meter) enter() bool {
	m.nested++
	if m.nested > mostNested {
		m.exceeded = true
	}
	return m.nested <= mostNested
}

func (m *meter) leave() { m.nested-- }

// result takes what a result holds, and reports whether it may be kept.
func (m *meter) result(v cty.Value) bool {
	left := min(m.bytes, mostInResult)
	if !size(v, &left) {
		m.exceeded = true
		return false
	}
	m.bytes -= min(m.bytes, mostInResult) - left
	return true
}

// size takes what a value holds from left, and stops where nothing is left.
func size(v cty.Value, left *int) bool {
	return function.Parts(v, func(part cty.Value) bool {
		*left -= bytesAnItem + len(function.Text(part))
		return *left >= 0 && !function.Huge(part)
	})
}

// isWide reports whether a value has more elements than types are compared of.
func isWide(v cty.Value) bool {
	v, _ = v.Unmark()
	switch t := v.Type(); {
	case t.IsObjectType():
		return len(t.AttributeTypes()) > mostWide
	case t.IsTupleType():
		return t.Length() > mostWide
	}
	return false
}
