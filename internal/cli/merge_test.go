package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// fleet is a directory of plans such as several machines would share, made of
// the example plans. One of them is broken.
func fleet(t testing.TB, plans int) {
	t.Helper()
	examples := map[int]string{}
	for i, name := range []string{"insecure", "secure"} {
		content, err := os.ReadFile(filepath.Join("..", "..", "examples", "plans", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		examples[i] = string(content)
	}
	t.Chdir(t.TempDir())
	for i := range plans {
		dir := fmt.Sprintf("plans/unit-%03d", i)
		content := examples[i%2]
		if i == 3 {
			content = "{}"
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/tfplan.json", []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Every format says the same of a stored report as of the scan that it is of.
func TestMergeSaysWhatScanSays(t *testing.T) {
	fleet(t, 5)
	const plans = "plans/*/tfplan.json"
	run(t, "scan", "--output", "json=whole.json", plans)
	for _, format := range render.Names() {
		t.Run(format, func(t *testing.T) {
			for _, more := range [][]string{nil, {"--verbose"}, {"--fail-on", "none"}, {"--soft-fail"}, {"--min-severity", "critical"}} {
				scanned := run(t, append([]string{"scan", "--format", format, plans}, more...)...)
				merged := run(t, append([]string{"merge", "--format", format, "whole.json"}, more...)...)
				if diff := cmp.Diff(scanned.stdout, merged.stdout); diff != "" {
					t.Errorf("report %v (-scan +merge):\n%s", more, diff)
				}
				if scanned.code != merged.code {
					t.Errorf("exit code %v of scan %d, of merge %d", more, scanned.code, merged.code)
				}
			}
		})
	}
}

// However a scan is cut up, what is put together again is the whole, byte for
// byte, with all that is said of settings, waivers and a baseline.
func TestMergeOfShardsIsTheWhole(t *testing.T) {
	fleet(t, 9)
	soon := time.Now().AddDate(0, 0, 20).Format(time.DateOnly)
	for name, content := range map[string]string{
		".cisbench.yaml": "strict: true\n",
		"waivers.yaml": "waivers:\n" +
			"  - {control: 5.4.1, address: aws_eks_cluster.this, reason: lab, approved_by: Jane, expires: " + soon + "}\n" +
			"  - {control: 5.4.2, address: aws_eks_cluster.other, reason: lab, approved_by: Jane, expires: " + soon + "}\n",
	} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if r := run(t, "scan", "--config", ".cisbench.yaml", "--control", "5.3.1", "--write-baseline", "baseline.json", "plans/unit-00[0-2]/tfplan.json"); r.code == 2 {
		t.Fatal(r.stderr)
	}
	if err := gitDirectory("."); err != nil { // settings are those of a repository
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		paths []string
		code  int
		says  []string
	}{
		{"sound", []string{"plans/unit-008/tfplan.json", "plans/unit-00[0-24-8]/tfplan.json"}, 1,
			[]string{"settings are those of", "expires on " + soon, "aws_eks_cluster.other has no effect", `"kind": "file"`, `"kind": "baseline"`}},
		{"broken", []string{"none.yaml*", "plans/unit-008/tfplan.json", "missing.json", "plans/*/tfplan.json"}, 2,
			[]string{"settings are those of", "none.yaml*: no file matches", "missing.json was not scanned", "unit-003/tfplan.json was not scanned"}},
	}
	for _, tt := range tests {
		args := append([]string{"--waivers", "waivers.yaml", "--baseline", "baseline.json"}, tt.paths...)
		whole := run(t, append([]string{"scan", "--format", "json"}, args...)...)
		if whole.code != tt.code {
			t.Fatalf("exit code %d: %s", whole.code, whole.stderr)
		}
		for _, want := range tt.says {
			if !strings.Contains(whole.stdout, want) {
				t.Errorf("the report does not say %q", want)
			}
		}
		for _, of := range []int{1, 2, 3, 20} {
			t.Run(fmt.Sprint(tt.name, " in ", of), func(t *testing.T) {
				for i := 1; i <= of; i++ {
					run(t, append([]string{"scan", "--quiet", "--shard", fmt.Sprintf("%d/%d", i, of),
						"--output", fmt.Sprintf("json=%s-%d-%d.json", tt.name, of, i)}, args...)...)
				}
				merged := run(t, "merge", "--format", "json", fmt.Sprintf("%s-%d-*.json", tt.name, of))
				if diff := cmp.Diff(whole.stdout, merged.stdout); diff != "" {
					t.Errorf("report (-whole +merged):\n%s", diff)
				}
				if merged.code != whole.code {
					t.Errorf("exit code %d, of the whole %d", merged.code, whole.code)
				}
			})
		}
	}
}

func TestShardAuto(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want string
	}{
		{"GitLab", map[string]string{"CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"}, "2/3"},
		{"GitLab, not parallel", map[string]string{"CI_NODE_TOTAL": "1"}, "1/1"},
		{"GitLab, half of it", map[string]string{"CI_NODE_TOTAL": "3"}, "--shard auto: expected CI_NODE_INDEX and CI_NODE_TOTAL (GitLab: parallel), or " +
			"JOB_COMPLETION_INDEX and CISBENCH_SHARD_TOTAL (a Kubernetes Indexed Job); elsewhere give i/n"},
		{"Kubernetes", map[string]string{"JOB_COMPLETION_INDEX": "0", "CISBENCH_SHARD_TOTAL": "3"}, "1/3"},
		{"Kubernetes, the last", map[string]string{"JOB_COMPLETION_INDEX": "2", "CISBENCH_SHARD_TOTAL": "3"}, "3/3"},
		{"Kubernetes, beyond", map[string]string{"JOB_COMPLETION_INDEX": "3", "CISBENCH_SHARD_TOTAL": "3"},
			"--shard auto: JOB_COMPLETION_INDEX and CISBENCH_SHARD_TOTAL: shard 4 of 3: expected 1 to 3, since shards count from 1"},
		{"Kubernetes without total", map[string]string{"JOB_COMPLETION_INDEX": "0"},
			"--shard auto: JOB_COMPLETION_INDEX is set and CISBENCH_SHARD_TOTAL is not: expected the job's completions there"},
		{"Kubernetes, not indexed", map[string]string{"CISBENCH_SHARD_TOTAL": "3"},
			"--shard auto: CISBENCH_SHARD_TOTAL is set and JOB_COMPLETION_INDEX is not: expected a job with completionMode: Indexed, which sets it"},
		{"no number", map[string]string{"JOB_COMPLETION_INDEX": "x", "CISBENCH_SHARD_TOTAL": "3"},
			`--shard auto: JOB_COMPLETION_INDEX: expected a number from 0`},
		{"nothing", nil, "--shard auto: expected CI_NODE_INDEX and CI_NODE_TOTAL (GitLab: parallel), or " +
			"JOB_COMPLETION_INDEX and CISBENCH_SHARD_TOTAL (a Kubernetes Indexed Job); elsewhere give i/n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			flag := shardFlag{auto: true}
			shard, err := flag.shard(func(name string) string { return tt.env[name] })
			got := shard.String()
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	begin := time.Unix(0, 0)
	now := begin
	p := progress{out: &out, now: func() time.Time { return now }, start: begin}
	for i, at := range []int{100, 400, 600, 650, 710} { // milliseconds
		now = begin.Add(time.Duration(at) * time.Millisecond)
		p.show(i+1, 6)
	}
	p.end()
	want := "\r\x1b[Kscanned 3 of 6 inputs\r\x1b[Kscanned 5 of 6 inputs\r\x1b[K"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("line (-want +got):\n%s", diff)
	}

	out.Reset()
	brief := progress{out: &out, now: func() time.Time { return now }, start: now}
	brief.show(1, 2)
	brief.end()
	single := progress{out: &out, now: func() time.Time { return now }, start: begin}
	single.show(1, 1)
	single.end()
	nobody := progress{}
	nobody.show(1, 2)
	nobody.end()
	if out.Len() > 0 {
		t.Errorf("a line for nothing: %q", out.String())
	}
}

// Merging is for whole fleets: 200 reports, each of a plan that is not small.
func BenchmarkMerge(b *testing.B) {
	fleet(b, 2)
	if r := run(b, "scan", "--output", "json=one.json", "plans/unit-000/tfplan.json"); r.code == 2 {
		b.Fatal(r.stderr)
	}
	content, err := os.ReadFile("one.json")
	if err != nil {
		b.Fatal(err)
	}
	for i := range 200 {
		name := fmt.Sprintf("report-%03d.json", i)
		unit := bytes.ReplaceAll(content, []byte("unit-000"), fmt.Appendf(nil, "unit-%03d", i))
		if err := os.WriteFile(name, unit, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(200 * len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if r := run(b, "merge", "--format", "json", "report-*.json"); r.code != 1 || !strings.Contains(r.stdout, "unit-199") {
			b.Fatalf("exit code %d: %s", r.code, r.stderr)
		}
	}
}

// ending is a stream that is read in full when the program is interrupted.
type ending struct {
	io.Reader
	cancel func()
}

func (e ending) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	if err != nil {
		e.cancel()
	}
	return n, err
}

// An interrupted merge writes nothing, whether it was about to read another report
// or had read the last.
func TestMergeInterrupted(t *testing.T) {
	fleet(t, 2)
	run(t, "scan", "--output", "json=whole.json", "plans/*/tfplan.json")
	report, err := os.ReadFile("whole.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, paths := range [][]string{{"-"}, {"-", "gone.json"}} {
		ctx, cancel := context.WithCancel(t.Context())
		var stdout, stderr bytes.Buffer
		code := Run(ctx, append([]string{"merge", "--output", "text=merged.txt"}, paths...), ending{bytes.NewReader(report), cancel}, &stdout, &stderr, func(string) string { return "" })
		if code != 2 || stdout.Len() > 0 || stderr.String() != "cisbench: context canceled\n" {
			t.Errorf("%v: exit code %d, stdout %q, stderr %q", paths, code, stdout.String(), stderr.String())
		}
		if _, err := os.Stat("merged.txt"); err == nil {
			t.Errorf("%v: a report was written", paths)
		}
	}
}
