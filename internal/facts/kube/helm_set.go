package kube

import (
	"errors"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Bounds on what a name may say, those of Helm's own parser being 30 and 65536.
const (
	maxSetDepth = 30
	maxSetIndex = 1024
	maxSetNames = 256 // in one value: "a=1,b=2"
)

// setTree reads a `set`, `set_list` or `set_sensitive` of a release: an object
// with the one value in its place, or unknown when it cannot be told what is set.
func setTree(set graph.Value) cty.Value {
	name, ok := set.Attr("name").Text()
	if !ok {
		return cty.DynamicVal
	}
	value := set.Attr("value")
	if text, ok := value.Text(); ok {
		kind, _ := set.Attr("type").Text()
		return treeOrUnknown(assigned(name, text, kind))
	}
	if value.Opaque() || value.Unset() {
		return treeOrUnknown(assign(name, cty.DynamicVal))
	}
	var list []cty.Value
	for _, e := range value.Elements() {
		if text, ok := e.Text(); ok {
			list = append(list, typed(text))
		} else {
			list = append(list, cty.DynamicVal)
		}
	}
	return treeOrUnknown(assign(name, cty.TupleVal(list)))
}

func treeOrUnknown(tree cty.Value, err error) cty.Value {
	if err != nil {
		return cty.DynamicVal
	}
	return tree
}

// assigned reads "name=value" as `helm --set` (kind "" or "auto"), --set-string
// ("string") or --set-literal ("literal") does.
func assigned(name, value, kind string) (cty.Value, error) {
	if kind == "literal" {
		return assign(name, cty.StringVal(value))
	}
	assignments := cut(name+"="+value, ',')
	if len(assignments) > maxSetNames {
		return cty.NilVal, errors.New("expected fewer names in one value")
	}
	tree := newOverlay(cty.EmptyObjectVal)
	for _, one := range assignments {
		parts := cut(one, '=')
		if len(parts) < 2 {
			return cty.NilVal, errors.New("expected name=value")
		}
		val := scalarOrList(strings.Join(parts[1:], "="), kind)
		branch, err := assign(parts[0], val)
		if err != nil {
			return cty.NilVal, err
		}
		tree.cover(branch, true)
	}
	return tree.value(), nil
}

func scalarOrList(text, kind string) cty.Value {
	scalar := typed
	if kind == "string" {
		scalar = cty.StringVal
	}
	inner, open := strings.CutPrefix(text, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	if !open || !closed {
		return scalar(unescape(text))
	}
	var list []cty.Value
	for _, element := range cut(inner, ',') {
		list = append(list, scalar(unescape(element)))
	}
	return cty.TupleVal(list)
}

// typed gives a text the type that Helm sees in it.
func typed(text string) cty.Value {
	switch text {
	case "true":
		return cty.True
	case "false":
		return cty.False
	case "null":
		return cty.NullVal(cty.DynamicPseudoType)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && (text == "0" || !strings.HasPrefix(text, "0")) {
		return cty.NumberIntVal(n)
	}
	return cty.StringVal(text)
}

// assign puts a value in its place: "a.b[1].c" in the tuple of object a, at 1.
func assign(name string, val cty.Value) (cty.Value, error) {
	steps := cut(name, '.')
	if len(steps) > maxSetDepth {
		return cty.NilVal, errors.New("expected a name of fewer levels")
	}
	for i := len(steps) - 1; i >= 0; i-- {
		key, indexes, _ := strings.Cut(steps[i], "[")
		if indexes != "" {
			var err error
			if val, err = elementAt(strings.Split(strings.TrimSuffix(indexes, "]"), "]["), val); err != nil {
				return cty.NilVal, err
			}
		}
		val = cty.ObjectVal(map[string]cty.Value{unescape(key): val})
	}
	return val, nil
}

func elementAt(indexes []string, val cty.Value) (cty.Value, error) {
	if len(indexes) > maxSetDepth {
		return cty.NilVal, errors.New("expected a name of fewer levels")
	}
	for i := len(indexes) - 1; i >= 0; i-- {
		n, err := strconv.Atoi(indexes[i])
		if err != nil || n < 0 || n > maxSetIndex {
			return cty.NilVal, errors.New("expected an index")
		}
		elements := make([]cty.Value, n+1)
		for j := range elements {
			elements[j] = cty.NullVal(cty.DynamicPseudoType)
		}
		elements[n] = val
		val = cty.TupleVal(elements)
	}
	return val, nil
}

// cut splits a text at a separator, but not at an escaped one or within braces.
func cut(text string, separator byte) []string {
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '{':
			depth++
		case c == '}' && depth > 0:
			depth--
		case c == separator && depth == 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

// unescape takes the backslash from what it escapes.
func unescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
