package config

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMentions(t *testing.T) {
	tests := []struct {
		name, src string
		want      Mention
	}{
		{"a.tf", "", Mention{}},
		{"a.tf", `resource "aws_x" "y" {}`, Mention{Types: []string{"aws_x"}}},
		{"a.tf", `resource aws_x y {}`, Mention{Types: []string{"aws_x"}}},
		{"a.tf", "\ufeffresource \"aws_x\" \"y\" {}", Mention{Types: []string{"aws_x"}}},
		{"a.tf", "\t data\t  \"aws_x\" \"y\" {}\nresource \"aws_a\" \"b\" {}\nresource \"aws_a\" \"c\" {}", Mention{Types: []string{"aws_a", "aws_x"}}},
		{"a.tf", "/**/resource/* \n */\"aws_x\"/**/ \"y\" {}", Mention{Types: []string{"aws_x"}}},
		{"a.tf", `resource"aws_x""y"{}`, Mention{Types: []string{"aws_x"}}},
		{"a.tf", `resource "aws_\u0078" "y" {}`, Mention{Unsure: true}},
		{"a.tf", `a = data.aws_x.y.id`, Mention{}},
		{"a.tf", `resources = ["a"]`, Mention{}},
		{"a.tf", `my_resource "a"`, Mention{}},
		{"a.tf", `resource`, Mention{}},
		{"a.tf", `resource "a`, Mention{Unsure: true}},
		{"a.tf", "# the data is here", Mention{Types: []string{"is"}}},
		{"a.tf", "module \"m\" {\n  source = \"./a\"\n}", Mention{Calls: true, Sources: []string{"./a"}}},
		{"a.tf", "module m {\n  source/**/=/**/\"../b\"\n}\nmodule n {\n  source = \"./a\"\n}", Mention{Calls: true, Sources: []string{"../b", "./a"}}},
		{"a.tf", "module \"m\" {\n  source = \"a/b/aws\"\n}", Mention{Calls: true, Elsewhere: true}},
		{"a.tf", "module \"m\" {\n  source = \".\\u002fa\"\n}", Mention{Calls: true, Elsewhere: true}},
		{"a.tf", "module \"m\" {\n  source = (\"./a\")\n}", Mention{Calls: true, Elsewhere: true}},
		{"a.tf", "module \"m\" {\n  source = <<EOT\n./a\nEOT\n}", Mention{Calls: true, Elsewhere: true}},
		{"a.tf", "module \"m\" {\n  source = var.a\n}", Mention{Calls: true, Elsewhere: true}},
		{"a.tf", "source = \"./a\"\nx = module.m.y", Mention{}},
		{"a.tf.json", `{"resource": {"aws_x": {"y": {"resource": {"no": 1}}}}}`, Mention{Types: []string{"aws_x"}}},
		{"a.tofu.json", "\ufeff" + `[{"data": [{"aws_x": [{}], "aws_a": {}}]}]`, Mention{Types: []string{"aws_a", "aws_x"}}},
		{"a.tf.json", `{"\u0072esource": {"aws_\u0078": {}}}`, Mention{Types: []string{"aws_x"}}},
		{"a.tf.json", `{"module": {"m": [{"source": "./\u0061"}], "n": {"source": "x"}}}`, Mention{Calls: true, Sources: []string{"./a"}, Elsewhere: true}},
		{"a.tf.json", `{"a": {"resource": {"b": 1}}}`, Mention{}},
		{"a.tf.json", `{"a": `, Mention{Unsure: true}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Mentions(tt.name, []byte(tt.src))); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", tt.name, tt.src, diff)
		}
	}
}

// unmentioned returns what a file declares and Mentions does not say.
func unmentioned(name string, body *Body, src []byte) string {
	m := Mentions(name, src)
	if m.Unsure {
		return ""
	}
	has := func(all []string, one string) bool {
		for _, s := range all {
			if s == one {
				return true
			}
		}
		return false
	}
	for _, block := range body.Blocks {
		switch block.Type {
		case "resource", "data":
			if len(block.Labels) == 2 && identifier(block.Labels[0]) && !has(m.Types, block.Labels[0]) {
				return "type " + block.Labels[0]
			}
		case "module":
			if len(block.Labels) != 1 {
				continue
			}
			if !m.Calls {
				return "calls"
			}
			if a := block.Body.Attributes["source"]; a != nil {
				source, _ := constant(a.Expr)
				if strings.HasPrefix(source, "./") && !has(m.Sources, source) {
					return "source " + source
				}
			}
		}
	}
	return ""
}

// source is a file as people write them, of about so many bytes.
func typical(size int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `# The queue that events of tenant %d go to.
resource "aws_sqs_queue" "tenant_%d" {
  name                      = "${var.name}-tenant-%d"
  message_retention_seconds = local.retention
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 4
  })

  tags = merge(var.tags, { Tenant = "%d" })
}

`, i, i, i, i)
	}
	return b.Bytes()
}

// Looking through a file is to cost about what reading it does; counting lines is
// the yardstick for one pass over memory.
func BenchmarkMentions(b *testing.B) {
	src := typical(1 << 20)
	b.Run("mentions", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			Mentions("main.tf", src)
		}
	})
	b.Run("lines", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			bytes.Count(src, []byte("\n"))
		}
	})
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			parseNative(src, "main.tf")
		}
	})
}

// Many words, and comments that nothing ends, or that end far away.
func TestManyMentions(t *testing.T) {
	var words strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&words, "# data t%x\n", i)
	}
	tests := []struct {
		name, src string
		types     int
		unsure    bool
	}{
		{"different words", words.String(), 200_000, false},
		{"comments that nothing ends", strings.Repeat("# resource/*", 300_000), 0, true},
		{"comments that end far away", strings.Repeat("# resource/*\n", 300_000) + "*/ x", 1, true},
		{"spaces", "resource" + strings.Repeat(" ", 2*mostBlank) + "\"aws_x\" \"y\" {}", 0, true},
		{"spaces that are few", "resource" + strings.Repeat(" ", mostBlank-20) + "\"aws_x\" \"y\" {}" + words.String(), 200_001, false},
	}
	for _, tt := range tests {
		m := Mentions("a.tf", []byte(tt.src))
		if len(m.Types) != tt.types || m.Unsure != tt.unsure {
			t.Errorf("%s: %d types, unsure %v; want %d, %v", tt.name, len(m.Types), m.Unsure, tt.types, tt.unsure)
		}
	}
}
