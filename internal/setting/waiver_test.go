package setting

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

func TestDecodeWaivers(t *testing.T) {
	tests := []struct {
		name, yaml string
		want       Waivers
	}{
		{"empty", "", Waivers{MaxAge: DefaultMaxAge}},
		{"nothing waived", "waivers: []", Waivers{MaxAge: DefaultMaxAge, Waivers: []Waiver{}}},
		{"null", "max_age: ~\nwaivers:", Waivers{MaxAge: DefaultMaxAge}},
		{"everything", `
max_age: 90
waivers:
  - control: 5.4.1
    address: module.eks.aws_eks_cluster.this[0]
    reason: "the office moves: see OPS-1"
    approved_by: Jane Doe
    expires: 2026-12-31

  - {control: endpoint-private, address: 'aws_eks_cluster.a["b.c"]', reason: lab, expires: "2026-11-30"}
`, Waivers{MaxAge: 90, Waivers: []Waiver{
			{Control: "5.4.1", Address: "module.eks.aws_eks_cluster.this[0]", Reason: "the office moves: see OPS-1",
				ApprovedBy: "Jane Doe", Expires: "2026-12-31", File: "w.yaml", Line: 4},
			{Control: "endpoint-private", Address: `aws_eks_cluster.a["b.c"]`, Reason: "lab", Expires: "2026-11-30", File: "w.yaml", Line: 10},
		}}},
		{"alias", "waivers:\n  - &a {control: a, address: b, reason: c, expires: 2026-01-01}\n  - *a", Waivers{
			MaxAge: DefaultMaxAge, Waivers: []Waiver{
				{Control: "a", Address: "b", Reason: "c", Expires: "2026-01-01", File: "w.yaml", Line: 2},
				{Control: "a", Address: "b", Reason: "c", Expires: "2026-01-01", File: "w.yaml", Line: 2}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := DecodeWaivers("w.yaml", []byte(tt.yaml))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("waivers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeWaiversErrors(t *testing.T) {
	entry := func(change string) string {
		return "waivers:\n- " + strings.Join([]string{"control: a", "address: b", "reason: c", "expires: 2026-01-01", change}, "\n  ")
	}
	tests := []struct {
		name, yaml, want string
	}{
		{"a list", "- control: a", "w.yaml:1: expected a mapping with max_age, waivers, found a list"},
		{"unknown key", "waiver: []", "w.yaml:1: unknown key: expected max_age or waivers"},
		{"unknown key of a waiver", entry("until: x"),
			"w.yaml:6: waivers[0]: unknown key: expected one of control, address, reason, approved_by, expires"},
		{"no list", "waivers: {control: a}", "w.yaml:1: waivers: expected a list, found a mapping"},
		{"no mapping", "waivers: [a]", "w.yaml:1: waivers[0]: expected a mapping with control, address, reason, expires, found text"},
		{"nothing", "waivers:\n- {}", "w.yaml:2: waivers[0]: missing control, address, reason, expires"},
		{"no address", "waivers: [{control: a}]", "w.yaml:1: waivers[0]: missing address, reason, expires"},
		{"no reason", "waivers:\n\n- control: a\n  address: b\n  expires: 2026-01-01",
			"w.yaml:3: waivers[0]: missing reason"},
		{"no date", "waivers:\n- {control: a, address: b, reason: c}",
			"w.yaml:2: waivers[0]: missing expires"},
		{"null date", "waivers:\n- {control: a, address: b, reason: c, expires: ~}",
			"w.yaml:2: waivers[0]: missing expires"},
		{"empty reason", "waivers:\n- control: a\n  address: b\n  reason: ' '\n  expires: 2026-01-01", "w.yaml:4: waivers[0].reason: expected text with a letter or a digit"},
		{"no day", "waivers: [{control: a, address: b, reason: c, expires: 2026-02-30}]", "w.yaml:1: waivers[0].expires: expected a date as YYYY-MM-DD"},
		{"a time", "waivers: [{control: a, address: b, reason: c, expires: 2026-02-03T00:00:00Z}]",
			"w.yaml:1: waivers[0].expires: expected a date as YYYY-MM-DD"},
		{"never", "waivers: [{control: a, address: b, reason: c, expires: never}]", "w.yaml:1: waivers[0].expires: expected a date as YYYY-MM-DD"},
		{"dates", "waivers: [{control: a, address: b, reason: c, expires: [x]}]", "w.yaml:1: waivers[0].expires: expected a date as YYYY-MM-DD, found a list"},
		{"spaces in the control", "waivers: [{control: a b, address: b, reason: c, expires: 2026-01-01}]",
			"w.yaml:1: waivers[0].control: expected a name without spaces"},
		{"address of two lines", `waivers: [{control: a, address: "b\nc", reason: c, expires: 2026-01-01}]`,
			"w.yaml:1: waivers[0].address: expected the address of a resource on one line, such as aws_eks_cluster.this[0] or module.eks.**"},
		{"all wildcards", "waivers: [{control: a, address: b" + strings.Repeat("*", 21) + ", reason: c, expires: 2026-01-01}]",
			"w.yaml:1: waivers[0].address: expected an address with at most 20 wildcards"},
		{"no age", "max_age: 0", "w.yaml:1: max_age: expected a number of days from 1 to 3650"},
		{"ages", "max_age: 4000", "w.yaml:1: max_age: expected a number of days from 1 to 3650"},
		{"a year", "max_age: 1y", "w.yaml:1: max_age: expected a number of days from 1 to 3650, found text"},
		{"two documents", "waivers: []\n---\nwaivers: []", "w.yaml:2: a second YAML document begins here: expected one document"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := DecodeWaivers("w.yaml", []byte(tt.yaml))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeWaiversHostile(t *testing.T) {
	many := "{"
	for i := range 17_000 {
		many += strconv.Itoa(i) + ":,"
	}
	tests := []struct {
		name, yaml string
	}{
		{"alias bomb", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nwaivers: &c [*b,*b,*b,*b,*b,*b,*b]"},
		{"self anchor", "waivers: &a [*a]"},
		{"deep flow", "waivers: " + strings.Repeat("[", 20_000)},
		{"deep block", "waivers:\n" + strings.Repeat("- ", 20_000) + "x"},
		{"large", "# " + strings.Repeat("x", 128<<10)},
		{"many keys", many + "}"},
		{"long address", "waivers: [{control: a, address: " + strings.Repeat("*", 2001) + ", reason: c, expires: 2026-01-01}]"},
		{"binary", "\x00\x01\x02"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := DecodeWaivers("w.yaml", []byte(tt.yaml))
			if err == nil {
				t.Fatalf("no error; got %+v", got)
			}
			if len(err.Error()) > 2000 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
		})
	}
}

func TestWaiversSchemaAgreesWithDecode(t *testing.T) {
	schema := compiled(t, WaiversSchema())
	tests := []struct {
		yaml string
		ok   bool
	}{
		{"{}", true},
		{"max_age: 365", true},
		{"max_age: 0", false},
		{"max_age: 3651", false},
		{"max_age: x", false},
		{"waivers: ~", true},
		{"waivers: {}", false},
		{"other: 1", false},
		{"waivers: [{}]", false},
		{"waivers: [x]", false},
		{"waivers: [{control: 5.4.1, address: 'a.*[*]', reason: c d, expires: '2026-01-31'}]", true},
		{"waivers: [{control: 5.4.1, address: b, reason: c, expires: '2026-01-31', approved_by: d e}]", true},
		{"waivers: [{control: 5.4.1, address: b, reason: c, expires: '2026-01-31', approved_by: ~}]", true},
		{"waivers: [{control: 5.4.1, address: b, reason: c, expires: '2026-01-31', approved_by: ''}]", false},
		{"waivers: [{control: 5.4.1, address: b, reason: c, expires: '2026-01-31', by: d}]", false},
		{"waivers: [{address: b, reason: c, expires: '2026-01-31'}]", false},
		{"waivers: [{control: 5.4.1, reason: c, expires: '2026-01-31'}]", false},
		{"waivers: [{control: 5.4.1, address: b, expires: '2026-01-31'}]", false},
		{"waivers: [{control: 5.4.1, address: b, reason: c}]", false},
		{"waivers: [{control: '', address: b, reason: c, expires: '2026-01-31'}]", false},
		{"waivers: [{control: 5.4.1, address: ' b', reason: c, expires: '2026-01-31'}]", false},
		{"waivers: [{control: 5.4.1, address: 'b" + strings.Repeat(".*", 20) + "', reason: c, expires: '2026-01-31'}]", true},
		{"waivers: [{control: 5.4.1, address: 'b" + strings.Repeat(".*", 21) + "', reason: c, expires: '2026-01-31'}]", false},
		{"waivers: [{control: 5.4.1, address: b, reason: ' ', expires: '2026-01-31'}]", false},
		{"waivers: [{control: 5.4.1, address: b, reason: c, expires: '2026-13-31'}]", false},
	}
	for _, tt := range tests {
		t.Run(tt.yaml, func(t *testing.T) {
			if _, err := DecodeWaivers("w.yaml", []byte(tt.yaml)); (err == nil) != tt.ok {
				t.Errorf("DecodeWaivers: %v, want ok %v", err, tt.ok)
			}
			var value any
			if err := yaml.Unmarshal([]byte(tt.yaml), &value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); (err == nil) != tt.ok {
				t.Errorf("schema: %v, want ok %v", err, tt.ok)
			}
		})
	}
}

func TestPattern(t *testing.T) {
	tests := []struct {
		pattern, address string
		want             bool
	}{
		{"aws_eks_cluster.a", "aws_eks_cluster.a", true},
		{"aws_eks_cluster.a", "aws_eks_cluster.ab", false},
		{"aws_eks_cluster.a", "aws_eks_cluster.a[0]", false},
		{"aws_eks_cluster.a", "aws_eks_cluster_a", false},
		{"aws_eks_cluster.a", "module.m.aws_eks_cluster.a", false},
		{"aws_eks_cluster.a[0]", "aws_eks_cluster.a[0]", true},
		{"aws_eks_cluster.a[0]", "aws_eks_cluster.a0", false},
		{"aws_eks_cluster.a[*]", "aws_eks_cluster.a[10]", true},
		{"aws_eks_cluster.a[*]", `aws_eks_cluster.a["x.y"]`, true},
		{"aws_eks_cluster.a[*]", `aws_eks_cluster.a["x\".y"]`, true},
		{"aws_eks_cluster.a[*]", "aws_eks_cluster.a", false},
		{"aws_eks_cluster.a[*]", "aws_eks_cluster.ab[0]", false},
		{`aws_eks_cluster.a["x.*"]`, `aws_eks_cluster.a["x.y.z"]`, true},
		{`aws_eks_cluster.a["x.*"]`, `aws_eks_cluster.a["xy"]`, false},
		{`aws_eks_cluster.a["x.y"]`, `aws_eks_cluster.a["x.y"]`, true},
		{"aws_eks_cluster.*", `aws_eks_cluster.a["b.c"]`, true},
		{"aws_eks_cluster.*", "module.m.aws_eks_cluster.a", false},
		{"*.aws_eks_cluster.a", "module.m.aws_eks_cluster.a", false},
		{"module.*.aws_eks_cluster.a", `module.m["x.y"].aws_eks_cluster.a`, true},
		{"module.*.aws_eks_cluster.a", "module.m.module.n.aws_eks_cluster.a", false},
		{"module.m[*].aws_eks_cluster.a[0]", `module.m["x.y"].aws_eks_cluster.a[0]`, true},
		{"module.m[*].aws_eks_cluster.a[0]", `module.m.aws_eks_cluster.a[0]`, false},
		{"module.m.**", "module.m.module.n[0].aws_eks_cluster.a", true},
		{"module.m.**", "module.m2.aws_eks_cluster.a", false},
		{"**.aws_eks_cluster.a", "module.m.module.n[0].aws_eks_cluster.a", true},
		{"**", "anything.at[0].all", true},
		{"aws_eks_cluster.(a|b)", "aws_eks_cluster.a", false},
		{"\xff**", "a", false},
	}
	for _, tt := range tests {
		if got := NewPattern(tt.pattern).Matches(tt.address); got != tt.want {
			t.Errorf("%s for %s: %v, want %v", tt.pattern, tt.address, got, tt.want)
		}
	}
}

func FuzzWaivers(f *testing.F) {
	for _, seed := range []string{
		"max_age: 90\nwaivers:\n- {control: 5.4.1, address: 'module.m[*].a.b', reason: c, expires: 2026-12-31}",
		"waivers: &a [*a]",
		"waivers: [~]",
		"waivers:\n- control: !!binary YQ==",
		`waivers: [{control: a, address: "\xff[\"", reason: c, expires: 2026-01-01}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := DecodeWaivers("w.yaml", data)
		if err != nil {
			return
		}
		for _, w := range all.Waivers {
			if w.Control == "" || w.Reason == "" || w.Expires == "" || w.Line == 0 {
				t.Errorf("accepted a waiver that lacks something: %+v", w)
			}
			// An address without wildcards is that of the instance itself.
			if p := NewPattern(w.Address); !strings.Contains(w.Address, "*") && !p.Matches(w.Address) {
				t.Errorf("%q does not match itself", w.Address)
			}
		}
	})
}
