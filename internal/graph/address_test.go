package graph

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseAddress(t *testing.T) {
	tests := []struct {
		text string
		want Address
	}{
		{`aws_eks_cluster.c`, Address{Type: "aws_eks_cluster", Name: "c"}},
		{`data.aws_subnet.s[3]`, Address{Mode: Data, Type: "aws_subnet", Name: "s", Key: IntKey(3)}},
		{`module.a.module.b["x.y"].aws_subnet.s["a\"]b"]`, Address{
			Module: Module{{Name: "a"}, {Name: "b", Key: StringKey("x.y")}}, Type: "aws_subnet", Name: "s", Key: StringKey(`a"]b`),
		}},
		{`aws_subnet.s["$${x}\n%%{y}"]`, Address{Type: "aws_subnet", Name: "s", Key: StringKey("${x}\n%{y}")}},
		{`aws_subnet.s["$5 \\ % é"]`, Address{Type: "aws_subnet", Name: "s", Key: StringKey(`$5 \ % é`)}},
		{`aws_subnet.s["\u001b[31m\u202e\U000e0041"]`, Address{Type: "aws_subnet", Name: "s", Key: StringKey("\x1b[31m\u202e\U000e0041")}},
		{`module.data.aws_subnet.s`, Address{Module: Module{{Name: "data"}}, Type: "aws_subnet", Name: "s"}},
	}
	for _, tt := range tests {
		got, err := ParseAddress(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(Key{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.text, diff)
		}
		if got.String() != tt.text {
			t.Errorf("%s is written back as %s", tt.text, got)
		}
	}
}

func TestParseAddressErrors(t *testing.T) {
	tests := map[string]string{
		``:                        "expected a resource type",
		`aws_subnet`:              `expected "." and a name`,
		`aws_subnet.`:             "expected a name",
		`data.aws_subnet`:         `expected "." and a name`,
		`module.`:                 "expected a module name",
		`module.a`:                "expected a resource type",
		`aws_subnet.s[*]`:         "expected a number or a quoted string",
		`aws_subnet.s[-1]`:        "expected a number or a quoted string",
		`aws_subnet.s["a]`:        "unterminated instance key",
		`aws_subnet.s["a"`:        "unterminated instance key",
		`aws_subnet.s["\q"]`:      "unterminated instance key",
		`aws_subnet.s.id`:         "unexpected",
		`module.a[0.aws_subnet.s`: "expected a number",
	}
	for text, want := range tests {
		if _, err := ParseAddress(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}

func TestParseAddressPrefix(t *testing.T) {
	a, rest, err := ParseAddressPrefix(`aws_subnet.s["k"].tags["Name"]`)
	if err != nil || a.String() != `aws_subnet.s["k"]` || rest != `.tags["Name"]` {
		t.Errorf("got %s and %q, %v", a, rest, err)
	}
}

func TestAddressConfig(t *testing.T) {
	a, err := ParseAddress(`module.a[0].module.b["x"].data.aws_subnet.s[1]`)
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Config(); got != "module.a.module.b.data.aws_subnet.s" {
		t.Errorf("Config() = %s", got)
	}
}

func TestAddressOrder(t *testing.T) {
	want := []string{
		"aws_a.x", "aws_a.y[2]", "aws_a.y[10]", `aws_a.y["1"]`, "aws_b.x", "data.aws_a.x",
		"module.m.aws_a.x", "module.m[2].aws_a.x", "module.m[10].aws_a.x",
	}
	var got []Address
	for _, text := range want {
		a, err := ParseAddress(text)
		if err != nil {
			t.Fatal(err)
		}
		got = append([]Address{a}, got...)
	}
	slices.SortFunc(got, Address.Compare)
	var texts []string
	for _, a := range got {
		texts = append(texts, a.String())
	}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// FuzzAddress looks for an address that is read and not written back the same.
func FuzzAddress(f *testing.F) {
	f.Add(`module.a["x"].data.aws_subnet.s["$${y}"]`)
	f.Add(`aws_subnet.s["\u00e9"][0]`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAddress(text)
		if err != nil {
			return
		}
		again, err := ParseAddress(a.String())
		if err != nil || again.Compare(a) != 0 {
			t.Errorf("%q is read as %#v, written as %q and read again as %#v (%v)", text, a, a, again, err)
		}
	})
}
