package usercontrol_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// A rule that asks for more than any machine has is given up, in each of its
// subjects, and never passes.
func TestBombs(t *testing.T) {
	nested := func(levels int, open, inner, shut string) string {
		return strings.Repeat(open, levels) + inner + strings.Repeat(shut, levels)
	}
	doubled := func(one string) string {
		text := "self.name"
		for range 40 {
			text = fmt.Sprintf(one, text)
		}
		return text
	}
	var all []*graph.Resource
	for i := range 10 {
		all = append(all, graphtest.Resource(t, fmt.Sprintf("aws_ecr_repository.app[%d]", i), graphtest.Args{"name": cty.StringVal("x")}))
	}
	for name, condition := range map[string]string{
		"loops":              "length(flatten(" + nested(6, "[for a in range(1000) : ", "self.name", "]") + ")) != 1",
		"loops that give no": "length(" + nested(6, "[for a in range(1000) : length(", "self.name", ")]") + ") != 1",
		"loops over resources": "length(flatten(" +
			nested(6, `[for a in resources("aws_ecr_repository") : `, "self.name", "]") + ")) != 1",
		"splats":     "length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : self.tags][*].a][*]]) != 1",
		"conditions": "length([for a in range(1000) : a if length([for b in range(1000) : b if length([for c in range(1000) : c if self.name == null]) == 0]) == 0]) != 1",
		"keys":       "length({for a in range(1000) : length([for b in range(1000) : [for c in range(1000) : self.name]]) => a...}) != 1",
		"templates":  doubled(`one([for a in [%s] : "${a}${a}"])`) + ` != ""`,
		"tuples":     "length(" + doubled(`[for a in [%s] : [a, a, a]]`) + ") != 9",
		"objects":    doubled(`one([for a in [%s] : {a = a, b = a, c = a}])`) + " != 9",
		"functions":  "length(setproduct(range(1000), range(1000), range(1000), [self.name])) != 1",
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			evaluators, err := load(t, file("aws_ecr_repository", "", condition, "no"))
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range evaluators[0].Evaluate(control.Input{Graph: graph.New(all)}) {
				if v.Status != finding.Unknown || v.Message != "the condition asks for more work than a control may do" {
					t.Fatalf("%s: %s", v.Status, v.Message)
				}
			}
			runtime.ReadMemStats(&after)
			if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 1<<30 {
				t.Errorf("%d MiB were allocated: want at most 1024", allocated>>20)
			}
		})
	}
}

func TestHugeNumber(t *testing.T) {
	_, err := load(t, file("aws_ecr_repository", "", `self.name != "${1e900000}"`, "no"))
	if err == nil || !strings.HasPrefix(err.Error(), "acme.yaml:13: condition: expected a number of fewer digits\n") {
		t.Errorf("got %v", err)
	}
}
