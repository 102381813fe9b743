package main

import "testing"

func TestNormalise(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{
			"drops the time",
			`{"format_version":"1.2","timestamp":"2024-01-01T00:00:00Z","complete":true}`,
			`{"format_version":"1.2","complete":true}`,
		},
		{
			"sorts relevant attributes and nothing else",
			`{"b":[2,1],"relevant_attributes":[{"resource":"b"},{"resource":"a"}],"a":{"z":1,"y":2}}`,
			`{"b":[2,1],"relevant_attributes":[{"resource":"a"},{"resource":"b"}],"a":{"z":1,"y":2}}`,
		},
		{
			"keeps escapes and numbers as they are",
			`{"policy":"\u003c\u0026","size":1.0e3}`,
			`{"policy":"\u003c\u0026","size":1.0e3}`,
		},
		{"keeps an empty object", `{}`, `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := normalise([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want+"\n" {
				t.Errorf("-want +got:\n-%s\n+%s", tt.want, got)
			}
		})
	}
}

func TestNormaliseRefuses(t *testing.T) {
	for _, in := range []string{``, `[]`, `{"a":`, `{"relevant_attributes":{}}`} {
		if got, err := normalise([]byte(in)); err == nil {
			t.Errorf("normalise(%q) = %q, want an error", in, got)
		}
	}
}
