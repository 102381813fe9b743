package function_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// bombs are values that make much of little.
func bombs() map[string]cty.Value {
	numbers := make([]cty.Value, 1000)
	words := make([]cty.Value, 1000)
	for i := range numbers {
		numbers[i] = cty.NumberIntVal(int64(i))
		words[i] = cty.StringVal(fmt.Sprint("word", i))
	}
	aliases := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 12 {
		alias := fmt.Sprintf("*a%d, ", i)
		aliases += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(alias, 10), ", "))
	}
	var attributes strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&attributes, "\"%d\": 0, ", i)
	}
	nested := cty.StringVal("bottom")
	for range 5000 {
		nested = cty.TupleVal([]cty.Value{nested})
	}
	return map[string]cty.Value{
		"numbers":    cty.ListVal(numbers),
		"words":      cty.ListVal(words),
		"mega":       cty.StringVal(strings.Repeat("a", 1<<20)),
		"deep":       cty.StringVal(strings.Repeat("[", 1<<20)),
		"shut":       cty.StringVal(strings.Repeat("[", 1<<18) + strings.Repeat("]", 1<<18)),
		"objects":    cty.StringVal(strings.Repeat(`{"a":`, 1<<18)),
		"dashes":     cty.StringVal(strings.Repeat("- ", 5000) + "a"),
		"aliases":    cty.StringVal(aliases),
		"wide":       cty.StringVal("[" + strings.Repeat("0,", 6<<20) + "0]"),
		"attributes": cty.StringVal("{" + attributes.String() + "\"\": 0}"),
		"exponents":  cty.StringVal("[" + strings.Repeat("1e600,", 60_000) + "0]"),
		"many":       cty.StringVal("[" + strings.Repeat("0,", 9999) + "0]"),
		"table":      cty.StringVal(strings.Repeat(strings.Repeat(",", 1<<12)+"\n", 1<<12)),
		"digits":     cty.StringVal("1" + strings.Repeat("0", 1<<20)),
		"huge":       cty.MustParseNumberVal("1e100000000"),
		"nested":     nested,
		"verbs":      cty.StringVal(strings.Repeat("%[1]s", 1<<16)),
		"dollars":    cty.StringVal(strings.Repeat("$0", 1<<12)),
		"lines":      cty.StringVal(strings.Repeat("\n", 1<<16)),
	}
}

