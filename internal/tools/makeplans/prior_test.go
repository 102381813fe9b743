package main

import (
	"encoding/json"
	"testing"
)

// TestWaits tells arguments that wait for another resource from what the
// provider fills in.
func TestWaits(t *testing.T) {
	for _, tt := range []struct {
		name, expression, unknown string
		want                      bool
	}{
		{"left to the provider", `{"name":{"constant_value":"a"}}`, `{"arn":true}`, false},
		{"written with a reference", `{"role_arn":{"references":["aws_iam_role.a.arn"]}}`, `{"role_arn":true}`, true},
		{"reference that is known", `{"name":{"references":["var.name"]}}`, `{"arn":true}`, false},
		{"inside a block", `{"vpc_config":[{"subnet_ids":{"references":["aws_subnet.a.id"]}}]}`, `{"vpc_config":[{"subnet_ids":[true]}]}`, true},
		{"left out inside a block", `{"vpc_config":[{"subnet_ids":{"constant_value":[]}}]}`, `{"vpc_config":[{"vpc_id":true}]}`, false},
		{"map with an unknown entry", `{"triggers":{"references":["aws_kms_key.a.arn"]}}`, `{"triggers":{"arn":true}}`, true},
		{"dynamic block", `{}`, `{"launch_template":[{"id":true}]}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := waits(decode(t, tt.expression), decode(t, tt.unknown)); got != tt.want {
				t.Errorf("waits = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestFill(t *testing.T) {
	m := madeUp{priorChange{Type: "aws_eks_cluster", Address: "aws_eks_cluster.this"}}
	after := decode(t, `{"name":"prod","vpc_config":[{"endpoint_public_access":true}]}`)
	m.Change.After = after
	filled := m.fill("", after, decode(t, `{"arn":true,"id":true,"tags_all":true,"status":true,"vpc_config":[{"vpc_id":true}]}`))
	got, err := json.Marshal(filled)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"arn":"arn:aws:eks:eu-central-1:111122223333:cluster/prod","id":"prod","name":"prod","tags_all":{},"vpc_config":[{"endpoint_public_access":true}]}`
	if string(got) != want {
		t.Errorf("-want +got:\n-%s\n+%s", want, got)
	}
}

func decode(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
