package plan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
)

// options want clusters and what is around them.
func options() plan.Options {
	return plan.Options{
		Subjects: []string{"aws_eks_cluster"},
		Reads: []control.Read{
			{Types: []string{"aws_eks_cluster"}, Arguments: []string{"name", "arn", "id", "vpc_config", "encryption_config"}},
			{Types: []string{"aws_eks_node_group"}, Arguments: []string{"cluster_name", "subnet_ids", "node_role_arn"}},
			{Types: []string{"aws_subnet"}, Arguments: []string{"id", "arn"}},
			{Types: []string{"aws_iam_role"}, Arguments: []string{"name", "arn", "id", "path", "assume_role_policy"}},
			{Types: []string{"aws_kms_key"}, Arguments: []string{"arn", "id", "key_id"}},
			{Types: []string{"aws_iam_policy_document"}, Arguments: []string{"json", "statement"}},
			{Types: []string{"kubectl_manifest"}, Arguments: []string{"yaml_body", "yaml_body_parsed"}},
		},
	}
}

func load(t *testing.T, text string) (*plan.Plan, error) {
	t.Helper()
	return plan.Load(strings.NewReader(text), int64(len(text)), options())
}

func mustLoad(t *testing.T, text string) *plan.Plan {
	t.Helper()
	p, err := load(t, text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// entry is one entry of resource_changes, for a cluster named "c".
func entry(actions, after string) string {
	return `{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c","change":{"actions":` + actions + `,"before":null,"after":` + after + `}}`
}

func planOf(entries ...string) string {
	return `{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[` + strings.Join(entries, ",") + `]}`
}

// bare is a tree of modules with an instance that has no values.
const bare = `{"root_module":{"resources":[{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c"}]}}`

// TestLoadHostile holds what is promised for broken and hostile plans: an error
// of one line that says what was expected.
func TestLoadHostile(t *testing.T) {
	good := entry(`["create"]`, `{"name":"c"}`)
	tests := map[string]struct{ input, want string }{
		"empty file":               {``, "it is empty"},
		"white space":              {"  \n", "no JSON value"},
		"empty object":             {`{}`, "no format_version"},
		"null":                     {`null`, "expected a JSON object, found null"},
		"array":                    {`[]`, "expected a JSON object, found an array"},
		"string":                   {`"plan"`, "found a string"},
		"not JSON":                 {`resource "aws_eks_cluster" "c" {}`, "not valid JSON"},
		"truncated":                {planOf(good)[:60], "ends too early"},
		"truncated in a value":     {planOf(good)[:len(planOf(good))-9], "ends too early"},
		"trailing garbage":         {planOf(good) + "x", "behind the plan's JSON"},
		"two documents":            {planOf(good) + planOf(good), "behind the plan's JSON"},
		"UTF-16":                   {"\xff\xfe{\x00}\x00", "UTF-16"},
		"UTF-16 without a mark":    {"{\x00\"\x00", "UTF-16"},
		"too deep":                 {`{"format_version":"1.2","checks":` + strings.Repeat("[", 10001), "not valid JSON"},
		"future version":           {`{"format_version":"2.0","planned_values":{}}`, `"2.0" is not supported`},
		"no version number":        {`{"format_version":"abc","planned_values":{}}`, `"abc" is not supported`},
		"version is a number":      {`{"format_version":1.2,"planned_values":{}}`, "expected a string"},
		"raw state":                {`{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","resources":[]}`, "raw state file"},
		"another JSON":             {`{"format_version":"1.0","provider_schemas":{},"x":1}`, "neither planned_values nor resource_changes"},
		"null entry":               {planOf("null"), "/resource_changes/0"},
		"entry is a string":        {planOf(`"x"`), "/resource_changes/0"},
		"entry without change":     {planOf(`{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c"}`), "has no change"},
		"entry without type":       {planOf(strings.Replace(good, `"type"`, `"ype"`, 1)), "none of type"},
		"entry without address":    {planOf(`{"mode":"managed","type":"aws_eks_cluster","name":"c","change":{"actions":["create"],"after":{}}}`), "needs an address"},
		"address of another type":  {planOf(strings.Replace(good, `"type":"aws_eks_cluster"`, `"type":"aws_s3_bucket"`, 1)), "none of type"},
		"mode of another kind":     {planOf(strings.Replace(good, `"managed"`, `"data"`, 1)), "does not fit"},
		"ill-formed address":       {planOf(strings.Replace(good, `"aws_eks_cluster.c"`, `"aws_eks_cluster.c[*]"`, 1)), "instance key"},
		"change is null":           {planOf(`{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c","change":null}`), "aws_eks_cluster.c has no change with actions"},
		"unknown action":           {planOf(entry(`["destroy"]`, `{}`)), `unknown actions "destroy"`},
		"no actions":               {planOf(entry(`[]`, `{}`)), "no change with actions"},
		"after is a string":        {planOf(entry(`["create"]`, `"x"`)), "aws_eks_cluster.c: malformed plan: /resource_changes/0/change/after"},
		"created without after":    {planOf(entry(`["create"]`, `null`)), `aws_eks_cluster.c exists after the apply and has no values: expected an object "after"`},
		"updated without after":    {planOf(entry(`["update"]`, `null`)), "aws_eks_cluster.c exists"},
		"replaced without after":   {planOf(entry(`["delete","create"]`, `null`)), "aws_eks_cluster.c exists"},
		"unchanged without after":  {planOf(strings.Replace(entry(`["no-op"]`, `{}`), `"after"`, `"After"`, 1)), "aws_eks_cluster.c exists"},
		"a type that is not read":  {planOf(strings.ReplaceAll(entry(`["create"]`, `null`), "aws_eks_cluster", "aws_s3_bucket")), "aws_s3_bucket.c exists"},
		"two entries":              {planOf(good, good), "two entries for aws_eks_cluster.c"},
		"no resources at all":      {`{"format_version":"1.2","configuration":{}}`, "neither planned_values nor resource_changes"},
		"no resources but before":  {`{"format_version":"1.2","prior_state":{"format_version":"1.0"},"configuration":{}}`, "neither planned_values nor resource_changes"},
		"nulls for resources":      {`{"format_version":"1.2","planned_values":null,"resource_changes":null,"configuration":{}}`, "neither planned_values nor resource_changes"},
		"variables only":           {`{"format_version":"1.2","variables":{}}`, "neither planned_values nor resource_changes"},
		"planned without a change": {`{"format_version":"1.2","planned_values":` + bare + `,"resource_changes":[]}`, "aws_eks_cluster.c has neither values nor a change"},
		"planned with null values": {`{"format_version":"1.2","planned_values":` + strings.Replace(bare, `"name":`, `"values":null,"name":`, 1) + `}`, "aws_eks_cluster.c has neither"},
		"state without values":     {`{"format_version":"1.0","values":` + bare + `}`, "aws_eks_cluster.c has no values"},
		"state of a module":        {`{"format_version":"1.0","values":{"root_module":{"child_modules":[` + strings.TrimSuffix(strings.TrimPrefix(bare, `{"root_module":`), "}") + `]}}}`, "aws_eks_cluster.c has no values"},
		"prior state":              {`{"format_version":"1.2","planned_values":{},"prior_state":{"values":` + bare + `}}`, "aws_eks_cluster.c has no values"},
		"changes are an object":    {`{"format_version":"1.2","resource_changes":{}}`, "expected an array"},
		"duplicate key":            {`{"format_version":"1.2","resource_changes":[` + good + `],"resource_changes":[]}`, "duplicate"},
		"key in another case":      {`{"format_version":"1.2","resource_changes":[` + good + `],"RESOURCE_CHANGES":[]}`, "differs from"},
		"duplicate key in a value": {planOf(entry(`["create"]`, `{"name":"a","name":"b"}`)), "duplicate"},
		"invalid UTF-8":            {planOf(entry(`["create"]`, "{\"name\":\"\xff\"}")), "not valid JSON"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, test.input)
			if err == nil {
				t.Fatalf("no error, want one with %q", test.want)
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q, want one line with %q", err, test.want)
			}
		})
	}
}

