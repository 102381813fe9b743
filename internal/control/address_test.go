package control

import "testing"

const pin = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestBare(t *testing.T) {
	for address, want := range map[string]string{
		"registry.example.com":                                 "registry.example.com",
		"robot:word@registry.example.com":                      "registry.example.com",
		"word@registry.example.com:5000/a/b:1":                 "registry.example.com:5000/a/b:1",
		"https://robot:word@charts.example.com/x?token=word#y": "https://charts.example.com/x",
		"oci://robot:wo@rd@charts.example.com/x":               "oci://charts.example.com/x",
		"nginx:1.25" + pin:                                     "nginx:1.25" + pin,
		"robot:word@registry.example.com/app" + pin:            "registry.example.com/app" + pin,
		// What stands before the first slash is the host, whatever follows it: this one
		// is not the registry. It may be the beginning of a password, too.
		"https://evil.example.com/@registry.example.com/x": "https://(…)",
		"https://robot:wo/rd@registry.example.com":         "https://(…)",
		"https://robot:wo#rd@registry.example.com/x":       "https://(…)",
		"robot:wo?rd@registry.example.com/x":               "(…)",
		"https://registry.example.com/x?mail=a@b":          "https://registry.example.com/x",
		"//robot:word@registry.example.com/x":              "//registry.example.com/x",
		"https:/robot:word@registry.example.com/x":         "https:/registry.example.com/x",
		" robot:word@registry.example.com/x":               "registry.example.com/x",
		"arn:aws:iam::111122223333:user/jane@example.com":  "arn:aws:iam::111122223333:user/jane@example.com",
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
		"nginx:1.25" + pin:                                   "nginx:1.25" + pin,
		"//robot:word@a.example.com/x":                       "//a.example.com/x",
		"the image robot:word@a.example.com/x is old":        "the image a.example.com/x is old",
		"the image robot:wo/rd@a.example.com/x":              "the image (…)@a.example.com/x",
		"it is [robot:word@a.example.com, b@c] or c:1" + pin: "it is [a.example.com, b@c] or c:1" + pin,
		"https://robot:wo'rd@a.example.com":                  "https://a.example.com",
		"https://robot:wo#rd@a.example.com/x?key=word":       "https://(…)@a.example.com/x",
		"http://b:c@d/e,http://f:g@h":                        "http://d/e,http://h",
		"x=http://b:c@d/e" + pin:                             "x=http://d/e" + pin,
		"https://a.example.com/x?mail=jane@example.com":      "https://a.example.com/x",
		"jane@example.com":                                   "jane@example.com",
		"a role of arn:aws:iam::1:user/jane@example.com":     "a role of arn:aws:iam::1:user/jane@example.com",
		"arn:aws:iam::111122223333:user/jane@example.com":    "arn:aws:iam::111122223333:user/jane@example.com",
		"https://oidc.eks.eu-central-1.amazonaws.com/id/A1B": "https://oidc.eks.eu-central-1.amazonaws.com/id/A1B",
	} {
		if got := WithoutLogins(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
