package render

import "testing"

func TestPermalink(t *testing.T) {
	const sha = "0123456789abcdef0123456789abcdef01234567"
	github := map[string]string{"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_SHA": sha}
	with := func(env map[string]string, name, value string) map[string]string {
		changed := map[string]string{name: value}
		for k, v := range env {
			if k != name {
				changed[k] = v
			}
		}
		return changed
	}
	gitlab := map[string]string{"CI_PROJECT_URL": "https://gitlab.example/acme/shop", "CI_COMMIT_SHA": sha}
	p := place{file: "live/a b)#?.tf", line: 2, endLine: 7}
	tests := []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nowhere", nil, "x"},
		{"GitHub", github, "[x](<https://github.example/acme/shop/blob/" + sha + "/live/a%20b%29%23%3F.tf#L2-L7>)"},
		{"GitLab", gitlab, "[x](<https://gitlab.example/acme/shop/-/blob/" + sha + "/live/a%20b%29%23%3F.tf#L2-7>)"},
		{"another scheme", with(github, "GITHUB_SERVER_URL", "javascript:alert(1)"), "x"},
		{"a password", with(github, "GITHUB_SERVER_URL", "https://a:b@github.example"), "x"},
		{"a query", with(gitlab, "CI_PROJECT_URL", "https://gitlab.example/a?b=c"), "x"},
		{"no repository", with(github, "GITHUB_REPOSITORY", "acme/shop>)![x](y"), "x"},
		{"no commit", with(github, "GITHUB_SHA", "main"), "x"},
		{"no commit of GitLab's", with(gitlab, "CI_COMMIT_SHA", ""), "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := View{Permalink: NewPermalink(func(name string) string { return tt.env[name] })}
			if got := v.linked("x", p); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got := v.linked("x", place{file: "plan.json", inputStandsForFile: true}); got != "x" {
				t.Errorf("a plan is no file to link to: %s", got)
			}
		})
	}
}
