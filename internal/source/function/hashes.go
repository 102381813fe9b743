package function

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"

	"github.com/hashicorp/go-cty-funcs/crypto"
	"github.com/hashicorp/go-cty-funcs/uuid"
)

func hashes() map[string]entry {
	return map[string]entry{
		"base64sha256": {fn: text("str", base64SHA256)},
		"base64sha512": {fn: text("str", base64SHA512)},
		"md5":          {fn: crypto.Md5Func},
		"sha1":         {fn: crypto.Sha1Func},
		"sha256":       {fn: crypto.Sha256Func},
		"sha512":       {fn: crypto.Sha512Func},
		"uuidv5":       {fn: uuid.V5Func},
	}
}

func base64SHA256(s string) (string, error) {
	sum := sha256.Sum256([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}

func base64SHA512(s string) (string, error) {
	sum := sha512.Sum512([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}
