package function

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
)

func encodings() map[string]entry {
	return map[string]entry{
		"base64decode":     {fn: text("str", base64Decoded)},
		"base64encode":     {fn: text("str", base64Encoded)},
		"base64gunzip":     {fn: text("str", base64Gunzipped), fits: fitsGunzipped}, // OpenTofu's
		"base64gzip":       {fn: text("str", base64Gzipped)},
		"textdecodebase64": {fn: transcoded("source", decodedFrom)},
		"textencodebase64": {fn: transcoded("string", encodedTo)},
		"urldecode":        {fn: text("str", url.QueryUnescape)}, // OpenTofu's
		"urlencode":        {fn: text("str", urlEncoded)},
	}
}

func urlEncoded(s string) (string, error) { return url.QueryEscape(s), nil }

func base64Encoded(s string) (string, error) {
	return base64.StdEncoding.EncodeToString([]byte(s)), nil
}

func base64Decoded(s string) (string, error) {
	decoded, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", fmt.Errorf("must be base64: %w", err)
	}
	return readable(decoded)
}

func readable(content []byte) (string, error) {
	if !utf8.Valid(content) {
		return "", errors.New("must be UTF-8 once decoded, since Terraform has no other strings")
	}
	return string(content), nil
}

func base64Gzipped(s string) (string, error) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := io.WriteString(w, s); err != nil {
		return "", fmt.Errorf("compressing: %w", err)
	}
	// Terraform flushes too, which shows in the bytes.
	if err := errors.Join(w.Flush(), w.Close()); err != nil {
		return "", fmt.Errorf("compressing: %w", err)
	}
	return base64.StdEncoding.EncodeToString(zipped.Bytes()), nil
}

func base64Gunzipped(s string) (string, error) {
	zipped, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", fmt.Errorf("must be base64: %w", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return "", fmt.Errorf("must be gzip: %w", err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return "", fmt.Errorf("must be gzip: %w", err)
	}
	return readable(content)
}

// transcoded takes a string and the IANA name of a character encoding.
func transcoded(param string, impl func(s string, enc encoding.Encoding) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: param, Type: cty.String}, {Name: "encoding", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			enc, err := ianaindex.IANA.Encoding(args[1].AsString())
			if err != nil || enc == nil {
				return cty.NilVal, function.NewArgErrorf(1, "must be an IANA character encoding that Terraform supports, not %q", args[1].AsString())
			}
			s, err := impl(args[0].AsString(), enc)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(s), nil
		},
	})
}

func encodedTo(s string, enc encoding.Encoding) (string, error) {
	encoded, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		return "", fmt.Errorf("must have no character that the encoding lacks: %w", err)
	}
	return base64.StdEncoding.EncodeToString(encoded), nil
}

func decodedFrom(s string, enc encoding.Encoding) (string, error) {
	encoded, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", fmt.Errorf("must be base64: %w", err)
	}
	decoded, err := enc.NewDecoder().Bytes(encoded)
	if err != nil {
		return "", fmt.Errorf("must be text in the encoding: %w", err)
	}
	if !utf8.Valid(decoded) || bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", errors.New("must be text in the encoding: it has bytes that mean nothing there")
	}
	return string(decoded), nil
}
