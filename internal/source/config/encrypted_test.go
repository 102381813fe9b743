package config

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An encrypted file is not read, and is not wrong. Text in a file that Terraform reads
// does not make it one: a failure could hide behind it.
func TestEncrypted(t *testing.T) {
	const (
		gitCrypt = "\x00GITCRYPT\x00\x01\x02"
		vault    = "$ANSIBLE_VAULT;1.1;AES256\n6162\n"
		sops     = "{\n\t\"data\": \"ENC[AES256_GCM,data:abc,iv:a,tag:b,type:str]\",\n\t\"sops\": {\"version\": \"3.9.0\"}\n}"
		comment  = "# $ANSIBLE_VAULT;1.1 GITCRYPT ENC[AES256_GCM,data: sops\na = 1\n"
	)
	tests := []struct {
		name, file, content string
		values              []string
		unread              int
		diags               []string
	}{
		{"git-crypt", "terraform.tfvars", gitCrypt, nil, 1, []string{"warning terraform.tfvars:1: not read: it is encrypted by git-crypt"}},
		{"ansible-vault", "x.auto.tfvars.json", vault, nil, 1, []string{"warning x.auto.tfvars.json:1: not read: it is encrypted by ansible-vault"}},
		{"age", "x.auto.tfvars", "age-encryption.org/v1\n-> X25519", nil, 1, []string{"warning x.auto.tfvars:1: not read: it is encrypted by age"}},
		{"SOPS in a native file", "terraform.tfvars", sops, nil, 1, []string{"warning terraform.tfvars:1: not read: it is encrypted by SOPS"}},
		{"SOPS in JSON", "terraform.tfvars.json", `{"a": "plain", "b": ["ENC[AES256_GCM,data:abc]"]}`, []string{"a", "b unknown"}, 0,
			[]string{"warning terraform.tfvars.json:1: a variable is taken for unknown: its value is encrypted by SOPS"}},
		{"a comment", "terraform.tfvars", comment, []string{"a"}, 0, nil},
		{"wrong", "terraform.tfvars", "a = \n", []string{"a unknown"}, 1, []string{"error terraform.tfvars:1: Invalid expression: expected the start of an expression"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			values, unread, diags := opened(t, tree(t, map[string]string{tt.file: tt.content})).AutoVars(".", nil)
			var names []string
			for name, v := range values {
				if !v.IsWhollyKnown() {
					name += " unknown"
				}
				names = append(names, name)
			}
			slices.Sort(names)
			if diff := cmp.Diff(tt.values, names); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if len(unread) != tt.unread {
				t.Errorf("unread %v", unread)
			}
			if diff := cmp.Diff(tt.diags, told(diags)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
	if _, diags := ParseVars([]byte(gitCrypt), "x.tfvars"); !slices.Equal(told(diags), []string{"error x.tfvars:1: it is encrypted by git-crypt: decrypt it first"}) {
		t.Errorf("a file that is named: %v", told(diags))
	}
	m, diags := opened(t, tree(t, map[string]string{"main.tf": "locals {\n  a = 1\n}\n", "secret.tf": gitCrypt, "comment.tf": "# " + vault + "locals {\n  b = 1\n}\n"})).Module(".")
	if len(m.Unread) != 2 || m.Locals["a"] == nil { // 6162 of comment.tf does not parse
		t.Errorf("unread %v, diagnostics %v", m.Unread, told(diags))
	}
	if diff := cmp.Diff("warning secret.tf:1: not read: it is encrypted by git-crypt", told(diags)[len(diags)-1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
