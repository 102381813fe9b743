package plan

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// An argument that nothing announced is decoded when it is asked for, and takes
// nothing from those that were announced and still wait.
func TestArgumentThatNothingAnnounced(t *testing.T) {
	raw := []byte(`{"format_version": "1.2", "resource_changes": [{
		"address": "aws_x.a", "mode": "managed", "type": "aws_x", "name": "a",
		"change": {"actions": ["create"], "before": null, "after": {"name": "n", "path": "p", "role": "r"}, "after_unknown": {}}
	}]}`)
	p, err := Load(bytes.NewReader(raw), int64(len(raw)), Options{
		Reads: []control.Read{{Types: []string{"aws_x"}, Arguments: []string{"name", "role"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range []string{"name", "path", "role"} {
		text, _ := p.Graph.Find("aws_x.a").Attr(name).Text()
		got = append(got, text)
	}
	if diff := cmp.Diff([]string{"n", "p", "r"}, got); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}
