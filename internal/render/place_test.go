package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestInRepository(t *testing.T) {
	in := View{Root: "/home/me/repo", Dir: "/home/me/repo/envs/dev"}
	tests := []struct {
		name, file, want string
		view             View
	}{
		{"bare", "main.tf", "main.tf", View{}},
		{"dot", "./a/../main.tf", "main.tf", View{}},
		{"itself", ".", ".", View{}},
		{"standard input", "-", "stdin", View{}},
		{"absolute", "/tmp/plan.json", "tmp/plan.json", View{}},
		{"above", "../../plan.json", "plan.json", View{}},
		{"only above", "..", ".", View{}},
		{"from a directory", "main.tf", "envs/dev/main.tf", in},
		{"beside", "../../modules/eks/main.tf", "modules/eks/main.tf", in},
		{"absolute in it", "/home/me/repo/x/plan.json", "x/plan.json", in},
		{"absolute beside it", "/home/me/repository/plan.json", "home/me/repository/plan.json", in},
		{"out of it", "../../../other/plan.json", "home/me/other/plan.json", in},
		{"the root is /", "x/main.tf", "repo/x/main.tf", View{Root: "/", Dir: "/repo"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.view.inRepository(tt.file); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestPlace(t *testing.T) {
	report := &finding.Report{Inputs: []finding.Input{{Path: "envs/plan.json"}}}
	calls := []finding.ModuleCall{{Name: "eks", File: "main.tf", Line: 7}, {Name: "node", File: ".terraform/modules/eks/main.tf", Line: 90}}
	at := func(file string, line, column, endLine, endColumn int, calls ...finding.ModuleCall) *finding.Location {
		return &finding.Location{File: file, StartLine: line, StartColumn: column, EndLine: endLine, EndColumn: endColumn, LineHash: "1f:1", ModuleCalls: calls}
	}
	tests := []struct {
		name     string
		location *finding.Location
		input    int
		want     place
	}{
		{"located", at("main.tf", 3, 1, 4, 2), 0, place{file: "main.tf", line: 3, endLine: 4, column: 1, endColumn: 2, hash: "1f:1"}},
		{"local module", at("modules/a/main.tf", 3, 1, 3, 2, calls[0]), 0, place{file: "modules/a/main.tf", line: 3, endLine: 3, column: 1, endColumn: 2, hash: "1f:1"}},
		{"remote module", at(".terraform/modules/eks/main.tf", 3, 1, 3, 2, calls[0]), 0, place{file: "main.tf", line: 7, endLine: 7}},
		{"remote in remote", at(".terraform/modules/eks.node/main.tf", 3, 1, 3, 2, calls...), 0, place{file: "main.tf", line: 7, endLine: 7}},
		{"git address", at("git::https://example.com/m.git//main.tf", 3, 1, 3, 2, calls[0]), 0, place{file: "main.tf", line: 7, endLine: 7}},
		{"short git address", at("git::host:m.git", 3, 1, 3, 2, calls[0]), 0, place{file: "main.tf", line: 7, endLine: 7}},
		{"two colons in a name", at("a::b.tf", 3, 1, 3, 2), 0, place{file: "a::b.tf", line: 3, endLine: 3, column: 1, endColumn: 2, hash: "1f:1"}},
		{"remote without a call", at("https://example.com/m.zip", 3, 1, 3, 2), 0, place{file: "envs/plan.json", line: 1, endLine: 1, inputStandsForFile: true}},
		{"no location", nil, 0, place{file: "envs/plan.json", line: 1, endLine: 1, inputStandsForFile: true}},
		{"no input", nil, finding.NoInput, place{file: "stdin", line: 1, endLine: 1, inputStandsForFile: true}},
		{"ends before it starts", at("main.tf", 3, 4, 3, 2), 0, place{file: "main.tf", line: 3, endLine: 3, hash: "1f:1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := View{}.place(report, finding.Finding{Location: tt.location, Input: tt.input})
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(place{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
