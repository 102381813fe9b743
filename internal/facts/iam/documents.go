package iam

import (
	"errors"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

const policyDocumentType = "aws_iam_policy_document"

// Document is the policy that an argument holds, as far as it is known.
type Document struct {
	iampolicy.Document
	Value   graph.Value // the argument
	Err     error       // the text is known and is no policy
	Secret  bool        // a part of it is sensitive, though the argument itself may not be
	Assumes []string

	answers *graph.Facts // what was asked of the same text; nil if it is kept nowhere
}

// documentReads is what [Documents] reads.
func documentReads() control.Read {
	return control.Read{
		Types: []string{policyDocumentType},
		Arguments: []string{
			"json", "statement",
			"source_json", "source_policy_documents", "override_json", "override_policy_documents",
		},
	}
}

// Documents reads policy arguments. A data source is rebuilt once, however many
// arguments refer to it, and a text is parsed once, however many arguments hold it.
type Documents struct {
	graph   *graph.Graph
	rebuilt map[*graph.Resource]Document
	texts   map[string]text
	left    *int // bytes of texts that may still be parsed
}

// mostTexts is how many bytes of different policy texts are parsed for one input. A
// thousand of the longest that IAM takes have 10 MB.
const mostTexts = 16 << 20

// errUnread is why nothing is known of a text beyond them.
var errUnread = errors.New("more policies than are read of one input")

// text is a policy text that was parsed.
type text struct {
	document iampolicy.Document
	err      error
	answers  *graph.Facts
}

func newDocuments(g *graph.Graph) Documents {
	left := mostTexts
	return Documents{graph: g, rebuilt: map[*graph.Resource]Document{}, texts: map[string]text{}, left: &left}
}

// Of returns the policy of an argument. An argument left out is an empty
// policy. One that is known only after apply is read as far as its source shows
// it, or rebuilt from the aws_iam_policy_document that it refers to, so that what
// does not depend on the apply is known of it; of any other the document is open.
func (d Documents) Of(v graph.Value) Document {
	if v.Unset() {
		return Document{Value: v}
	}
	if text, ok := v.Text(); ok {
		return d.parsed(v, text)
	}
	if outline, ok := v.Outline(); ok && d.fits(outline) {
		// Whether it is a policy at all is seen once it is known.
		if doc, err := iampolicy.ParseOutline(outline, graph.Blank); err == nil {
			return Document{Document: doc, Value: v, Secret: v.Sensitive()}
		}
	}
	doc := Document{Value: v, Secret: v.Sensitive()}
	sources, exact, assumes := d.sources(v)
	for _, source := range sources {
		read := d.data(source)
		doc.Secret = doc.Secret || read.Secret
		doc.Assumes = append(doc.Assumes, read.Assumes...)
		if exact && len(sources) == 1 {
			doc.Document, doc.answers = read.Document, &source.Facts
			continue
		}
		doc.Document = appendDocument(doc.Document, read.Document, false)
	}
	doc.Assumes = append(doc.Assumes, assumes...)
	if exact && len(sources) == 1 && v.Resource().Mode == graph.Managed && !v.Origins().Functions {
		doc.Assumes = append(doc.Assumes, v.Path()+" is the text of "+sources[0].String()+", which no function changes")
	}
	doc.Open = doc.Open || !exact
	return doc
}

// parsed reads a known policy text. Of one that is no policy nothing is known.
func (d Documents) parsed(v graph.Value, content string) Document {
	read, ok := d.texts[content]
	if !ok {
		read = text{err: errUnread, answers: &graph.Facts{}}
		if d.fits(content) {
			read.document, read.err = iampolicy.Parse(content)
		}
		if read.err != nil {
			read.document = iampolicy.UnknownDocument()
		}
		d.texts[content] = read
	}
	return Document{Document: read.document, Value: v, Err: read.err, Secret: v.Sensitive(), answers: read.answers}
}

// fits takes a text from what may be parsed, and reports whether it may be.
func (d Documents) fits(content string) bool {
	*d.left -= len(content)
	return *d.left >= 0
}

// Broken says why a known text is not a policy that can be checked; ok is false if it is one.
func (d Document) Broken(subject string) (v control.Verdict, ok bool) {
	switch d.Err {
	case nil:
		return v, false
	case errUnread:
		return control.Unresolved(d.Value, "%s was not read: this input has %s", subject, errUnread), true
	}
	return control.Manual(d.Value, "%s is no policy document that IAM accepts", subject), true
}

// sources returns the data sources whose text an unknown argument is; exact is
// true when it is one of them, or, of a list, when they are its elements.
func (d Documents) sources(v graph.Value) (sources []*graph.Resource, exact bool, assumes []string) {
	link := d.graph.Link(v, policyDocumentType)
	origins := v.Origins()
	exact = len(link.To) > 0 && !link.Open && !origins.Made && len(origins.Others) == 0
	for _, ref := range origins.Refs {
		exact = exact && ref.Resource.Type == policyDocumentType
	}
	return link.To, exact, link.Assumes
}

// data returns the policy of an aws_iam_policy_document: as it was read, or, put
// off to the apply, rebuilt from its own arguments.
func (d Documents) data(r *graph.Resource) Document {
	if doc, ok := d.rebuilt[r]; ok {
		return doc
	}
	// Terraform allows no cycle; should the input show one, it is an open end.
	d.rebuilt[r] = Document{Document: iampolicy.UnknownDocument()}
	doc := d.rebuild(r)
	d.rebuilt[r] = doc
	return doc
}

func (d Documents) rebuild(r *graph.Resource) Document {
	json := r.Attr("json")
	if text, ok := json.Text(); ok {
		return d.parsed(json, text)
	}
	if r.Deferred {
		return Document{Document: iampolicy.UnknownDocument(), Value: json}
	}
	// Terraform does not call the text sensitive that is made of what is.
	doc := Document{Value: json, Secret: r.Attr("statement").Sensitive()}
	sources := append(d.single(&doc, r.Attr("source_json")), d.list(&doc, r.Attr("source_policy_documents"))...)
	overrides := append(d.single(&doc, r.Attr("override_json")), d.list(&doc, r.Attr("override_policy_documents"))...)
	doc.Document = iampolicy.DataSource(sources, statements(r.Attr("statement")), overrides)
	return doc
}

// single returns the policy of an argument that holds one: an empty one where it
// is left out.
func (d Documents) single(doc *Document, v graph.Value) []iampolicy.Document {
	read := d.Of(v)
	doc.Secret = doc.Secret || read.Secret
	doc.Assumes = append(doc.Assumes, read.Assumes...)
	return []iampolicy.Document{read.Document}
}

// list returns the policies of an argument that holds a list of them.
func (d Documents) list(doc *Document, v graph.Value) []iampolicy.Document {
	var list []iampolicy.Document
	unknown := 0
	doc.Secret = doc.Secret || v.Sensitive()
	for _, e := range v.Elements() {
		if text, ok := e.Text(); ok {
			list = append(list, d.parsed(e, text).Document)
		} else if e.Unknown() {
			unknown++
		}
	}
	if unknown == 0 {
		return list
	}
	sources, exact, assumes := d.sources(v)
	// As many data sources as unknown elements: these are the elements.
	certain := exact && len(sources) == unknown && !v.Opaque()
	for _, source := range sources {
		read := d.data(source)
		doc.Secret = doc.Secret || read.Secret
		doc.Assumes = append(doc.Assumes, read.Assumes...)
		list = append(list, appendDocument(iampolicy.Document{}, read.Document, certain))
	}
	doc.Assumes = append(doc.Assumes, assumes...)
	if !exact || len(sources) < unknown || v.Opaque() {
		list = append(list, iampolicy.UnknownDocument())
	}
	return list
}

// appendDocument adds the statements of a document, which may not be there
// unless it is certain.
func appendDocument(doc, add iampolicy.Document, certain bool) iampolicy.Document {
	for _, s := range add.Statements {
		s.Uncertain = s.Uncertain || !certain
		doc.Statements = append(doc.Statements, s)
	}
	doc.Open = doc.Open || add.Open
	return doc
}

// statements reads the statement blocks of an aws_iam_policy_document.
func statements(blocks graph.Value) iampolicy.Document {
	var doc iampolicy.Document
	for _, block := range blocks.Elements() {
		if block.Opaque() {
			doc.Open = true
			continue
		}
		s := iampolicy.Statement{
			Sid:           textOf(block.Attr("sid")),
			Effect:        textOf(block.Attr("effect")),
			Principals:    principalsOf(block.Attr("principals")),
			NotPrincipals: principalsOf(block.Attr("not_principals")),
			Actions:       listOf(block.Attr("actions")),
			NotActions:    listOf(block.Attr("not_actions")),
			Resources:     listOf(block.Attr("resources")),
			NotResources:  listOf(block.Attr("not_resources")),
			Conditions:    conditionsOf(block.Attr("condition")),
		}
		if block.Attr("effect").Unset() {
			s.Effect = iampolicy.Known(iampolicy.Allow) // the data source's default
		}
		doc.Statements = append(doc.Statements, s)
	}
	return doc
}

func principalsOf(blocks graph.Value) iampolicy.Principals {
	var principals iampolicy.Principals
	for _, block := range blocks.Elements() {
		if block.Opaque() {
			principals.Open = true
			continue
		}
		principals.Items = append(principals.Items, iampolicy.Principal{
			Type: textOf(block.Attr("type")),
			IDs:  listOf(block.Attr("identifiers")),
		})
	}
	return principals
}

func conditionsOf(blocks graph.Value) iampolicy.Conditions {
	var conditions iampolicy.Conditions
	for _, block := range blocks.Elements() {
		if block.Opaque() {
			conditions.Open = true
			continue
		}
		conditions.Items = append(conditions.Items, iampolicy.Condition{
			Operator: textOf(block.Attr("test")),
			Key:      textOf(block.Attr("variable")),
			Values:   listOf(block.Attr("values")),
		})
	}
	return conditions
}

func textOf(v graph.Value) iampolicy.Text {
	if text, ok := v.Text(); ok {
		return iampolicy.Known(text)
	}
	if v.Unknown() {
		return iampolicy.Unknown()
	}
	return iampolicy.Text{}
}

func listOf(v graph.Value) iampolicy.List {
	if v.Opaque() {
		return iampolicy.UnknownList()
	}
	var list iampolicy.List
	for _, e := range v.Elements() {
		if !e.Unset() {
			list.Items = append(list.Items, textOf(e))
		}
	}
	return list
}
