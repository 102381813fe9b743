package config

import (
	"bytes"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// encryptedBy returns the program that has encrypted a file in native syntax or in
// JSON, "" if none has. Terraform cannot read such a file either, so that no text in a
// file that it reads makes it one.
func encryptedBy(src []byte) string {
	head := bytes.TrimSpace(src[:min(len(src), 64)])
	switch {
	case bytes.HasPrefix(src, []byte("\x00GITCRYPT\x00")):
		return "git-crypt"
	case bytes.HasPrefix(head, []byte("$ANSIBLE_VAULT;")):
		return "ansible-vault"
	case bytes.HasPrefix(head, []byte("age-encryption.org/")), bytes.HasPrefix(head, []byte("-----BEGIN AGE ENCRYPTED FILE-----")):
		return "age"
	case bytes.HasPrefix(head, []byte("-----BEGIN PGP MESSAGE-----")):
		return "OpenPGP"
	}
	return ""
}

// encryptedText reports whether SOPS has encrypted the value of a file whose names it
// leaves readable.
func encryptedText(v cty.Value) bool {
	return v.IsKnown() && !v.IsNull() && v.Type() == cty.String && strings.HasPrefix(v.AsString(), sopsText)
}

const sopsText = "ENC[AES256_GCM,data:"

// isSOPS reports whether a file in native syntax is what SOPS makes of one: JSON.
func isSOPS(src []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(src), []byte("{")) && bytes.Contains(src, []byte(sopsText))
}
