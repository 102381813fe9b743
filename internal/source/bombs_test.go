package source

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// bomb is source that asks for much more than it is long. refused says that it
// must meet a limit; what meets none must be cheap.
type bomb struct {
	name    string
	files   []txtar.File
	refused bool
}

func mainFile(name, text string, refused bool) bomb {
	return bomb{name, []txtar.File{{Name: "main.tf", Data: []byte(text)}}, refused}
}

// chain writes locals of which each is made of the one before.
func chain(n int, first, format string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "locals {\n  l0 = %s\n", first)
	for i := range n {
		fmt.Fprintf(&b, "  l%d = %s\n", i+1, strings.ReplaceAll(format, "@", fmt.Sprintf("local.l%d", i)))
	}
	fmt.Fprintf(&b, "}\noutput \"x\" { value = local.l%d }\n", n)
	return b.String()
}

func bombs() []bomb {
	thousand := "range(1000)"
	all := []bomb{
		mainFile("nested for", "output \"x\" { value = [for a in "+thousand+" : [for b in "+thousand+" : [for c in "+thousand+" : a + b + c]]] }", true),
		mainFile("for without results", "output \"x\" { value = [for a in "+thousand+" : 1 if length([for b in "+thousand+" : 1 if length([for c in "+thousand+" : c if false]) > 0]) > 0] }", true),
		mainFile("setproduct", "locals {\n  r = range(100)\n}\noutput \"x\" { value = setproduct(local.r, local.r, local.r, local.r, local.r) }", true),
		mainFile("range", "output \"x\" { value = range(1e9) }", false), // Terraform's own limit is 1024
		mainFile("tuples that double", chain(64, `["x"]`, "[@, @]"), true),
		mainFile("objects that double", chain(64, `{ a = "x" }`, "{ a = @, b = @ }"), true),
		mainFile("texts that double", chain(64, `"x"`, `"${@}${@}"`), true),
		mainFile("texts that double in join", chain(64, `"x"`, `join("", [@, @])`), true),
		mainFile("replace", chain(8, `"aaaaaaaaaa"`, `replace(@, "a", "aaaaaaaaaa")`), true),
		mainFile("format", "output \"x\" { value = format(\"%1000000000d\", 1) }", true),
		mainFile("a huge number", "output \"x\" { value = 1e999999999 }\noutput \"y\" { value = \"${1e999999999}\" }\noutput \"z\" { value = 1e999999999999999999 }", false),
		mainFile("a number that grows", chain(64, "1e300", "@ * @"), true),
		mainFile("a number that shrinks", chain(64, "1e-300", "@ * @"), true),
		mainFile("comparisons of much", "locals {\n  s = join(\"\", [for a in "+thousand+" : \"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\"])\n}\noutput \"x\" { value = [for a in "+thousand+" : [for b in "+thousand+" : local.s == \"${local.s}\"]] }", true),
		mainFile("a long chain", chain(50_000, "1", "@"), true),
		mainFile("a chain of functions", chain(20_000, `"x"`, "upper(lower(@))"), true),
		mainFile("conditionals of the unknown", "variable \"u\" {}\noutput \"x\" { value = "+strings.Repeat("var.u ? (", 80)+"1"+strings.Repeat(") : 2", 80)+" }", false),
		mainFile("conditionals as conditions", "variable \"u\" {}\noutput \"x\" { value = "+strings.Repeat("(", 80)+"var.u"+strings.Repeat(" ? true : false)", 80)+" }", false),
		mainFile("conditions that are none", "output \"x\" { value = "+strings.Repeat("try(", 60)+`"no"`+strings.Repeat(` ? 1 : 2, "no")`, 60)+" }", false),
		mainFile("wide conditionals", "variable \"u\" {}\nlocals {\n  w = { "+manyItems(20_000, "k%d = %d, ")+" }\n  v = { "+manyItems(20_000, "j%d = \"%d\", ")+" }\n}\noutput \"x\" { value = var.u ? local.w : local.v }\noutput \"y\" { value = true ? local.w : local.v }", false),
		mainFile("conditionals of tuples that double", chain(14, `"x"`, "[@, @]")+"variable \"u\" {}\noutput \"y\" { value = var.u ? local.l13 : [local.l12, 1] }", false),
		mainFile("count", "resource \"test_thing\" \"t\" { count = 10000000 }", false),
		mainFile("for_each", "resource \"test_thing\" \"t\" {\n  for_each = toset([for a in range(1000) : \"${a}\"])\n  name = join(\"\", [for b in range(1000) : \"${each.key}-${b}\"])\n}", false),
		mainFile("many counts", manyItems(60, "resource \"test_thing\" \"t%d\" {\n  count = 9999\n  name  = \"n%d\"\n}\n"), true),
		mainFile("many references to many", "resource \"test_thing\" \"a\" {\n  count = 9999\n  name = count.index\n}\nresource \"test_thing\" \"b\" {\n  count = 9999\n  name = test_thing.a[count.index].name\n}", true),
		mainFile("dynamic blocks in each other", "resource \"test_thing\" \"t\" {\n"+strings.Repeat("dynamic \"b\" {\nfor_each = "+thousand+"\ncontent {\n", 4)+strings.Repeat("}\n}\n", 4)+"}", true),
		mainFile("regular expressions", "locals {\n  s = join(\"\", [for a in "+thousand+" : \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"])\n}\noutput \"x\" { value = [for a in "+thousand+" : [for b in "+thousand+" : length(regexall(\"(a?){100}b\", local.s))]] }", true),
		mainFile("jsondecode", "output \"x\" { value = jsondecode(join(\"\", [for a in range(1000) : join(\"\", [for b in range(1000) : \"[\"])])) }", true),
	}
	var modules []txtar.File
	for i := range 40 { // each calls the next twice: 2^40 instances
		modules = append(modules, txtar.File{
			Name: fmt.Sprintf("m%d/main.tf", i),
			Data: fmt.Appendf(nil, "module \"a\" { source = \"../m%d\" }\nmodule \"b\" { source = \"../m%d\" }\nresource \"test_thing\" \"t\" {}\n", i+1, i+1),
		})
	}
	all = append(all, bomb{"modules that double", append(modules, txtar.File{Name: "main.tf", Data: []byte("module \"m\" { source = \"./m0\" }")}), true})

	modules = nil
	for i := range 1_000 {
		modules = append(modules, txtar.File{
			Name: fmt.Sprintf("m%d/main.tf", i),
			Data: fmt.Appendf(nil, "module \"m\" { source = \"../m%d\" }\n", i+1),
		})
	}
	all = append(all, bomb{"modules in each other", append(modules, txtar.File{Name: "main.tf", Data: []byte("module \"m\" { source = \"./m0\" }")}), false})
	all = append(all, bomb{"counted modules in each other", []txtar.File{
		{Name: "main.tf", Data: []byte("module \"m\" {\n  source = \"./m\"\n  count  = 9000\n}")},
		{Name: "m/main.tf", Data: []byte("module \"m\" {\n  source = \"../n\"\n  count  = 9000\n}")},
		{Name: "n/main.tf", Data: []byte("resource \"test_thing\" \"t\" {}")},
	}, true})
	all = append(all, bomb{"templates that say nothing", []txtar.File{
		{Name: "main.tf", Data: []byte("output \"x\" { value = [for a in " + thousand + " : [for b in " + thousand + " : templatefile(\"big\", {})]] }")},
		{Name: "big", Data: []byte("%{if false}" + strings.Repeat("${1}", 100_000) + "%{endif}")},
	}, true})
	all = append(all, bomb{"files that are read often", []txtar.File{
		{Name: "main.tf", Data: []byte("output \"x\" { value = [for a in " + thousand + " : [for b in " + thousand + " : filesha512(\"big\")]] }")},
		{Name: "big", Data: []byte(strings.Repeat("x", 1<<20))},
	}, true})
	return all
}

