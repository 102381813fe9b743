package benchmark

import (
	"strings"
	"unicode"
)

// evaluated finds the embedded control whose evaluator decides c: by c's key when it
// has one, else by id and title together. A number alone means different things in
// different versions and a title alone may be quoted by anybody's own control.
func evaluated(known []*Benchmark, c Control) (Control, bool) {
	for _, b := range known {
		for _, ours := range b.Controls() {
			if c.Key == ours.Key || c.Key == "" && c.ID == ours.ID && sameTitle(c, ours) {
				return ours, true
			}
		}
	}
	return Control{}, false
}

func sameTitle(c, ours Control) bool {
	title := plain(c.Title)
	return title == plain(ours.Title) || title == plain(earlierTitle(ours.Key))
}

// earlierTitle is what CIS EKS 1.0.1 to 1.2.0 called a control, where the difference
// is more than a hyphen: kube-bench still publishes those versions.
func earlierTitle(key string) string {
	if key == "rbac-users" {
		return "Manage Kubernetes RBAC users with AWS IAM Authenticator for Kubernetes"
	}
	return ""
}

// plain reduces a title to its words: no label, no case, no punctuation, since
// "third party" was "third-party" before and labels differ between versions.
func plain(title string) string {
	name := withoutLabel(strings.TrimSpace(title))
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, " ")
}
