package config

import (
	"testing"
)

// What is written for sensitive, and whether the variable is.
func TestFlags(t *testing.T) {
	tests := map[string]bool{
		`true`:           true,
		`false`:          false,
		`"true"`:         true,
		`"false"`:        false,
		`(true)`:         true,
		`!false`:         true,
		`!"false"`:       true,
		`!!true`:         true,
		`!true`:          false,
		`null`:           true, // from here on Terraform refuses it, or this package does not evaluate it
		`"yes"`:          true,
		`1`:              true,
		`[]`:             true,
		`-1`:             true,
		`1 == 2`:         true,
		`"${false}"`:     true,
		`local.x`:        true,
		`!local.x`:       true,
		`tobool("no")`:   true,
		`false || false`: true,
	}
	for text, want := range tests {
		files := opened(t, tree(t, map[string]string{"main.tf": `variable "s" {
  sensitive = ` + text + `
}
variable "e" {
  ephemeral = ` + text + `
}
output "s" {
  value     = 1
  sensitive = ` + text + `
}
output "e" {
  value     = 1
  ephemeral = ` + text + `
}
`}))
		m, _ := files.Module(".")
		got := map[string]bool{
			"variable sensitive": m.Variables["s"].Sensitive, "variable ephemeral": m.Variables["e"].Ephemeral,
			"output sensitive": m.Outputs["s"].Sensitive, "output ephemeral": m.Outputs["e"].Sensitive,
		}
		for what, got := range got {
			if got != want {
				t.Errorf("%s = %s is taken for %t, want %t", what, text, got, want)
			}
		}
	}
}
