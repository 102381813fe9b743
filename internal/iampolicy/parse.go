package iampolicy

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDocument is the longest document that is read, in characters without white
// space. IAM's API takes 131,072 characters; its quotas, of at most 10,240, do not
// count white space either, and providers take it out before they call the API.
const maxDocument = 131_072

// Parse reads a policy document as IAM does (IAM user guide, "Grammar of the
// IAM JSON policy language"): one statement or a list of them, a string where a
// list of strings may stand, booleans and numbers as condition values. Element
// names and effects are compared exactly. What IAM would refuse is an error
// that says where it is and what was expected: duplicate and unknown elements,
// an element together with its Not twin, a statement without an effect or
// without actions.
func Parse(document string) (Document, error) { return ParseOutline(document, "") }

// ParseOutline reads a document that is not known in every part: gap stands in it
// for what is not. What a gap is a part of is unknown, and where a gap stands
// alone there may be a list or an object as well as a string.
func ParseOutline(document, gap string) (Document, error) {
	if n := characters(document); n > maxDocument {
		return Document{}, fmt.Errorf("policy document: expected at most %d characters that are not white space, found %d", maxDocument, n)
	}
	p := parser{jsontext.NewDecoder(strings.NewReader(document)), gap}
	doc, err := p.document()
	if err != nil {
		return Document{}, err
	}
	if _, err := p.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return Document{}, errors.New("policy document: expected nothing after its closing brace")
	}
	return doc, nil
}

// characters counts those of a text that are not white space of JSON.
func characters(text string) int {
	n := 0
	for _, c := range text {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			n++
		}
	}
	return n
}

// parser reads elements of fixed depth, so that no nesting makes it recurse.
// The decoder refuses duplicate names and ill-formed UTF-8.
type parser struct {
	dec *jsontext.Decoder
	gap string // stands for what is not known; "" where all is
}

func (p parser) document() (Document, error) {
	var doc Document
	seen := false
	err := p.object("policy document", "an object with the element Statement", func(name string) error {
		switch name {
		case "Version", "Id":
			seen = seen || name == "Version"
			_, err := p.text(name)
			return err
		case "Statement":
			seen = true
			return p.each(name, "a statement or a list of statements", '{', func(path string) error {
				if open, err := p.alone(path); open || err != nil {
					doc.Open = true
					return err
				}
				s, err := p.statement(path)
				doc.Statements = append(doc.Statements, s)
				return err
			})
		default:
			return unexpectedElement("policy document", name, "Version, Id or Statement")
		}
	})
	if err == nil && !seen {
		// aws_iam_policy_document writes only a Version when it has no statements.
		err = errors.New("policy document: expected the element Statement, found none")
	}
	return doc, err
}

func (p parser) statement(path string) (Statement, error) {
	var s Statement
	lists := map[string]*List{
		"Action": &s.Actions, "NotAction": &s.NotActions,
		"Resource": &s.Resources, "NotResource": &s.NotResources,
	}
	seen := map[string]bool{}
	err := p.object(path, "an object", func(name string) (err error) {
		seen[name] = true
		at := path + "." + name
		switch name {
		case "Sid":
			s.Sid, err = p.text(at)
		case "Effect":
			s.Effect, err = p.text(at)
			if err == nil && !s.Effect.Unknown && s.Effect.Value != Allow && s.Effect.Value != Deny {
				err = fmt.Errorf(`%s: expected "Allow" or "Deny", found %q`, at, s.Effect.Value)
			}
		case "Principal":
			s.Principals, err = p.principals(at)
		case "NotPrincipal":
			s.NotPrincipals, err = p.principals(at)
		case "Action", "NotAction", "Resource", "NotResource":
			*lists[name], err = p.list(at)
			if err == nil && lists[name].empty() {
				err = fmt.Errorf("%s: expected at least one string, found none", at)
			}
		case "Condition":
			s.Conditions, err = p.conditions(at)
		default:
			err = unexpectedElement(path, name, "Sid, Effect, Principal, Action, Resource, Condition, NotPrincipal, NotAction or NotResource")
		}
		return err
	})
	if err != nil {
		return s, err
	}
	for _, name := range []string{"Principal", "Action", "Resource"} {
		if seen[name] && seen["Not"+name] {
			return s, fmt.Errorf("%s: expected one of %s and Not%[2]s, found both", path, name)
		}
	}
	switch {
	case !seen["Effect"]:
		return s, fmt.Errorf("%s: expected the element Effect, found none", path)
	case !seen["Action"] && !seen["NotAction"]:
		return s, fmt.Errorf("%s: expected the element Action or NotAction, found neither", path)
	}
	return s, nil
}

func (p parser) principals(path string) (Principals, error) {
	const expected = `"*" or an object of principal types`
	if p.dec.PeekKind() == '"' {
		id, err := p.text(path)
		if id.Unknown {
			return Principals{Open: true}, err
		}
		if err == nil && id.Value != Anyone {
			err = fmt.Errorf("%s: expected %s, found %q", path, expected, id.Value)
		}
		return Principals{Items: []Principal{{Type: Known(Anyone), IDs: KnownList(Anyone)}}}, err
	}
	var ps Principals
	err := p.object(path, expected, func(name string) error {
		typ := p.known(name)
		switch typ.Value {
		case Anyone, AWS, Service, Federated, CanonicalUser:
		default:
			if !typ.Unknown {
				return unexpectedElement(path, name, "AWS, Service, Federated or CanonicalUser")
			}
		}
		ids, err := p.list(path + "." + name)
		ps.Items = append(ps.Items, Principal{Type: typ, IDs: ids})
		return err
	})
	return ps, err
}

func (p parser) conditions(path string) (Conditions, error) {
	var cs Conditions
	if open, err := p.alone(path); open || err != nil {
		return Conditions{Open: true}, err
	}
	err := p.object(path, "an object of condition operators", func(operator string) error {
		at := path + "." + operator
		if open, err := p.alone(at); open || err != nil {
			cs.Open = true
			return err
		}
		return p.object(at, "an object of condition keys", func(key string) error {
			values, err := p.scalars(at + "." + key)
			cs.Items = append(cs.Items, Condition{Operator: p.known(operator), Key: p.known(key), Values: values})
			return err
		})
	})
	return cs, err
}

func unexpectedElement(path, name, expected string) error {
	return fmt.Errorf("%s: expected the elements %s (names are case-sensitive), found %q", path, expected, name)
}
