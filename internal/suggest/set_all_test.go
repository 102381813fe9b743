package suggest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

func scan(i int) Change {
	return Change{
		At:   source.Place{File: "main.tf", Block: []string{"resource", "aws_ecr_repository", fmt.Sprintf("r%d", i)}, Nested: "image_scanning_configuration", Argument: "scan_on_push"},
		Mend: Mend{Value: cty.True},
	}
}

// Several changes are those that would be made one after the other, and what cannot
// be made leaves the rest.
func TestSetAll(t *testing.T) {
	var src strings.Builder
	var changes []Change
	for i := range 20 {
		format := "resource \"aws_ecr_repository\" \"r%d\" {\n  name = \"r\"\n}\n"
		if i == 7 { // computed
			format = "resource \"aws_ecr_repository\" \"r%d\" {\n  image_scanning_configuration {\n    scan_on_push = var.scan\n  }\n}\n"
		}
		fmt.Fprintf(&src, format, i)
		changes = append(changes, scan(i))
	}
	twice := scan(3)
	twice.At.Nested, twice.At.Argument, twice.Mend.Value = "", "name", cty.StringVal("other")
	changes = append(changes, twice)
	want := []byte(src.String())
	for _, c := range changes {
		if after, ok := Set(want, c.At, c.Mend); ok {
			want = after
		}
	}
	got, set := SetAll([]byte(src.String()), "main.tf", changes)
	if string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for i, ok := range set {
		if ok != (i != 7) {
			t.Errorf("change %d is made: %v", i, ok)
		}
	}
}

// One file is parsed twice for any number of blocks.
func TestSetAllParses(t *testing.T) {
	var src strings.Builder
	var changes []Change
	for i := range 500 {
		fmt.Fprintf(&src, "resource \"aws_ecr_repository\" \"r%d\" {\n  name = \"r\"\n}\n", i)
		changes = append(changes, scan(i))
	}
	s := setter{file: "main.tf", changes: changes, set: make([]bool, len(changes)), left: mostParsed}
	all := make([]int, len(changes))
	for i := range all {
		all[i] = i
	}
	after := s.round([]byte(src.String()), all)
	if parsed, most := mostParsed-s.left, src.Len()+len(after); parsed > most {
		t.Errorf("%d bytes are parsed, want at most %d", parsed, most)
	}
}
