package function

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"path"
	"slices"
	stdstrings "strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func files(env Env) map[string]entry {
	return map[string]entry{
		"file":             {fn: contents(env, readable)},
		"filebase64":       {fn: contents(env, raw(base64Encoded))},
		"filebase64sha256": {fn: contents(env, raw(base64SHA256))},
		"filebase64sha512": {fn: contents(env, raw(base64SHA512))},
		"fileexists":       {fn: fileExists(env)},
		"filemd5":          {fn: contents(env, func(b []byte) (string, error) { sum := md5.Sum(b); return hex.EncodeToString(sum[:]), nil })},
		"fileset":          {fn: fileSet(env)},
		"filesha1":         {fn: contents(env, func(b []byte) (string, error) { sum := sha1.Sum(b); return hex.EncodeToString(sum[:]), nil })},
		"filesha256":       {fn: contents(env, func(b []byte) (string, error) { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]), nil })},
		"filesha512":       {fn: contents(env, func(b []byte) (string, error) { sum := sha512.Sum512(b); return hex.EncodeToString(sum[:]), nil })},
	}
}

func raw(encode func(string) (string, error)) func([]byte) (string, error) {
	return func(content []byte) (string, error) { return encode(string(content)) }
}

// read reports false for a file that cannot be read here, with the marks of the
// unknown that stands for it.
func read(env Env, name string) ([]byte, cty.ValueMarks, bool) {
	if env.Read == nil {
		return nil, nil, false
	}
	content, err := env.Read(name)
	if err != nil && env.Unread != nil {
		return nil, cty.NewValueMarks(env.Unread(err)), false
	}
	if err != nil {
		return nil, nil, false
	}
	if !env.Budget.spend(int64(len(content))>>5, 0) {
		env.Budget.refuse("file")
		return nil, nil, false
	}
	return content, nil, true
}

func contents(env Env, encode func([]byte) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder {
			return b.NotNull()
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			content, why, ok := read(env, args[0].AsString())
			if !ok {
				return cty.UnknownVal(ty).WithMarks(why), nil
			}
			s, err := encode(content)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(s), nil
		},
	})
}

func fileExists(env Env) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if env.Exists == nil {
				return cty.UnknownVal(ty), nil
			}
			exists, err := env.Exists(args[0].AsString())
			if err != nil {
				return cty.UnknownVal(ty), nil
			}
			return cty.BoolVal(exists), nil
		},
	})
}

func fileSet(env Env) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "pattern", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Set(cty.String)),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if env.Glob == nil {
				return cty.UnknownVal(ty), nil
			}
			if !doublestar.ValidatePattern(args[1].AsString()) {
				return cty.NilVal, function.NewArgErrorf(1, "must be a pattern such as **/*.json")
			}
			found, err := env.Glob(args[0].AsString(), args[1].AsString())
			if err != nil {
				return cty.UnknownVal(ty), nil
			}
			if len(found) == 0 {
				return cty.SetValEmpty(cty.String), nil
			}
			names := make([]cty.Value, len(found))
			for i, name := range slices.Sorted(slices.Values(found)) {
				names[i] = cty.StringVal(name)
			}
			return cty.SetVal(names), nil
		},
	})
}

// paths are of the machine that Terraform runs on: slashes, and a home that is
// not known.
func paths() map[string]entry {
	return map[string]entry{
		"basename":   {fn: text("path", func(s string) (string, error) { return path.Base(s), nil })},
		"dirname":    {fn: text("path", func(s string) (string, error) { return path.Dir(s), nil })},
		"pathexpand": {fn: pathExpand()},
	}
}

func pathExpand() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if stdstrings.HasPrefix(args[0].AsString(), "~") {
				return cty.UnknownVal(ty).RefineNotNull(), nil
			}
			return args[0], nil
		},
	})
}
