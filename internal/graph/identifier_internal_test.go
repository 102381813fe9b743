package graph

import (
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestIdentifiersAreHCLs(t *testing.T) {
	names := []string{"", "größe", "a b", "a.b", "a$", "été-1", "_", "-", "if", "for_each"}
	for a := range 256 {
		names = append(names, string([]byte{byte(a)}))
		for b := range 256 {
			names = append(names, string([]byte{byte(a), byte(b)}))
		}
	}
	for _, name := range names {
		if got, want := isIdentifier(name), hclsyntax.ValidIdentifier(name); got != want {
			t.Errorf("isIdentifier(%q) = %t, want %t", name, got, want)
		}
	}
}