func TestLoadBOM(t *testing.T) {
	p := mustLoad(t, "\xef\xbb\xbf"+planOf(entry(`["create"]`, `{"name":"c"}`)))
	if name, _ := p.Graph.Find("aws_eks_cluster.c").Attr("name").Text(); name != "c" {
		t.Errorf("name = %q: ranges are off by the byte order mark", name)
	}
}

func TestLoadFormatVersions(t *testing.T) {
	for _, version := range []string{"0.1", "0.2", "1.0", "1.2", "1.99"} {
		text := strings.Replace(planOf(entry(`["create"]`, `{"name":"c"}`)), `"1.2"`, `"`+version+`"`, 1)
		if p := mustLoad(t, text); p.Kind != finding.PlanInput || len(p.Graph.Resources()) != 1 {
			t.Errorf("format_version %s: kind %s, %d resources", version, p.Kind, len(p.Graph.Resources()))
		}
	}
}

func TestLoadErrored(t *testing.T) {
	text := strings.Replace(planOf(entry(`["create"]`, `{"name":"c"}`)), `{"format`, `{"errored":true,"format`, 1)
	if _, err := load(t, text); !errors.Is(err, plan.ErrErrored) {
		t.Errorf("error %v, want ErrErrored", err)
	}
	o := options()
	o.AllowErrored = true
	p, err := plan.Load(strings.NewReader(text), int64(len(text)), o)
	if err != nil {
		t.Fatal(err)
	}
	if d := p.Diagnostics(); len(d) != 1 || d[0].Summary != "the plan is marked errored" {
		t.Errorf("diagnostics %v, want one that says what is wrong with the plan", d)
	}
	if p.Complete || len(p.Graph.Resources("aws_eks_cluster")) != 1 {
		t.Errorf("complete %v with %d clusters, want an incomplete plan with its cluster", p.Complete, len(p.Graph.Resources("aws_eks_cluster")))
	}
}

