package finding

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// full has a value in every field, so that a field which the schema does not
// know shows.
func full() Report {
	somewhere := &Location{File: "main.tf", StartLine: 1, StartColumn: 1, EndLine: 2, EndColumn: 1, LineHash: "1:1",
		ModuleCalls: []ModuleCall{{Name: "eks", File: "main.tf", Line: 1}}}
	return Report{
		SchemaVersion: SchemaVersion,
		Tool:          Tool{Name: "cisbench", Version: "v0.1.0"},
		Benchmark: Benchmark{Version: "eks-1.5.0", Title: "Managed Services", Parts: []Part{{
			ID: "5", Version: "eks-1.5.0", Title: "Managed Services", Type: "managedservices",
			Sections: []Section{{ID: "5.4", Title: "Cluster Networking"}},
		}}},
		Shard: &Shard{Number: 1, Of: 2, Inputs: 2},
		Inputs: []Input{{Index: 0, Path: "plan.json", Report: "dev/report.json", Kind: PlanInput, TerraformVersion: "1.11.4",
			SHA256: strings.Repeat("ab", 32), Complete: true, Gaps: []Gap{{Address: "module.m", Message: "module.m was not read", Location: somewhere}}, Resources: 2, Assessed: 1, Unchecked: []string{"aws_eks_capability"}}},
		Summary: Summary{Controls: Counts{Fail: 1}, Findings: FindingCounts{Counts: Counts{Fail: 1}, Waived: 1}},
		Controls: []Control{{ID: "5.4.1", Key: "endpoint-access", Title: "Restrict", Section: "5.4", Severity: High,
			Level: 1, Status: Fail, Remediation: "Set it.", Rule: &Rule{Resource: "aws_eks_cluster", When: "true", Condition: "self.name != null",
				Rationale: "Somebody asks.", References: []string{"https://wiki.example"}, SHA256: strings.Repeat("ab", 32)}}},
		Findings: []Finding{{Control: "5.4.1", Status: Fail, Address: "aws_eks_cluster.a", Type: "aws_eks_cluster",
			Cluster: "aws_eks_cluster.a", Attribute: "vpc_config[0]", Message: "it is open",
			Evidence: []Evidence{{Address: "aws_vpc.a", Attribute: "id", Value: "vpc-1"}}, Assumes: []string{"that"},
			Location: somewhere,
			Waiver:   &Waiver{Kind: FileWaiver, Reason: "lab", ApprovedBy: "Jane", Expires: "2026-12-31"}, Fingerprint: strings.Repeat("0f", 16),
			Moved: &Moved{From: "aws_eks_cluster.b", Fingerprint: strings.Repeat("1f", 16)}}},
		Graph: Graph{
			Resources: []Node{{Address: "aws_eks_cluster.a", Type: "aws_eks_cluster", Cluster: "aws_eks_cluster.a"}},
			Links:     []Edge{{From: "aws_eks_node_group.a", To: "aws_eks_cluster.a", Role: "cluster"}},
		},
		Diagnostics: []Diagnostic{{Severity: DiagnosticWarning, Summary: "not assessed", Detail: "an awscc twin",
			Location: &Location{File: "main.tf", StartLine: 1, StartColumn: 1, EndLine: 2, EndColumn: 1, LineHash: "1:1",
				ModuleCalls: []ModuleCall{{Name: "m", File: "main.tf", Line: 1}}},
			Address: "awscc_eks_cluster.a", Input: NoInput}},
	}
}

func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func validate(t *testing.T, schema *jsonschema.Schema, report any) error {
	t.Helper()
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestSchemaAccepts(t *testing.T) {
	schema := compiled(t)
	bare := Report{
		SchemaVersion: SchemaVersion, Tool: Tool{Name: "cisbench", Version: "v0"}, Benchmark: Benchmark{Version: "x"},
		Inputs: []Input{}, Controls: []Control{}, Diagnostics: []Diagnostic{},
		Findings: []Finding{{Control: "5.1.1", Status: NotApplicable, Message: "none", Fingerprint: strings.Repeat("0", 32)}},
		Graph:    Graph{Resources: []Node{}, Links: []Edge{}},
	}
	for name, report := range map[string]Report{"full": full(), "bare": bare} {
		t.Run(name, func(t *testing.T) {
			if err := validate(t, schema, report); err != nil {
				t.Error(err)
			}
		})
	}
}

// A property that no Go field has would be a promise that nothing keeps.
func TestSchemaPromisesNothingMore(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	var report any
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	defs := schema["$defs"].(map[string]any)
	var missing []string
	var walk func(path string, schema map[string]any, value any)
	walk = func(path string, schema map[string]any, value any) {
		if ref, ok := schema["$ref"].(string); ok {
			walk(path, defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), value)
		}
		if items, ok := schema["items"].(map[string]any); ok {
			walk(path+"[]", items, value.([]any)[0])
		}
		properties, _ := schema["properties"].(map[string]any)
		for name, sub := range properties {
			field, ok := value.(map[string]any)[name]
			if !ok {
				missing = append(missing, path+"."+name)
				continue
			}
			walk(path+"."+name, sub.(map[string]any), field)
		}
	}
	walk("", schema, report)
	if diff := cmp.Diff([]string(nil), missing); diff != "" {
		t.Errorf("properties that no field has (-want +got):\n%s", diff)
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := compiled(t)
	tests := map[string]func(*Report){
		"other version":        func(r *Report) { r.SchemaVersion = "2" },
		"unknown status":       func(r *Report) { r.Findings[0].Status = "failed" },
		"status in capitals":   func(r *Report) { r.Controls[0].Status = "FAIL" },
		"no message":           func(r *Report) { r.Findings[0].Message = "" },
		"null findings":        func(r *Report) { r.Findings = nil },
		"null links":           func(r *Report) { r.Graph.Links = nil },
		"negative count":       func(r *Report) { r.Summary.Controls.Pass = -1 },
		"negative input":       func(r *Report) { r.Findings[0].Input = -1 },
		"line 0":               func(r *Report) { r.Findings[0].Location.StartLine = 0 },
		"unknown kind":         func(r *Report) { r.Inputs[0].Kind = "zip" },
		"short digest":         func(r *Report) { r.Inputs[0].SHA256 = "ab" },
		"fingerprint too long": func(r *Report) { r.Findings[0].Fingerprint += "0" },
		"waiver of no kind":    func(r *Report) { r.Findings[0].Waiver.Kind = "" },
		"no reason":            func(r *Report) { r.Findings[0].Waiver.Reason = "" },
		"level 3":              func(r *Report) { r.Controls[0].Level = 3 },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			report := full()
			spoil(&report)
			if err := validate(t, schema, report); err == nil {
				t.Error("accepted")
			}
		})
	}
	for _, where := range []string{"", "summary", "controls", "findings"} {
		t.Run("unknown key in "+where, func(t *testing.T) {
			data, err := json.Marshal(full())
			if err != nil {
				t.Fatal(err)
			}
			var report map[string]any
			if err := json.Unmarshal(data, &report); err != nil {
				t.Fatal(err)
			}
			switch at := report[where].(type) {
			case map[string]any:
				at["controls"].(map[string]any)["extra"] = 1
			case []any:
				at[0].(map[string]any)["extra"] = 1
			default:
				report["extra"] = 1
			}
			if err := validate(t, schema, report); err == nil {
				t.Error("accepted")
			}
		})
	}
}
