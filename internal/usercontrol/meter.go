package usercontrol

import (
	"reflect"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// Limits on what a rule may cost. A controls file may be as foreign as the plan:
// a repository names its own in its settings. Past them a condition is unknown.
const (
	mostSteps     = 50_000    // for one subject: values that are made or looked at
	mostBytes     = 8 << 20   // for one subject: of texts
	mostStepsEver = 5_000_000 // for all subjects and rules of an input: some ten seconds of the worst
	subjectSteps  = 50        // what a subject costs at least: there may be as many rules as resources
	secretSteps   = 5_000     // what a subject costs whose steps may depend on a sensitive value
)

// meter counts what the evaluation of a rule takes: its functions charge the budget
// themselves, its loops and templates by being metered.
type meter struct {
	budget *function.Budget
	left   *int64 // steps, for all subjects of all rules of an input together
	over   bool
}

func newMeter(left *int64) *meter {
	return &meter{budget: &function.Budget{Steps: mostSteps, Bytes: mostBytes}, left: left}
}

// stepsFor are the steps that the rules on a graph have left.
func stepsFor(g *graph.Graph) *int64 {
	type key struct{}
	return graph.Once(&g.Facts, key{}, freshSteps)
}

func freshSteps() *int64 {
	n := int64(mostStepsEver)
	return &n
}

// spend charges n steps, and reports whether they may be taken.
func (m *meter) spend(n int) bool {
	m.budget.Steps -= int64(n)
	m.over = m.over || m.budget.Steps < 0
	return !m.over
}

// begin gives the next subject its share.
func (m *meter) begin() {
	*m.budget = function.Budget{Steps: min(mostSteps, *m.left), Bytes: mostBytes}
	m.over = *m.left <= 0
}

// end takes what the subject has used from what there is for all.
func (m *meter) end() {
	*m.left -= max(subjectSteps, min(mostSteps, *m.left)-max(m.budget.Steps, 0))
}

// flat charges the subject the same whatever it used.
func (m *meter) flat() { m.budget.Steps = max(0, min(mostSteps, *m.left)-secretSteps) }

func (m *meter) exceeded() bool { return m.over || m.budget.Exceeded() }

// take charges what a value holds, and stops where nothing is left: values share
// their parts, so that they may be larger than what they take in memory.
func (m *meter) take(v cty.Value) bool {
	return function.Parts(v, func(part cty.Value) bool {
		m.budget.Steps--
		m.over = m.over || m.budget.Steps < 0 || m.budget.Bytes < 0 || m.budget.Exceeded()
		m.budget.Bytes -= int64(len(function.Text(part)))
		return !m.over
	})
}

// metered is an expression that is evaluated many times, or of whose value many are
// made.
type metered struct{ hclsyntax.Expression }

func (e metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	m := meterOf(ctx)
	if m == nil || !m.take(cty.NilVal) {
		return cty.DynamicVal, nil
	}
	v, diags := e.Expression.Value(ctx)
	if !m.take(v) {
		return cty.DynamicVal, nil
	}
	return v, diags
}

// meterName is one that no expression can have.
const meterName = "\x00meter"

// context has what every expression of a rule is evaluated with.
func (m *meter) context() *hcl.EvalContext {
	capsule := cty.CapsuleVal(cty.Capsule("meter", reflect.TypeFor[meter]()), m)
	return &hcl.EvalContext{Variables: map[string]cty.Value{meterName: capsule}, Functions: functions(m.budget)}
}

func meterOf(ctx *hcl.EvalContext) *meter {
	for ; ctx != nil; ctx = ctx.Parent() {
		if v, ok := ctx.Variables[meterName]; ok {
			m, _ := v.EncapsulatedValue().(*meter)
			return m
		}
	}
	return nil
}
