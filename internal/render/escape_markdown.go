package render

import (
	"regexp"
	"slices"
	"strings"
)

// EscapeMarkdown keeps a text that somebody else wrote from being read as
// Markdown: it makes no image, link, mention, cell or HTML of it. GitHub and
// GitLab look for mentions, references and bare addresses in what is left after
// Markdown, where an escape is gone: a zero-width space, written as an entity,
// keeps these apart.
func EscapeMarkdown(s string) string {
	var b strings.Builder
	s = Visible(s)
	plain := 0 // where the part ends that is taken as it is
	for i, r := range s {
		if within := inPath(s, i); within > 0 {
			plain = i + within
		}
		switch {
		case i < plain:
			b.WriteRune(r)
		case r == '@', r == '#' && i+1 < len(s):
			b.WriteString(`\` + string(r) + "&#8203;")
		case r == ':' && strings.HasPrefix(s[i:], "://"):
			b.WriteString(":&#8203;")
		case r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteString("&#8203;.")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_[]#|~!$", r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return withoutReferences(b.String())
}

var (
	issueReference = regexp.MustCompile(`\b(?i:GH)-\d`)
	commit         = regexp.MustCompile(`\b[0-9a-f]{7,40}\b`)
)

// withoutReferences keeps platforms from making links of GH-12 and of commits' ids.
func withoutReferences(s string) string {
	s = issueReference.ReplaceAllStringFunc(s, func(ref string) string { return ref[:3] + "&#8203;" + ref[3:] })
	return commit.ReplaceAllStringFunc(s, func(id string) string {
		if !strings.ContainsAny(id, "abcdef") || !strings.ContainsAny(id, "0123456789") {
			return id // a word, or a number
		}
		return id[:6] + "&#8203;" + id[6:]
	})
}

// inPath is how many bytes from an index on are a part of an attribute's path that
// Markdown makes nothing of: an underscore within a word, or an index before a
// name. Escaped they would be hard to read where a text is shown as it stands.
func inPath(s string, i int) int {
	if i == 0 || !isWord(s[i-1]) {
		return 0
	}
	switch s[i] {
	case '_':
		if i+1 < len(s) && isWord(s[i+1]) {
			return 1
		}
	case '[':
		end := i + 1
		for end < len(s) && '0' <= s[end] && s[end] <= '9' {
			end++
		}
		if end > i+1 && end+2 < len(s) && s[end] == ']' && s[end+1] == '.' && isWord(s[end+2]) {
			return end + 1 - i
		}
	}
	return 0
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// code is a name in a code span, which nothing is read in. Backticks end one
// unless it is fenced with more of them; in a table's cell a bar ends it even so.
func code(s string) string {
	s = strings.ReplaceAll(Visible(s), "|", `\u{7c}`)
	longest, run := 0, 0
	for _, r := range s {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.TrimSpace(s) == "" {
		s = " " + s + " " // is taken off again
	}
	return fence + s + fence
}

// remediation is a control's as plain text and as Markdown. It is written in
// paragraphs of prose and indented blocks of Terraform.
func remediation(text string) (plain, markdown string) {
	var p, m []string
	for paragraph := range strings.SplitSeq(strings.Trim(text, "\n"), "\n\n") {
		if strings.TrimSpace(paragraph) == "" {
			continue
		}
		var lines []string
		for line := range strings.SplitSeq(strings.Trim(paragraph, "\n"), "\n") {
			lines = append(lines, Visible(strings.TrimRight(line, " ")))
		}
		joined := strings.Join(lines, "\n")
		p = append(p, joined)
		if !slices.ContainsFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "    ") }) {
			m = append(m, joined) // a block of which every line is indented is code as it stands
			continue
		}
		m = append(m, EscapeMarkdown(strings.Join(strings.Fields(strings.Join(lines, " ")), " ")))
	}
	return strings.Join(p, "\n\n"), strings.Join(m, "\n\n")
}