func TestLoadActions(t *testing.T) {
	tests := map[string]bool{
		`["no-op"]`: true, `["create"]`: true, `["update"]`: true, `["delete","create"]`: true, `["create","delete"]`: true,
		`["create","forget"]`: true, `["delete"]`: false, `["forget"]`: false,
	}
	// Terraform keeps a forgotten instance in planned_values, without values.
	forgotten := `"planned_values":{"root_module":{"resources":[{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c"}]}},"resource_changes"`
	for actions, exists := range tests {
		after := `{"name":"c"}`
		if !exists {
			after = "null"
		}
		text := planOf(entry(actions, after))
		if actions == `["forget"]` {
			text = strings.Replace(text, `"resource_changes"`, forgotten, 1)
		}
		p := mustLoad(t, text)
		if got := p.Graph.Find("aws_eks_cluster.c") != nil; got != exists {
			t.Errorf("%s: in the graph %v, want %v", actions, got, exists)
		}
		if want := map[bool]int{true: 1, false: 0}[exists]; p.Resources != want {
			t.Errorf("%s: counts %d resources, want %d", actions, p.Resources, want)
		}
	}
}

func TestLoadDeferred(t *testing.T) {
	text := `{"format_version":"1.2","complete":false,"resource_changes":[],"deferred_changes":[{"reason":"provider_config_unknown","resource_change":` +
		entry(`["create"]`, `{"name":"c"}`) + `}]}`
	p := mustLoad(t, text)
	c := p.Graph.Find("aws_eks_cluster.c")
	if c == nil || !c.Deferred || !c.Attr("name").Unknown() {
		t.Errorf("cluster %v: want a deferred instance of which nothing is known", c)
	}
	if p.Complete || len(p.Diagnostics()) != 2 {
		t.Errorf("complete %v, diagnostics %v: want an incomplete plan that says what was deferred", p.Complete, p.Diagnostics())
	}
}

