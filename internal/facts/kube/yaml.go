package kube

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/zclconf/go-cty/cty"
	"gopkg.in/yaml.v3"
)

// maxYAML bounds a document in bytes. Kubernetes refuses objects of 1.5 MiB, and
// Helm keeps a release, values included, in one object.
const maxYAML = 4 << 20

// maxYAMLDepth bounds nesting: nothing that Kubernetes reads comes near.
const maxYAMLDepth = 200

// DecodeYAML reads the first document of a YAML text. Mappings become objects,
// sequences tuples. The work is linear in the text: aliases may not make a value
// that is much larger than it.
func DecodeYAML(text string) (cty.Value, error) {
	if len(text) > maxYAML {
		return cty.NilVal, fmt.Errorf("%w: %d bytes, expected at most %d", errLimit, len(text), maxYAML)
	}
	// Decoding into a Go map compares every key with every other.
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return cty.NilVal, fmt.Errorf("decoding YAML: %w", err)
	}
	d := yamlDecoder{left: len(text) + maxAliased}
	v, err := d.value(&document, maxYAMLDepth)
	if err != nil {
		return cty.NilVal, fmt.Errorf("decoding YAML: %w", err)
	}
	return v, nil
}

// errLimit is why a document is not read that is longer, or deeper, than any.
var errLimit = errors.New("YAML document past the limits")

// errKey is why a text cannot be read in which a mapping or a list is a key, such as
// {{ .Values.x }} in a template that was not rendered.
var errKey = errors.New("a mapping is a key")

// errMerge is why a merge key cannot be read.
var errMerge = errors.New("a merge key without a mapping")

// errTwice is why a mapping cannot be read in which two keys are one.
var errTwice = errors.New("a key stands twice")

var yamlLine = regexp.MustCompile(`line (\d+)`)

// YamlReason says why a text cannot be read, and on which of its lines. The text
// may hold secrets, so that no word of it is in the reason.
func YamlReason(err error) string {
	reason := "it is not valid YAML"
	switch {
	case errors.Is(err, errTwice):
		reason = "a key stands twice in it"
	case errors.Is(err, errKey):
		reason = "a mapping stands as a key in it, as in a template that was not rendered"
	case errors.Is(err, errLimit):
		reason = "it is longer, or nested deeper, than is read"
	}
	if line := yamlLine.FindStringSubmatch(err.Error()); line != nil {
		reason += ", on its line " + line[1]
	}
	return reason
}
