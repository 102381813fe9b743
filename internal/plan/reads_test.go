package plan_test

import (
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
)

// countedReader counts the reads of a text and the most bytes of one.
type countedReader struct {
	*strings.Reader
	reads, most int
}

func (r *countedReader) ReadAt(p []byte, at int64) (int, error) {
	r.reads++
	r.most = max(r.most, len(p))
	return r.Reader.ReadAt(p, at)
}

// TestReadsOfAnInstance holds that the values and masks of an instance are read
// at once, but not what an odd plan has between them, nor marks that mark nothing.
func TestReadsOfAnInstance(t *testing.T) {
	const values, unknown, sensitive = `"after":{"vpc_config":[{}]}`, `"after_unknown":{"arn":true,"name":true,"id":false}`, `"after_sensitive":{"vpc_config":[{"x":false}]}`
	far := `"before":"` + strings.Repeat("x", 1<<20) + `"`
	for name, test := range map[string]struct {
		parts []string
		reads int
	}{
		"as Terraform writes it":        {[]string{`"before":null`, values, unknown, sensitive}, 1},
		"much stands in between":        {[]string{values, far, unknown, sensitive}, 2},
		"the masks come first":          {[]string{unknown, sensitive, `"before":{}`, values}, 1},
		"the masks come first, and far": {[]string{unknown, sensitive, far, values}, 2},
		"marks of nothing stand afar":   {[]string{values, unknown, far, sensitive}, 1},
	} {
		text := strings.Replace(planOf(entry(`["create"]`, `{}`)), `"before":null,"after":{}`, strings.Join(test.parts, ","), 1)
		r := &countedReader{Reader: strings.NewReader(text)}
		p, err := plan.Load(r, int64(len(text)), options())
		if err != nil {
			t.Fatal(err)
		}
		r.reads, r.most = 0, 0
		c := p.Graph.Find("aws_eks_cluster.c")
		if !c.Attr("name").Unknown() || !c.Attr("arn").Unknown() || !c.Attr("id").Absent() || !c.Attr("vpc_config").Known() {
			t.Errorf("%s: name %#v, arn %#v, id %#v, vpc_config %#v", name, c.Attr("name"), c.Attr("arn"), c.Attr("id"), c.Attr("vpc_config"))
		}
		if r.reads != test.reads || r.most > 1<<18 {
			t.Errorf("%s: %d reads of up to %d bytes, want %d", name, r.reads, r.most, test.reads)
		}
	}
}

// TestExpressionsOfBlocks reads arguments and blocks, also a block that there can
// be but one of and whose arguments have the names of an expression's parts:
// nothing is known of these.
func TestExpressionsOfBlocks(t *testing.T) {
	for _, test := range []struct{ argument, part, want string }{
		{`{"references":["aws_subnet.s.id","aws_subnet.s"]}`, "x", "aws_subnet.s.id"},
		{`[{"x":{"references":["aws_subnet.s.id","aws_subnet.s",1]}}]`, "x", "aws_subnet.s.id"},
		{`{"x":{"references":["aws_subnet.s.id","aws_subnet.s"]}}`, "x", "aws_subnet.s.id"},
		{`{"references":["aws_subnet.s"],"x":{"references":["aws_subnet.s.id"]}}`, "x", "aws_subnet.s.id"},
		{`{"references":["aws_subnet.s"],"x":{"references":["aws_subnet.s.id"]}}`, "references", "a function's result"},
		{`{"x":{"references":["aws_subnet.s.id"]},"references":{"references":["aws_subnet.s"]}}`, "references", "aws_subnet.s"},
		{`{"constant_value":{},"x":{"constant_value":1}}`, "constant_value", "a function's result"},
	} {
		subnet := strings.NewReplacer("eks_cluster", "subnet", ".c", ".s", `"c"`, `"s"`).Replace(entry(`["create"]`, `{}`))
		text := strings.TrimSuffix(planOf(strings.Replace(entry(`["create"]`, `{}`), `{}`, `{},"after_unknown":{"vpc_config":true}`, 1), subnet), "}") +
			`,"configuration":{"root_module":{"resources":[{"address":"aws_eks_cluster.c","type":"aws_eks_cluster","expressions":{"vpc_config":` + test.argument + `}}]}}}`
		o := mustLoad(t, text).Graph.Find("aws_eks_cluster.c").Attr("vpc_config").Attr(test.part).Origins()
		var got []string
		for _, ref := range o.Refs {
			got = append(got, strings.TrimSuffix(ref.Resource.String()+"."+ref.Path, "."))
		}
		if got := strings.Join(append(got, o.Unresolved...), ", "); got != test.want {
			t.Errorf("%s of %s comes from %q, want %q", test.part, test.argument, got, test.want)
		}
	}
}