func TestLoadHugeNumber(t *testing.T) {
	p := mustLoad(t, planOf(entry(`["create"]`, `{"name":1e999999999,"vpc_config":[{"n":-1E-999999999}]}`)))
	c := p.Graph.Find("aws_eks_cluster.c")
	if !c.Attr("name").Unknown() || !c.Block("vpc_config").Attr("n").Unknown() {
		t.Error("a number with a huge exponent is taken for known")
	}
	if len(p.Diagnostics()) != 1 || !strings.Contains(p.Diagnostics()[0].Summary, "number") {
		t.Errorf("diagnostics %v, want one about the number", p.Diagnostics())
	}
}

// OpenTofu lists ephemeral resources, which do not exist after the apply. A mode of
// tomorrow is named and skipped, and a mode that the address does not have is refused.
func TestLoadOtherModes(t *testing.T) {
	of := func(mode, address string) string {
		return `{"address":"` + address + `","mode":"` + mode + `","type":"aws_eks_cluster_auth","name":"c","change":{"actions":["open"],"before":null,"after":null}}`
	}
	values := func(mode, address string) string {
		return `"planned_values":{"root_module":{"resources":[{"address":"` + address + `","mode":"` + mode + `","type":"aws_eks_cluster_auth","name":"c","sensitive_values":false}]}},"resource_changes"`
	}
	cluster := entry(`["create"]`, `{"name":"c"}`)
	for _, tt := range []struct{ mode, address, warns string }{
		{"ephemeral", "ephemeral.aws_eks_cluster_auth.c", ""},
		{"ephemeral", "module.m[0].ephemeral.aws_eks_cluster_auth.c", ""},
		{"list", "list.aws_eks_cluster_auth.c", "not read"},
	} {
		text := strings.Replace(planOf(of(tt.mode, tt.address), cluster), `"resource_changes"`, values(tt.mode, tt.address), 1)
		p := mustLoad(t, text)
		var warns string
		for _, d := range p.Diagnostics() {
			warns += d.Summary
		}
		if warns != tt.warns || p.Graph.Find("aws_eks_cluster.c") == nil {
			t.Errorf("%s: warnings %q, %q expected", tt.address, warns, tt.warns)
		}
	}
	for _, address := range []string{"aws_eks_cluster_auth.c", "module.a.aws_eks_cluster_auth.c"} {
		if _, err := load(t, planOf(of("ephemeral", address))); err == nil || !strings.Contains(err.Error(), "mode") {
			t.Errorf("%s: %v, want an error about the mode", address, err)
		}
	}
}

