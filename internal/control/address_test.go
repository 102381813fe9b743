package control

import "testing"

const digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestBare(t *testing.T) {
	for address, want := range map[string]string{
		"registry.example.com":                                 "registry.example.com",
		"robot:word@registry.example.com":                      "registry.example.com",
		"word@registry.example.com:5000/a/b:1":                 "registry.example.com:5000/a/b:1",
		"https://robot:word@charts.example.com/x?token=word#y": "https://charts.example.com/x",
		"oci://robot:wo@rd@charts.example.com/x":               "oci://charts.example.com/x",
		"nginx:1.25" + digest:                                  "nginx:1.25" + digest,
		"robot:word@registry.example.com/app" + digest:         "registry.example.com/app" + digest,
		// What stands before the first slash is the host, whatever follows it.
		"https://evil.example.com/@registry.example.com/x": "https://evil.example.com/@registry.example.com/x",
		"": "",
	} {
		if got := Bare(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func TestWithoutLogins(t *testing.T) {
	for text, want := range map[string]string{
		"https://robot:word@a.example.com/x?key=word":        "https://a.example.com/x",
		"see https://word@a.example.com and http://b:c@d/e":  "see https://a.example.com and http://d/e",
		"https://robot:wo/rd@a.example.com":                  "https://(…)@a.example.com",
		"robot:word@a.example.com/x":                         "a.example.com/x",
		"nginx:1.25" + digest:                                "nginx:1.25" + digest,
		"arn:aws:iam::111122223333:user/jane@example.com":    "arn:aws:iam::111122223333:user/jane@example.com",
		"https://oidc.eks.eu-central-1.amazonaws.com/id/A1B": "https://oidc.eks.eu-central-1.amazonaws.com/id/A1B",
	} {
		if got := WithoutLogins(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
