package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// result is what a user would see.
type result struct {
	code           int
	stdout, stderr string
}

func run(t testing.TB, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := map[string]string{"SOURCE_DATE_EPOCH": "0"} // a report's time is the same whenever it is made
	code := Run(context.Background(), args, strings.NewReader(""), &stdout, &stderr, func(name string) string { return env[name] })
	return result{code, stdout.String(), stderr.String()}
}

// planOf is a plan of one cluster, whose address and whole entry a test chooses.
func planOf(entries string) string {
	return `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[` +
		entries + `],"configuration":{"root_module":{}}}`
}

func utf16LE(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// Whatever is broken about a plan, it is one line on stderr and exit code 2, and
// no report that could pass for a scan.
func TestBrokenPlans(t *testing.T) {
	good := planOf("")
	tests := []struct {
		name, content string
	}{
		{"empty file", ""},
		{"empty object", "{}"},
		{"null", "null"},
		{"list", "[]"},
		{"string", `"plan"`},
		{"HTML", "<html>"},
		{"truncated", good[:len(good)-1]},
		{"truncated in a string", good[:20]},
		{"trailing garbage", good + "x"},
		{"two documents", good + good},
		{"UTF-16", utf16LE(good)},
		{"not UTF-8", strings.Replace(good, "1.11.4", "\xff", 1)},
		{"deep", `{"format_version":"1.2","x":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}"},
		{"deep and open", strings.Repeat("[", 1_000_000)},
		{"format 2.0", strings.Replace(good, `"1.2"`, `"2.0"`, 1)},
		{"format abc", strings.Replace(good, `"1.2"`, `"abc"`, 1)},
		{"format a number", strings.Replace(good, `"1.2"`, `1.2`, 1)},
		{"errored", strings.Replace(good, "{", `{"errored":true,`, 1)},
		{"null entry", planOf("null")},
		{"entry without change", planOf(`{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a"}`)},
		{"unknown action", planOf(`{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","change":{"actions":["explode"],"after":{}}}`)},
		{"after a string", planOf(`{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","change":{"actions":["create"],"after":"x"}}`)},
		{"duplicate key", strings.Replace(good, "{", `{"resource_changes":[],`, 1)},
		{"key in capitals", strings.Replace(good, "{", `{"RESOURCE_CHANGES":[],`, 1)},
		{"hostile name in the error", planOf(`{"address":"\u001b[2J\n::error::x","mode":"managed","type":"aws_eks_cluster","name":"a"}`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "plan.json")
			if err := os.WriteFile(path, []byte(tt.content), 0o644); err != nil {
				t.Fatal(err)
			}
			got := run(t, "scan", "--soft-fail", path)
			if got.code != codeTrouble {
				t.Errorf("exit code %d, want %d", got.code, codeTrouble)
			}
			if got.stdout != "" {
				t.Errorf("stdout %q, want none", got.stdout)
			}
			if !strings.HasPrefix(got.stderr, "cisbench: "+path+": ") || strings.Count(got.stderr, "\n") != 1 || len(got.stderr) > 600 {
				t.Errorf("stderr %q, want one line that begins with the program and the path", got.stderr)
			}
			printable(t, got.stderr)
		})
	}
}

// These are odd and whole: they are read.
func TestOddPlans(t *testing.T) {
	tests := []struct {
		name, content string
	}{
		{"byte order mark", "\xef\xbb\xbf" + planOf("")},
		{"format 0.1", strings.Replace(planOf(""), `"1.2"`, `"0.1"`, 1)},
		{"format 1.99", strings.Replace(planOf(""), `"1.2"`, `"1.99"`, 1)},
		{"huge number", planOf(`{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","provider_name":"x",
			"change":{"actions":["create"],"before":null,"after":{"name":"a","version":1e999999999},"after_unknown":{}}}`)},
		{"unknown keys", strings.Replace(planOf(""), "{", `{"novelty":[{"a":1}],`, 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "plan.json")
			if err := os.WriteFile(path, []byte(tt.content), 0o644); err != nil {
				t.Fatal(err)
			}
			got := run(t, "scan", "--fail-on", "none", path)
			if got.code != codeOK || got.stderr != "" || !strings.HasPrefix(got.stdout, "CIS EKS ") {
				t.Errorf("got %+v, want a report and exit code 0", got)
			}
		})
	}
}

// A pull request's author chooses the names in a plan, not what a terminal or a
// CI runner does when they are printed.
func TestHostileAddress(t *testing.T) {
	const evil = `\u001b]8;;http://x\u0007\n::error::pwned\r##[error]x ##vso[task.setvariable]y \u202etxt`
	entry := strings.ReplaceAll(`{"address":"aws_eks_cluster.a[\"EVIL\"]","mode":"managed","type":"aws_eks_cluster","name":"a",
		"index":"EVIL","provider_name":"x","change":{"actions":["create"],"before":null,
		"after":{"name":"EVIL","vpc_config":[{"endpoint_private_access":true,"endpoint_public_access":true,"public_access_cidrs":["EVIL"]}]},
		"after_unknown":{},"before_sensitive":false,"after_sensitive":{}}}`, "EVIL", evil)
	path := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(path, []byte(planOf(entry)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{}, {"--verbose"}, {"--quiet"}, {"--format", "json"}} {
		got := run(t, append([]string{"scan", path}, args...)...)
		if got.code != codeFindings {
			t.Errorf("%v: exit code %d, want %d; stderr %s", args, got.code, codeFindings, got.stderr)
		}
		if !strings.Contains(got.stdout, "pwned") {
			t.Errorf("%v: the report does not name the cluster", args)
		}
		printable(t, got.stdout)
	}
}

func printable(t *testing.T, output string) {
	t.Helper()
	for line := range strings.SplitSeq(output, "\n") {
		if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("unprintable characters in %q", line)
		}
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.Contains(line, "##vso[") {
			t.Errorf("a CI runner would obey %q", line)
		}
	}
}

func TestReportIsValid(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(finding.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	plans, err := filepath.Glob("../controls/testdata/endpoint-access/*/plan.json")
	if err != nil || len(plans) < 2 {
		t.Fatalf("no plans: %v", err)
	}
	// One by one, all at once, and beside one that cannot be scanned.
	for _, args := range [][]string{plans[:1], plans[1:2], plans, append(plans[:1:1], "missing.json")} {
		got := run(t, append([]string{"scan", "--format", "json"}, args...)...)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(got.stdout))
		if err != nil {
			t.Fatalf("%v: %v; stderr %s", args, err, got.stderr)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%v: %v", args, err)
		}
		again := run(t, append([]string{"scan", "--format", "json"}, args...)...)
		if again.stdout != got.stdout {
			t.Errorf("%v: a second run gave other bytes", args)
		}
	}
}
