package function_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// marked are the values that the expressions below speak of.
func marked() map[string]cty.Value {
	return map[string]cty.Value{
		"s":    cty.StringVal("s").Mark(origin),
		"t":    cty.StringVal("t").Mark(other),
		"u":    cty.UnknownVal(cty.String).Mark(origin),
		"w":    cty.UnknownVal(cty.String).Mark(other),
		"n":    cty.UnknownVal(cty.Number).Mark(origin),
		"flag": cty.UnknownVal(cty.Bool).Mark(origin),
		"dyn":  cty.DynamicVal.Mark(origin),
		"list": cty.UnknownVal(cty.List(cty.String)).Mark(origin),
		"set":  cty.UnknownVal(cty.Set(cty.String)).Mark(origin),
		"map":  cty.UnknownVal(cty.Map(cty.String)).Mark(origin),
		"whole": cty.ListVal([]cty.Value{cty.StringVal("a"), cty.StringVal("b")}).
			Mark(origin),
		"null": cty.NullVal(cty.Map(cty.String)).Mark(origin),
		"name": cty.UnknownVal(cty.String).Refine().StringPrefix("arn:aws:").NewValue().Mark(origin),
	}
}

// shown is a value with its marks where they are: "a"!origin is marked.
func shown(v cty.Value) string {
	if v == cty.NilVal {
		return "error"
	}
	bare, marks := v.Unmark()
	var names []string
	for mark := range marks {
		names = append(names, fmt.Sprintf("!%v", mark))
	}
	slices.Sort(names)
	suffix := strings.Join(names, "")
	ty := bare.Type()
	switch {
	case !bare.IsKnown():
		return "?" + suffix
	case bare.IsNull():
		return "null" + suffix
	case !bare.CanIterateElements():
		return written(bare) + suffix
	}
	var elements []string
	for it := bare.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if ty.IsMapType() || ty.IsObjectType() {
			elements = append(elements, key.AsString()+"="+shown(element))
			continue
		}
		elements = append(elements, shown(element))
	}
	return "[" + strings.Join(elements, " ") + "]" + suffix
}

