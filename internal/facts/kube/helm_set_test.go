package kube

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Helm's own parser (strvals) is the reference for what these give.
func TestAssigned(t *testing.T) {
	tests := []struct {
		name, value, kind string
		want              string // JSON, "" for an error
	}{
		{"a", "text", "", `{"a":"text"}`},
		{"a", "", "", `{"a":""}`},
		{"a", "true", "", `{"a":true}`},
		{"a", "false", "auto", `{"a":false}`},
		{"a", "True", "", `{"a":"True"}`},
		{"a", "null", "", `{"a":null}`},
		{"a", "12", "", `{"a":12}`},
		{"a", "0", "", `{"a":0}`},
		{"a", "012", "", `{"a":"012"}`},
		{"a", "1.5", "", `{"a":"1.5"}`},
		{"a", "true", "string", `{"a":"true"}`},
		{"a", "{true,b}", "string", `{"a":["true","b"]}`},
		{"a", "{true,b}", "", `{"a":[true,"b"]}`},
		{"a", "{b", "", `{"a":"{b"}`},
		{"a", "b}", "", `{"a":"b}"}`},
		{"a", "b=c", "", `{"a":"b=c"}`},
		{"a", "b,c=d", "", `{"a":"b","c":"d"}`},
		{"a", `b\,c=d`, "", `{"a":"b,c=d"}`},
		{"a", `b\\c`, "", `{"a":"b\\c"}`},
		{"a", "b,c=d", "literal", `{"a":"b,c=d"}`},
		{"a", "true", "literal", `{"a":"true"}`},
		{"a.b.c", "d", "", `{"a":{"b":{"c":"d"}}}`},
		{`a\.b/c`, "d", "", `{"a.b/c":"d"}`},
		{"a[0].b", "c", "", `{"a":[{"b":"c"}]}`},
		{"a[1][0]", "c", "", `{"a":[null,["c"]]}`},
		{"a.b", "1,a.c=2", "", `{"a":{"b":1,"c":2}}`},
		{"a", "{x,y},b=z", "", `{"a":["x","y"],"b":"z"}`},
		{"a", "b},c=d", "", `{"a":"b}","c":"d"}`},
		{"a", `b\`, "", `{"a":"b\\"}`},
		{"a", "b,c", "", ""},
		{"a[x]", "c", "", ""},
		{"a[-1]", "c", "", ""},
	}
	for _, test := range tests {
		t.Run(test.kind+" "+test.name[:min(len(test.name), 8)]+"="+test.value[:min(len(test.value), 8)], func(t *testing.T) {
			tree, err := assigned(test.name, test.value, test.kind)
			if err != nil {
				if test.want != "" {
					t.Fatal(err)
				}
				return
			}
			got, err := ctyjson.Marshal(tree, tree.Type())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAssignedLimits(t *testing.T) {
	tests := []struct {
		name, value string
		ok          bool
	}{
		{"a" + strings.Repeat(".a", maxSetDepth-1), "b", true},
		{"a" + strings.Repeat(".a", maxSetDepth), "b", false},
		{"a" + strings.Repeat("[0]", maxSetDepth), "b", true},
		{"a" + strings.Repeat("[0]", maxSetDepth+1), "b", false},
		{"a[" + strconv.Itoa(maxSetIndex) + "]", "b", true},
		{"a[" + strconv.Itoa(maxSetIndex+1) + "]", "b", false},
		{"a", "b" + strings.Repeat(",a=b", maxSetNames-1), true},
		{"a", "b" + strings.Repeat(",a=b", maxSetNames), false},
	}
	for _, test := range tests {
		if _, err := assigned(test.name, test.value, ""); (err == nil) != test.ok {
			t.Errorf("%.20s...=%.20s...: error %v, want one: %t", test.name, test.value, err, !test.ok)
		}
	}
}
