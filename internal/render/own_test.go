package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestHelpOfAnOwnControl(t *testing.T) {
	rule := finding.Rule{Resource: "aws_db_instance", Condition: "self.storage_encrypted &&\nself.multi_az"}
	tests := map[string]struct {
		control finding.Control
		want    string
	}{
		"built in":       {finding.Control{Remediation: "Set it."}, "Set it."},
		"condition only": {finding.Control{Rule: &rule}, "Each aws_db_instance must meet:\n\n    self.storage_encrypted &&\n    self.multi_az"},
		"all": {finding.Control{Remediation: "Set it.\n", Rule: &finding.Rule{Resource: rule.Resource, When: "self.name != \"x\"", Condition: "self.multi_az",
			Rationale: "Data is lost.\n", References: []string{"https://wiki.example/a", "https://wiki.example/b"}}},
			"Data is lost.\n\nEach aws_db_instance for which\n\n    self.name != \"x\"\n\nmust meet:\n\n    self.multi_az\n\nSet it.\n\nhttps://wiki.example/a\n\nhttps://wiki.example/b"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, help(tt.control)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
