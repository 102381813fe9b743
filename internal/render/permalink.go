package render

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Permalink is where a platform shows the files of the commit that was scanned. The zero
// value stands for none.
type Permalink struct {
	base  string // up to the path of the file
	lines string // the format of the lines' anchor
}

var (
	repositoryName = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)
	commitID       = regexp.MustCompile(`^[0-9a-fA-F]{7,64}$`)
)

// NewPermalink makes it from the variables that GitHub and GitLab set in a job (GitHub Docs,
// "Default environment variables"; GitLab Docs, "Predefined CI/CD variables"). Values that
// are no such address make none.
func NewPermalink(env func(string) string) Permalink {
	if server, ok := webAddress(env("GITHUB_SERVER_URL")); ok && repositoryName.MatchString(env("GITHUB_REPOSITORY")) && commitID.MatchString(env("GITHUB_SHA")) {
		return Permalink{server + "/" + env("GITHUB_REPOSITORY") + "/blob/" + env("GITHUB_SHA") + "/", "#L%d-L%d"}
	}
	if project, ok := webAddress(env("CI_PROJECT_URL")); ok && commitID.MatchString(env("CI_COMMIT_SHA")) {
		return Permalink{project + "/-/blob/" + env("CI_COMMIT_SHA") + "/", "#L%d-%d"}
	}
	return Permalink{}
}

// webAddress takes an http or https address without credentials, query and fragment.
func webAddress(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", false
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(u.EscapedPath(), "/"), true
}

// linked makes a link to a place of some Markdown, if the platform shows the place.
func (v View) linked(markdown string, p place) string {
	if v.Permalink.base == "" || p.inputStandsForFile {
		return markdown
	}
	var parts []string
	for part := range strings.SplitSeq(p.file, "/") {
		parts = append(parts, url.PathEscape(part))
	}
	return fmt.Sprintf("[%s](<%s%s"+v.Permalink.lines+">)", markdown, v.Permalink.base, strings.Join(parts, "/"), p.line, p.endLine)
}
