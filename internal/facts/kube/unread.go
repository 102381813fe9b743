package kube

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Unread is a manifest of which nothing can be read: the text is broken, or the
// object is not known at all. It is a subject of each control that checks one of
// the kinds that it may be.
type Unread struct {
	*graph.Resource
	Value graph.Value // the argument, unknown
	// Kinds are those that can be seen; none where it may be any.
	Kinds []string
	Name  string // "" where it is not known
	// Reason says what is wrong with the text, without a word of it: "" where the
	// object is not known yet.
	Reason string
}

// unreadManifests returns the manifests that [Manifests] does not return, except
// for those that hold nothing, and those that it returns without any content or kind.
func UnreadManifests(g *graph.Graph) []Unread {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() []Unread { return readUnread(g) })
}

func readUnread(g *graph.Graph) []Unread {
	var found []Unread
	add := func(r *graph.Resource, body graph.Value, part, reason string) {
		u := Unread{Resource: r, Value: body.Decoded(cty.DynamicVal), Kinds: kindsSeen(part), Reason: reason}
		// The provider may have read it, and says so of the first document.
		if text, _ := body.Text(); part == text {
			u.Name, _ = r.Attr("name").Text()
			if kind, _ := r.Attr("kind").Text(); kind != "" {
				u.Kinds = []string{kind}
			}
		}
		found = append(found, u)
	}
	// By the kind, what is known of it is evidence enough; see [newManifest].
	unknown := func(r *graph.Resource, body graph.Value) {
		if kind, _ := r.Attr("kind").Text(); kind == "" {
			found = append(found, Unread{Resource: r, Value: body})
		}
	}
	for _, r := range g.Resources(KubernetesManifestType) {
		object := r.Attr("manifest")
		switch text, ok := object.Text(); {
		case ok:
			add(r, object, text, "it is a text, and not an object")
		case object.Opaque():
			unknown(r, object)
		}
	}
	for _, r := range g.Resources(KubectlManifestType) {
		body := r.Attr("yaml_body")
		text, ok := body.Text()
		switch {
		case ok:
			if part, reason := unreadPart(r, text); reason != "" {
				add(r, body, part, reason)
			}
		case body.Opaque():
			unknown(r, body)
		}
	}
	return found
}

// unreadPart returns the part of a manifest's text that is not read, and why: all
// of it, or what follows the first document. The reason is "" where all is read.
func unreadPart(r *graph.Resource, text string) (part, reason string) {
	first, err := decodedOnce(r, text)
	rest := afterFirst(text)
	switch {
	case err != nil:
		return text, YamlReason(err)
	case first.IsNull() && rest != "":
		return rest, "its first document is empty, and another one follows"
	case first.IsNull():
		return "", ""
	case !first.Type().IsObjectType():
		return text, "expected a mapping at its top"
	case rest != "":
		return rest, "another document follows the first one"
	}
	return "", ""
}

// afterFirst returns what follows the first document of a YAML text, "" where
// nothing does.
func afterFirst(text string) string {
	parts := betweenDocuments.Split(text, -1)
	for i, part := range parts {
		if i == 0 && blankYAML(part) {
			continue // what stands before the mark of the first document
		}
		for j := i + 1; j < len(parts); j++ {
			if !blankYAML(parts[j]) {
				return strings.Join(parts[j:], "\n---\n")
			}
		}
		break
	}
	return ""
}

var (
	betweenDocuments = regexp.MustCompile(`(?m)^(?:---|\.\.\.)(?:[ \t\r]|$)`)
	kindLine         = regexp.MustCompile(`(?m)^["']?kind["']?[ \t]*:(.*)$`)
	plainKind        = regexp.MustCompile(`^[ \t]*["']?([A-Za-z][A-Za-z0-9]*)["']?[ \t\r]*(?:#.*)?$`)
)

// blankYAML reports whether a text holds nothing but white space, comments and
// directives.
func blankYAML(text string) bool {
	for line := range bytes.Lines([]byte(strings.TrimPrefix(text, "\ufeff"))) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' && line[0] != '%' {
			return false
		}
	}
	return true
}

// kindsSeen returns the kinds that the lines of a text name at the top of its
// objects: none if one of its documents has no such line, or a line cannot be read.
func kindsSeen(text string) []string {
	var kinds []string
	for _, document := range betweenDocuments.Split(text, -1) {
		lines := kindLine.FindAllStringSubmatch(document, -1)
		if len(lines) == 0 && !blankYAML(document) {
			return nil
		}
		for _, line := range lines {
			kind := plainKind.FindStringSubmatch(line[1])
			if kind == nil {
				return nil
			}
			kinds = append(kinds, kind[1])
		}
	}
	return kinds
}

// MayBe reports whether the manifest may be, or hold, an object of one of the kinds.
func (u Unread) MayBe(kinds ...string) bool {
	return u.MayBeAny(func(kind string) bool { return slices.Contains(kinds, kind) })
}

func (u Unread) MayBeAny(wanted func(kind string) bool) bool {
	return len(u.Kinds) == 0 || slices.Contains(u.Kinds, "List") || slices.ContainsFunc(u.Kinds, wanted)
}

// MayBeConfigMap reports whether the manifest may be a ConfigMap of the name.
func (u Unread) MayBeConfigMap(name string) bool {
	return u.MayBe("ConfigMap") && (u.Name == "" || u.Name == name)
}

// mayBeNodeClass reports whether the manifest may be one of [node.Classes].
func (u Unread) MayBeNodeClass() bool {
	return u.MayBe("EC2NodeClass", "AWSNodeTemplate", "NodeClass")
}

// Verdict says that the manifest may be something that a control checks.
func (u Unread) Verdict() control.Verdict {
	if u.Reason == "" {
		return control.Unknown(u.Value)
	}
	return control.Unresolved(u.Value, "%s cannot be read: %s", u.Value.Path(), u.Reason)
}
