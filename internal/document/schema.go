package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// schema is a JSON Schema (draft 2020-12), or a part of one, with the keywords that the
// project's schemas use. The libraries that know all keywords parse the metaschemas
// whenever the program starts, or report one problem only, in English.
//
// errorMessage is what editors show for a value that does not match; it stands for
// every message about the value itself.
type schema struct {
	Ref                  string             `json:"$ref"`
	Defs                 map[string]*schema `json:"$defs"`
	Type                 oneOrMore          `json:"type"`
	Properties           properties         `json:"properties"`
	Required             []string           `json:"required"`
	AdditionalProperties *bool              `json:"additionalProperties"`
	DependentSchemas     map[string]*schema `json:"dependentSchemas"`
	Items                *schema            `json:"items"`
	MinItems             int                `json:"minItems"`
	AllOf                []*schema          `json:"allOf"` // of text
	Enum                 []any              `json:"enum"`
	Const                any                `json:"const"`
	Pattern              string             `json:"pattern"`
	MinLength            int                `json:"minLength"`
	MaxLength            *int               `json:"maxLength"`
	Minimum              *int               `json:"minimum"`
	Maximum              *int               `json:"maximum"`
	ErrorMessage         string             `json:"errorMessage"`

	// Annotations, for editors.
	Draft       string `json:"$schema"`
	ID          string `json:"$id"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Default     any    `json:"default"`
	Examples    []any  `json:"examples"`

	compiled *regexp.Regexp // Pattern, when it was needed
}

// parseSchema returns an error for what is not a schema of these keywords.
func parseSchema(text []byte) (*schema, error) {
	s := new(schema)
	if err := json.Unmarshal(text, s, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("reading a JSON Schema: %w", err)
	}
	return s, nil
}

func (s *schema) expression() *regexp.Regexp {
	if s.compiled == nil {
		s.compiled = regexp.MustCompile(s.Pattern)
	}
	return s.compiled
}

// resolve follows the references of s to the definitions of the root.
func (root *schema) resolve(s *schema) *schema {
	for s != nil && s.Ref != "" {
		s = root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")]
	}
	return s
}

// oneOrMore is a list; JSON Schema lets a single word stand for a list of one.
type oneOrMore []string

func (o *oneOrMore) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == '"' {
		*o = []string{""}
		return json.UnmarshalDecode(dec, &(*o)[0])
	}
	return json.UnmarshalDecode(dec, (*[]string)(o))
}

// properties keep the order in which the schema lists them: messages do, too.
type properties struct {
	names   []string
	schemas map[string]*schema
}

func (p *properties) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	text, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &p.schemas, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	keys := jsontext.NewDecoder(strings.NewReader(string(text)))
	for _, err = keys.ReadToken(); err == nil && keys.PeekKind() == '"'; err = keys.SkipValue() {
		var name string
		if err = json.UnmarshalDecode(keys, &name); err != nil {
			return err
		}
		p.names = append(p.names, name)
	}
	return err
}

// takes reports whether a value of this kind has a type that the schema allows.
func (s *schema) takes(k kind) bool {
	if s.Type == nil {
		return s.Enum == nil && s.Const == nil || k != array && k != object
	}
	return slices.Contains(s.Type, string(k)) || k == integer && slices.Contains(s.Type, string(number))
}

// expected says what the schema wants in place of a value that does not match it.
func (s *schema) expected() string {
	switch {
	case s.ErrorMessage != "":
		return s.ErrorMessage
	case s.Enum != nil:
		return "expected " + oneOf(s.Enum)
	case s.Const != nil:
		return fmt.Sprint("expected ", s.Const)
	case s.MaxLength != nil:
		return fmt.Sprintf("expected text of %d to %d characters", s.MinLength, *s.MaxLength)
	case slices.Contains(s.Type, string(integer)) && s.Maximum != nil:
		return fmt.Sprintf("expected a whole number from %d to %d", *s.Minimum, *s.Maximum)
	case slices.Contains(s.Type, string(integer)) && s.Minimum != nil:
		return fmt.Sprintf("expected a whole number, %d or more", *s.Minimum)
	}
	var all []string
	for _, t := range s.Type {
		switch k := kind(t); {
		case k == object && s.Properties.names != nil:
			keys := s.Required
			if keys == nil {
				keys = s.Properties.names
			}
			all = append(all, "a mapping with "+strings.Join(keys, ", "))
		case k == array && s.MinItems > 0, k == text && s.MinLength > 0:
			all = append(all, k.noun()+" that is not empty")
		case k != null && (k != number || !slices.Contains(s.Type, string(text))):
			all = append(all, k.noun())
		}
	}
	if len(all) == 0 {
		return "expected no value"
	}
	return "expected " + strings.Join(all, " or ")
}

func oneOf(values []any) string {
	var words []string
	for _, v := range values {
		if v != nil {
			words = append(words, fmt.Sprint(v))
		}
	}
	if len(words) > 2 {
		return "one of " + strings.Join(words, ", ")
	}
	return strings.Join(words, " or ")
}