func manyItems(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i, i)
	}
	return b.String()
}

// Whatever a configuration asks for, the evaluation stays within its limits, here a
// tenth of those of a scan, and the report says where they were met. The bounds are
// counts: a clock would measure what else the machine does.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	const mostAllocated = 1 << 30 // bytes in all, not at once
	o := judged()
	o.Limits = Share().Plus(Pool().Over(10))
	for _, bomb := range bombs() {
		t.Run(bomb.name, func(t *testing.T) {
			dir := write(t, &txtar.Archive{Files: bomb.files})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			root := load(t, dir, ".", o)
			for name := range root.module.config.Outputs {
				root.module.output(name)
			}
			for _, r := range root.Graph.Resources() {
				r.Attr("name").Unknown()
				r.Attr("b").Unknown()
			}
			diagnostics := root.Diagnostics()
			runtime.ReadMemStats(&after)
			allocated := after.TotalAlloc - before.TotalAlloc
			meter, budget := root.loader.meter, root.loader.budget
			t.Logf("%d MiB allocated, %d steps, %d KiB, refused %v %q", allocated>>20, root.Spent().Steps, root.Spent().Bytes>>10, root.Exceeded(), budget.Refused())
			if meter.steps < -10*mostInstances || meter.bytes < -mostInResult || meter.instances < -mostInstances {
				t.Errorf("past the limits: %d steps, %d bytes, %d instances are left", meter.steps, meter.bytes, meter.instances)
			}
			if refused := root.Exceeded(); refused != bomb.refused {
				t.Errorf("refused: got %v, want %v", refused, bomb.refused)
			} else if refused && len(diagnostics) == 0 {
				t.Error("nobody says so")
			}
			if allocated > mostAllocated {
				t.Errorf("%d MiB were allocated: want at most %d", allocated>>20, mostAllocated>>20)
			}
		})
	}
}

// The same source gives the same, also where limits cut it off.
func TestBombsAreDeterministic(t *testing.T) {
	dir := tree(t, "-- main.tf --\n"+chain(32, `"0123456789"`, `"${@}${@}"`)+`
locals {
  a = { x = local.b, y = local.c }
  b = [local.a, 1]
  c = { z = local.a }
}
resource "test_thing" "t" {
  one   = local.l10
  two   = local.l31
  three = local.c
  four  = local.b
  five  = local.a
  six   = local.l9
}
resource "test_thing" "u" {
  one = "after"
}
`)
	want := dump(load(t, dir, ".", judged()))
	for range 5 {
		if got := dump(load(t, dir, ".", judged())); got != want {
			t.Fatal("it differs from one time to the next")
		}
	}
	if !strings.Contains(want, "two = unknown") || !strings.Contains(want, "which depends on itself") {
		t.Error("nothing is cut off, nor in a circle")
	}
}