func TestLoadTwins(t *testing.T) {
	twin := `{"address":"awscc_eks_cluster.c","mode":"managed","type":"awscc_eks_cluster","name":"c","change":{"actions":["create"],"after":{}}}`
	other := strings.ReplaceAll(twin, "awscc_eks_cluster", "awscc_s3_bucket")
	p := mustLoad(t, planOf(twin, other))
	want := []finding.Diagnostic{{
		Severity: finding.DiagnosticWarning, Summary: "not assessed", Address: "awscc_eks_cluster.c",
		Detail: "resources of the awscc provider are not judged: use the aws provider's resource, or check it by hand",
	}}
	if diff := cmp.Diff(want, p.Diagnostics()); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// TestLoadDeferredReads: what this project's own data source does not check at
// plan is told, with the reason and the mend.
func TestLoadDeferredReads(t *testing.T) {
	read := func(typ, name, reason string) string {
		return `{"address":"module.gate.data.` + typ + `.` + name + `","mode":"data","type":"` + typ + `","name":"` + name + `",` +
			`"change":{"actions":["read"],"before":null,"after":{},"after_unknown":{}},"action_reason":` + reason + `}`
	}
	p := mustLoad(t, planOf(
		read("cisbench_eks", "direct", `"read_because_dependency_pending"`),
		read("cisbench_eks", "unknown", `"read_because_config_unknown"`),
		read("cisbench_eks", "in_a_check", `"read_because_check_nested"`),
		read("cisbench_eks", "odd", `null`),
		read("aws_subnet", "another", `"read_because_config_unknown"`),
	))
	warning := func(name, why string) finding.Diagnostic {
		return finding.Diagnostic{
			Severity: finding.DiagnosticWarning, Summary: "checks nothing before the apply", Address: "module.gate.data.cisbench_eks." + name,
			Detail: "Terraform reads this data source only during the apply, since " + why,
		}
	}
	want := []finding.Diagnostic{
		warning("direct", "it refers to a resource that this plan changes, or depends_on names one: "+
			"hand the values over through a local, and take depends_on off its module"),
		warning("unknown", "a value that it is given is known only after apply: "+
			"hand over known values, or call provider::cisbench::eks_failures in a postcondition, which takes unknown ones"),
	}
	if diff := cmp.Diff(want, p.Diagnostics()); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestLoadState(t *testing.T) {
	resource := `{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster","name":"c","values":{"name":"c"},"sensitive_values":{"name":true}}`
	p := mustLoad(t, `{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[`+resource+`]}}}`)
	c := p.Graph.Find("aws_eks_cluster.c")
	if p.Kind != finding.StateInput || c == nil {
		t.Fatalf("kind %s, cluster %v: want a state with its cluster", p.Kind, c)
	}
	if name := c.Attr("name"); !name.Is("c") || !name.Sensitive() {
		t.Errorf("name %v, sensitive %v", name.Cty(), name.Sensitive())
	}
}

// TestLoadAnyOrder reads every plan of the test data with its keys sorted, and
// sorted backwards, as other tools may rewrite it.
func TestLoadAnyOrder(t *testing.T) {
	for name, raw := range plans(t) {
		t.Run(name, func(t *testing.T) {
			want := dump(t, raw)
			for _, backwards := range []bool{false, true} {
				var v any
				dec := json.NewDecoder(bytes.NewReader(raw))
				dec.UseNumber()
				if err := dec.Decode(&v); err != nil {
					t.Fatal(err)
				}
				var b bytes.Buffer
				writeSorted(&b, v, backwards)
				if diff := cmp.Diff(want, dump(t, b.Bytes())); diff != "" {
					t.Errorf("backwards %v (-want +got):\n%s", backwards, diff)
				}
			}
		})
	}
}

// TestLoadRefreshOnly reads a plan that only refreshes: it has no changes and no
// planned values, and what exists is in its prior state.
func TestLoadRefreshOnly(t *testing.T) {
	p := mustLoad(t, string(plans(t)["drift"]))
	c := p.Graph.Find("aws_eks_cluster.this")
	if c == nil || !c.Attr("name").Is("prod") || p.Resources != 1 {
		t.Errorf("cluster %v of %d resources: want the one of the prior state", c, p.Resources)
	}
}

// TestAddresses finds every instance of every plan by the address that Terraform
// writes for it.
func TestAddresses(t *testing.T) {
	for name, raw := range plans(t) {
		o := options()
		o.AllowErrored = true
		p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), o)
		if err != nil {
			t.Fatal(err)
		}
		var text struct {
			Changes []struct {
				Address string
				Type    string
				Change  struct{ After any }
			} `json:"resource_changes"`
		}
		if err := json.Unmarshal(raw, &text); err != nil {
			t.Fatal(err)
		}
		for _, c := range text.Changes {
			if c.Type == "aws_eks_node_group" && c.Change.After != nil && p.Graph.Find(c.Address) == nil {
				t.Errorf("%s: there is no %s", name, c.Address)
			}
		}
	}
}

// once is an input that can be read once and fails from then on, as a file does
// that is cut off while it is scanned.
type once struct {
	*strings.Reader
	gone bool
}

func (o *once) ReadAt(b []byte, at int64) (int, error) {
	if o.gone {
		return 0, errors.New("input gone")
	}
	return o.Reader.ReadAt(b, at)
}

func TestLoadInputGone(t *testing.T) {
	text := planOf(entry(`["create"]`, `{"name":"c"}`))
	in := &once{Reader: strings.NewReader(text)}
	p, err := plan.Load(in, int64(len(text)), options())
	if err != nil {
		t.Fatal(err)
	}
	in.gone = true
	c := p.Graph.Find("aws_eks_cluster.c")
	if !c.Attr("name").Unknown() || !c.Attr("not_announced").Unknown() {
		t.Error("what cannot be read again must be unknown, not left out")
	}
}
