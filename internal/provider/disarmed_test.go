package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Terraform prints an error as it is given, into the log of a job.
func TestTextsAreDisarmed(t *testing.T) {
	const evil = "\n::error::a ##vso[task.complete]\x1b[31m\u202e\u3164"
	said := map[string]string{}
	_, err := call(t, "findings", object(args{evil: str("a")}))
	if err == nil {
		t.Fatal("a type with a hostile name is read")
	}
	said["function"] = err.Text
	var trouble diag.Diagnostics
	where := surroundings{env: func(string) string { return evil }}
	(&dataSource{where: where}).refuse(model{}, &finding.Report{}, &trouble)
	m := model{Benchmark: types.StringValue(evil), Source: types.StringValue(evil)}
	m.assessor(context.Background(), &trouble)
	m.module(context.Background(), nil, t.TempDir(), &trouble)
	if len(trouble) < 3 {
		t.Fatalf("got %d errors, want one of each: %v", len(trouble), trouble)
	}
	for _, d := range trouble {
		said[d.Summary()] = d.Summary() + "\n" + d.Detail()
	}
	f := finding.Finding{Control: evil, Address: evil, Attribute: evil, Message: evil, Location: &finding.Location{File: evil}, Waiver: &finding.Waiver{Reason: evil}}
	report := &finding.Report{Controls: []finding.Control{{ID: evil, Title: evil, Remediation: evil}}, Findings: []finding.Finding{f}}
	for name, v := range findingsValue(report, report.Findings).Elements()[0].(types.Object).Attributes() {
		if text, ok := v.(types.String); ok {
			said[name] = text.ValueString()
		}
	}
	said["markdown"] = markdown(report)
	for name, text := range said {
		for line := range strings.SplitSeq(text, "\n") {
			if strings.ContainsFunc(line, finding.Hidden) || strings.Contains(line, "##vso[") || strings.HasPrefix(line, "::error::") {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
}