// gzipBomb is 512 MiB of zeros, packed into half a megabyte.
func gzipBomb(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	zeros := make([]byte, 1<<20)
	for range 512 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// A bomb is refused before it costs much: its result is unknown, and the budget
// says by whom.
func TestBombs(t *testing.T) {
	variables := bombs()
	variables["gzipped"] = cty.StringVal(base64.StdEncoding.EncodeToString(gzipBomb(t)))
	for expr, by := range map[string]string{
		`setproduct(numbers, numbers, numbers, numbers)`:                                              "setproduct",
		`setproduct(numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers)`: "setproduct",
		`replace(mega, "a", mega)`:                              "replace",
		`replace(mega, "", mega)`:                               "replace",
		`replace(mega, "/a/", mega)`:                            "replace",
		`replace(mega, "/a*/", dollars)`:                        "replace",
		`replace(mega, "/(?:a*b)|a/", "")`:                      "replace",
		`regexall("(?:a*b)|a", mega)`:                           "regexall",
		`regex(mega, mega)`:                                     "regex",
		`format("%999999999d", 1)`:                              "format",
		`format("%99999999999999999999d", 1)`:                   "format",
		`format("%.999999999f", 1)`:                             "format",
		`format("%*[999999999]d%999999999s", 1)`:                "format",
		`format(verbs, mega)`:                                   "format",
		`formatlist("%9999999d", numbers)`:                      "formatlist",
		`formatlist("%s%s%s%s", words, mega, mega, mega, mega)`: "formatlist",
		`join(mega, words)`:                                     "join",
		`jsonencode([for n in numbers : mega])`:                 "jsonencode",
		`yamlencode([for n in slice(numbers, 0, 100) : mega])`:  "yamlencode",
		`jsonencode([for n in slice(numbers, 0, 100) : mega])`:  "jsonencode",
		`formatlist("%f", jsondecode(exponents))`:               "formatlist",
		`jsondecode("[1e4000]")`:                                "jsondecode",
		`indent(9999999, lines)`:                                "indent",
		`split("", "${mega}${mega}${mega}${mega}${mega}${mega}${mega}${mega}${mega}${mega}")`: "split",
		`jsondecode(deep)`:                                  "jsondecode",
		`jsondecode(shut)`:                                  "jsondecode",
		`jsondecode(objects)`:                               "jsondecode",
		`jsondecode(wide)`:                                  "jsondecode",
		`jsondecode("1e999999999")`:                         "jsondecode",
		`jsondecode("[\"\\\\\", 1E-999999999]")`:            "jsondecode",
		`jsondecode(digits)`:                                "jsondecode",
		`yamldecode(deep)`:                                  "yamldecode",
		`yamldecode(shut)`:                                  "yamldecode",
		`yamldecode(dashes)`:                                "yamldecode",
		`yamldecode(aliases)`:                               "yamldecode",
		`yamldecode("a: 1e999999999")`:                      "yamldecode",
		`yamldecode(wide)`:                                  "yamldecode",
		`csvdecode(table)`:                                  "csvdecode",
		`tonumber("1e999999999")`:                           "tonumber",
		`tonumber(digits)`:                                  "tonumber",
		`parseint(digits, 10)`:                              "parseint",
		`tostring(huge)`:                                    "tostring",
		`jsonencode([huge])`:                                "jsonencode",
		`format("%f", huge)`:                                "format",
		`jsonencode(nested)`:                                "jsonencode",
		`flatten(nested)`:                                   "flatten",
		`toset(jsondecode(many))`:                           "toset",
		`tomap(jsondecode(attributes))`:                     "tomap",
		`tolist(jsondecode(many))`:                          "tolist",
		`coalesce(jsondecode(many)...)`:                     "coalesce",
		`setproduct(toset(words), words)`:                   "setproduct",
		`distinct(jsondecode(many))`:                        "distinct",
		`trim(mega, mega)`:                                  "trim",
		`base64gunzip(gzipped)`:                             "base64gunzip",
		`templatefile("bomb.tftpl", { numbers = numbers })`: "setproduct",
	} {
		t.Run(expr[:min(len(expr), 60)], func(t *testing.T) {
			env := function.Env{
				Budget:  function.DefaultBudget(),
				Nesting: func([]byte) error { return nil },
				Read:    func(string) ([]byte, error) { return []byte("${setproduct(numbers, numbers, numbers)}"), nil },
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := evaluated(t, expr, env, variables)
			runtime.ReadMemStats(&after)
			if got == cty.NilVal || got.IsKnown() {
				t.Errorf("the result is no unknown value")
			}
			if !env.Budget.Exceeded() || env.Budget.Refused() != by {
				t.Errorf("refused by %q, want %q", env.Budget.Refused(), by)
			}
			if made := (after.TotalAlloc - before.TotalAlloc) >> 20; made > 2048 {
				t.Errorf("%d MiB were allocated", made)
			}
		})
	}
}

// The steps of many small calls add up.
func TestManyCalls(t *testing.T) {
	env := function.Env{Budget: &function.Budget{Steps: 100_000, Bytes: 1 << 20}}
	got := evaluated(t, `[for a in numbers : length(distinct([for b in numbers : upper("x")]))]`, env, bombs())
	if !env.Budget.Exceeded() || got.IsWhollyKnown() {
		t.Errorf("a million calls fit in %d steps", 100_000)
	}
	// A spent budget stays spent, and says what type it withholds.
	if got := evaluated(t, `upper("x")`, env, nil); got.IsKnown() || got.Type() != cty.String {
		t.Errorf("got %#v, want an unknown string", got)
	}
	// try evaluates what it tries once, however deep it is nested.
	env.Budget = function.DefaultBudget()
	nested := strings.Repeat("try(", 40) + `upper("x")` + strings.Repeat(")", 40)
	if got := evaluated(t, nested, env, nil); !got.RawEquals(cty.StringVal("X")) {
		t.Errorf("got %#v", got)
	}
}

// A refused result keeps its type and its marks.
func TestRefusalKeepsMarks(t *testing.T) {
	variables := bombs()
	variables["words"] = variables["words"].Mark(origin)
	for expr, want := range map[string]cty.Type{
		`setunion(words, words)`:     cty.Set(cty.String),
		`distinct(words)`:            cty.List(cty.String),
		`join(",", words)`:           cty.String,
		`jsonencode([words])`:        cty.String,
		`lookup({ a = words }, "a")`: cty.DynamicPseudoType,
	} {
		env := function.Env{Budget: &function.Budget{Steps: 100, Bytes: 100}}
		got := evaluated(t, expr, env, variables)
		if got.IsKnown() || !got.HasMark(origin) || !got.Type().Equals(want) {
			t.Errorf("%s: got %#v, want an unknown %s marked %v", expr, got, want.FriendlyName(), origin)
		}
	}
}

// Refusing one call leaves the budget to the others.
func TestRefusalIsOfOneCall(t *testing.T) {
	env := function.Env{Budget: function.DefaultBudget()}
	got := evaluated(t, `[setproduct(numbers, numbers, numbers), upper("x")]`, env, bombs())
	if want := cty.StringVal("X"); !env.Budget.Exceeded() || !got.Index(cty.NumberIntVal(1)).RawEquals(want) {
		t.Errorf("got %#v after a refusal, want %#v", got.Index(cty.NumberIntVal(1)), want)
	}
}

// What real configurations do is far from the limits.
func TestOrdinarySizesFit(t *testing.T) {
	for _, expr := range []string{
		`distinct(words)`, `sort(words)`, `join(",", words)`, `toset(words)`, `setproduct(slice(words, 0, 50), slice(words, 0, 50))`,
		`zipmap(words, numbers)`, `jsondecode(jsonencode(words))`, `yamldecode(yamlencode(words))`,
		`[for w in words : replace(w, "/[^0-9]+/", "-")]`, `[for n in numbers : format("%03d", n)]`, `formatlist("arn:aws:iam::%s:role/%s", words, words)`,
		`regexall("[a-z]+", substr(mega, 0, 2000))`, `[for w in words : lookup({ word1 = 1 }, w, 2)]`, `csvdecode("a,b\n${join("\n", formatlist("%s,1", words))}")`,
		`matchkeys(words, numbers, numbers)`, `replace(mega, "a", "bb")`, `indent(8, lines)`, `base64gzip(mega)`,
	} {
		env := function.Env{Budget: function.DefaultBudget()}
		if got := evaluated(t, expr, env, bombs()); got == cty.NilVal || !got.IsWhollyKnown() || env.Budget.Exceeded() {
			t.Errorf("%s: refused by %q", expr, env.Budget.Refused())
		}
	}
}

// A refused call does not do what it was refused for: each element that is not known
// would be compared with each other, and each type with each other.
func TestRefusedCallsAreCheap(t *testing.T) {
	const n = 50_000
	many := make([]cty.Value, n)
	for i := range many {
		many[i] = cty.DynamicVal
	}
	for _, name := range []string{"toset", "tolist", "setunion", "coalesce"} {
		env := function.Env{Budget: function.DefaultBudget()}
		args := []cty.Value{cty.TupleVal(many)}
		if name == "coalesce" {
			args = many
		}
		v, err := function.Table(env)[name].Call(args)
		if err == nil && v.IsWhollyKnown() {
			t.Errorf("%s: %#v is known", name, v.Type().FriendlyName())
		}
		if !env.Budget.Exceeded() {
			t.Errorf("%s of %d unknown values is not refused", name, n)
		}
	}
}
