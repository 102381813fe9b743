package render

import (
	"strings"
	"testing"
)

// What the runners do to get a text back, in the order in which they do it:
// actions/runner's ActionCommand and azure-pipelines-agent's Command.
func githubText(s string) string {
	return strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(s)
}

func azureText(s string) string {
	return strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3B", ";", "%5D", "]", "%AZP25", "%").Replace(s)
}

func TestCommandEscapes(t *testing.T) {
	const s = "50% of a:b,c;d]\r\ne%0Af"
	for name, tt := range map[string]struct{ got, want string }{
		"GitHub data":     {githubData(s), "50%25 of a:b,c;d]%0D%0Ae%250Af"},
		"GitHub property": {githubProperty("50% of a:b,c;d]%0A"), "50%25 of a%3Ab%2Cc;d]%250A"},
		"Azure data":      {azureData(s), "50%AZP25 of a:b,c;d]%0D%0Ae%AZP250Af"},
		"Azure property":  {azureProperty("50% of a:b,c;d]%0A"), "50%AZP25 of a:b,c%3Bd%5D%AZP250A"},
		"hidden newline":  {githubProperty("a\nb"), `a\u{a}b`},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %s, want %s", name, tt.got, tt.want)
		}
	}
}

func FuzzCommandEscapes(f *testing.F) {
	for _, seed := range []string{"a", "%", "%0A", "%25", "%AZP25", "a:b,c;d]", "\r\n", "::error::", "##vso[x]", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, tt := range map[string]struct {
			escaped, not string
			back, want   string
		}{
			"GitHub data":     {githubData(s), "\r\n", githubText(githubData(s)), s},
			"GitHub property": {githubProperty(s), "\r\n:,", githubText(githubProperty(s)), Visible(s)},
			"Azure data":      {azureData(s), "\r\n", azureText(azureData(s)), s},
			"Azure property":  {azureProperty(s), "\r\n;]", azureText(azureProperty(s)), Visible(s)},
		} {
			if strings.ContainsAny(tt.escaped, tt.not) {
				t.Errorf("%s: %q became %q, which ends early", name, s, tt.escaped)
			}
			if tt.back != tt.want {
				t.Errorf("%s: %q is read back as %q", name, tt.want, tt.back)
			}
		}
	})
}

func FuzzURI(f *testing.F) {
	for _, seed := range []string{"a/b", "a b", "c:d", "//x", "%", "\xff", "é", "a?b#c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := uri(View{}.inRepository(s))
		if strings.HasPrefix(got, "/") || strings.HasPrefix(got, "../") || strings.ContainsAny(got, ":?#\\ \n\"<>") {
			t.Errorf("%q became %q", s, got)
		}
	})
}