// A result has the marks of all that it is made of, and where the function can
// tell its parts apart, of no more.
func TestMarks(t *testing.T) {
	for expr, want := range map[string]string{
		// whole results
		`upper(s)`:                        `"S"!origin`,
		`upper(u)`:                        `?!origin`,
		`join(s, [t])`:                    `"t"!origin!other`,
		`join(",", [u, t])`:               `?!origin!other`,
		`format("%s-%s", s, t)`:           `"s-t"!origin!other`,
		`format("%s-%s", u, t)`:           `?!origin!other`,
		`formatlist("%s", [s, t])`:        `["s" "t"]!origin!other`,
		`jsonencode({ a = [s], b = t })`:  `"{\"a\":[\"s\"],\"b\":\"t\"}"!origin!other`,
		`jsonencode({ a = [u], b = t })`:  `?!origin!other`,
		`chomp(yamlencode([[s]]))`:        `"- - \"s\""!origin`,
		`jsondecode(u)`:                   `?!origin`,
		`yamldecode(s)`:                   `"s"!origin`,
		`replace("asa", s, t)`:            `"ata"!origin!other`,
		`startswith(name, "arn:")`:        `true!origin`,
		`startswith(name, "http")`:        `false!origin`,
		`startswith(name, "arn:aws:iam")`: `?!origin`,
		`contains([s, "a"], "a")`:         `true!origin`,
		`alltrue([flag, true])`:           `?!origin`,
		`alltrue([flag, false])`:          `false!origin`,
		`anytrue([flag, true])`:           `true!origin`,
		`anytrue([flag, false])`:          `?!origin`,
		`sum([1, n])`:                     `?!origin`,
		`max(1, n)`:                       `?!origin`,
		`index([s, "a"], "a")`:            `1!origin`,
		`matchkeys([s], ["a"], ["a"])`:    `["s"]!origin`,
		`distinct([s, "s", t])`:           `["s" "t"]!origin!other`,
		`sort([u, "a"])`:                  `[? ?]!origin`,
		`compact([u, "a"])`:               `?!origin`,
		`setunion([s], [t])`:              `["s" "t"]!origin!other`,
		`setproduct([s], [t])`:            `[["s"!origin "t"!other]]`,
		`setproduct(list, [t])`:           `?!origin!other`,
		`transpose({ a = [s] })`:          `[s=["a"]]!origin`,
		`cidrhost(u, 1)`:                  `?!origin`,
		`cidrsubnets("10.0.0.0/8", n)`:    `?!origin`,
		`range(n)`:                        `?!origin`,
		`regex(s, "s")`:                   `"s"!origin`,
		`regexall("s", u)`:                `?!origin`,
		`md5(u)`:                          `?!origin`,
		`base64encode(s)`:                 `"cw=="!origin`,
		`textencodebase64(s, "UTF-8")`:    `"cw=="!origin`,
		`timecmp(u, w)`:                   `?!origin!other`,
		`split(",", u)`:                   `?!origin`,
		`file(s)`:                         `?!origin`,
		`fileexists(u)`:                   `?!origin`,
		`timeadd(u, "1h")`:                `?!origin`,
		`basename(s)`:                     `"s"!origin`,
		`rsadecrypt(s, t)`:                `?!origin!other`,
		// parts
		`lookup({ a = s, b = t }, "a")`:    `"s"!origin`,
		`lookup({ a = s, b = t }, "c", u)`: `?!origin`,
		`lookup({ a = u, b = w }, "a")`:    `?!origin`,
		`lookup({ a = u }, "a", w)`:        `?!origin`,
		`lookup(map, "a", t)`:              `?!origin!other`,
		`lookup(tomap({ s = "x" }), s)`:    `"x"!origin`,
		`lookup({ a = 1 }, u, t)`:          `?!origin!other`,
		`merge({ a = s }, { b = t })`:      `[a="s"!origin b="t"!other]`,
		`merge({ a = s }, map)`:            `?!origin`,
		`merge({ a = t }, map)`:            `?!origin!other`,
		`merge(dyn, { a = t })`:            `?!origin!other`,
		`element([s, t], 0)`:               `"s"!origin`,
		`element([u, w], 1)`:               `?!other`,
		`element(list, 1)`:                 `?!origin`,
		`element([u, t], n)`:               `?!origin!other`,
		`element(whole, 0)`:                `"a"!origin`,
		`concat([s], ["a", t])`:            `["s"!origin "a" "t"!other]`,
		`concat([t], list)`:                `?!origin!other`,
		`values({ a = s, b = "b" })`:       `["s"!origin "b"]`,
		`values(map)`:                      `?!origin`,
		`keys({ a = s })`:                  `["a"]`,
		`keys(map)`:                        `?!origin`,
		`length([s])`:                      `1`,
		`length(u)`:                        `?!origin`,
		`length(list)`:                     `?!origin`,
		`length(dyn)`:                      `?!origin`,
		`length(toset([s]))`:               `1!origin`,
		`flatten([[s], ["a", [t]]])`:       `["s"!origin "a" "t"!other]`,
		`flatten([whole, [t]])`:            `["a" "b" "t"!other]!origin`,
		`flatten([[u], ["a"]])`:            `[?!origin "a"]`,
		`flatten([list, [t]])`:             `?!origin!other`,
		`flatten([dyn, [t]])`:              `?!origin!other`,
		`flatten(set)`:                     `?!origin`,
		`tolist([s, "a"])`:                 `["s"!origin "a"]`,
		`tolist([u, "a"])`:                 `[?!origin "a"]`,
		`toset([s, "a"])`:                  `["a" "s"]!origin`,
		`toset([u, "a"])`:                  `["a" ?]!origin`,
		`toset(list)`:                      `?!origin`,
		`tomap({ a = s, b = "b" })`:        `[a="s"!origin b="b"]`,
		`tomap({ a = u, b = 1 })`:          `[a=?!origin b="1"]`,
		`tostring(n)`:                      `?!origin`,
		`tonumber(dyn)`:                    `?!origin`,
		`coalesce(s, t)`:                   `"s"!origin`,
		`coalesce("", s, t)`:               `"s"!origin`,
		`coalesce(u, t)`:                   `?!origin!other`,
		`coalesce(s, w)`:                   `"s"!origin`,
		`coalescelist(list, [t])`:          `?!origin!other`,
		`try(s, t)`:                        `"s"!origin`,
		`try(u, t)`:                        `?!origin`,
		`try([u, t], "x")`:                 `?!origin!other`,
		`try({}.a, t)`:                     `"t"!other`,
		`can(u)`:                           `?!origin`,
		`can(s)`:                           `true`,
		`one([s])`:                         `"s"!origin`,
		`one(whole)`:                       `error`,
		`one(list)`:                        `?!origin`,
		`reverse([s, t])`:                  `["t"!other "s"!origin]`,
		`slice([s, t], 1, 2)`:              `["t"!other]`,
		`slice(list, 0, 2)`:                `[? ?]!origin`,
		`slice(list, 0, 0)`:                `[]!origin`,
		`slice(list, 2, 1)`:                `error`,
		`slice(list, 0, 1001)`:             `?!origin`,
		`slice(list, 0, n)`:                `?!origin`,
		`slice(dyn, 0, 2)`:                 `[? ?]!origin`,
		`slice(set, 0, 1)`:                 `error`,
		`chunklist([s, "a"], 1)`:           `[["s"!origin] ["a"]]`,
		`zipmap(["a"], [s])`:               `[a="s"!origin]`,
		`zipmap([s], ["a"])`:               `[s="a"]!origin`,
		`zipmap([u], [t])`:                 `?!origin!other`,
		`merge(null, { a = t })`:           `[a="t"!other]`,
		// sensitivity
		`sensitive(s)`:                                `"s"!origin!sensitive`,
		`nonsensitive(sensitive(s))`:                  `"s"!origin`,
		`nonsensitive([sensitive("a")])`:              `["a"!sensitive]`,
		`nonsensitive(u)`:                             `?!origin`,
		`issensitive(sensitive(u))`:                   `true`,
		`issensitive(s)`:                              `false`,
		`issensitive(u)`:                              `?!origin`,
		`ephemeralasnull(s)`:                          `"s"!origin`,
		`upper(sensitive(s))`:                         `"S"!origin!sensitive`,
		`templatefile("wrapped.tftpl", { list = s })`: `"s"!origin`,
		`templatefile("wrapped.tftpl", map)`:          `?!origin`,
		`templatefile("nope.tftpl", { list = s })`:    `?!origin`,
		`templatestring(s, { a = t })`:                `"s"!origin`,
		`templatestring(u, { a = t })`:                `?!origin!other`,
	} {
		t.Run(expr, func(t *testing.T) {
			env := rooted(consoleDir)
			env.Sensitive = sensitive
			if diff := cmp.Diff(want, shown(evaluated(t, expr, env, marked()))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEphemeralAsNull(t *testing.T) {
	env := function.Env{Ephemeral: other}
	for expr, want := range map[string]string{
		`ephemeralasnull(t)`:                `null`,
		`ephemeralasnull(w)`:                `null`,
		`ephemeralasnull({ a = t, b = s })`: `[a=null b="s"!origin]`,
		`ephemeralasnull([u])`:              `[?!origin]`,
	} {
		if diff := cmp.Diff(want, shown(evaluated(t, expr, env, marked()))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expr, diff)
		}
	}
}
