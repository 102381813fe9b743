package assess_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// stackPlan is the plan of one stack of sixteen resources, each of which
// concerns some control. Larger plans are made of copies of it.
var stackPlan = filepath.Join("..", "plan", "testdata", "stack", "plan.json")

// BenchmarkElsewhere reads and assesses a plan of more than 100 MB of which one
// stack alone concerns us. It is to take no more than 1.6 times what
// BenchmarkElsewhere/validate does, and less than 64 MiB.
func BenchmarkElsewhere(b *testing.B) {
	path := writePlan(b, 1, 60_000, 0)
	b.Run("validate", func(b *testing.B) { benchmarkValidate(b, path) })
	b.Run("scan", func(b *testing.B) { benchmarkScan(b, path) })
}

// BenchmarkConfiguration does the same with some 90 MB of configuration, as
// large modules have it: no more than 2.5 times a validation, and 64 MiB.
func BenchmarkConfiguration(b *testing.B) {
	path := writePlan(b, 1, 0, 90_000)
	b.Run("validate", func(b *testing.B) { benchmarkValidate(b, path) })
	b.Run("scan", func(b *testing.B) { benchmarkScan(b, path) })
}

// BenchmarkStacks does the same with plans of which everything concerns us: its
// time is to be linear in the number of stacks, and 2,000 of sixteen resources
// are to stay under 220 MiB.
func BenchmarkStacks(b *testing.B) {
	for _, n := range []int{250, 500, 1000, 2000} {
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) { benchmarkScan(b, writePlan(b, n, 0, 0)) })
	}
}

// BenchmarkManifests checks a plan of 100 manifests with 3,000 keys each: with all
// controls it is to take no more than 1.3 times the most expensive single control,
// approved-registries, since each document is decoded once.
func BenchmarkManifests(b *testing.B) {
	path := writeManifests(b, 100, 3000)
	b.Run("all", func(b *testing.B) { benchmarkScan(b, path) })
	b.Run("one", func(b *testing.B) { benchmarkScan(b, path, "approved-registries") })
}

// writeManifests writes a plan of n kubectl_manifest with that many keys each.
func writeManifests(b *testing.B, n, keys int) string {
	b.Helper()
	var changes []any
	for i := range n {
		var text strings.Builder
		fmt.Fprintf(&text, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a%d\ndata:\n", i)
		for k := range keys {
			fmt.Fprintf(&text, "  k%d: v%d\n", k, k)
		}
		changes = append(changes, map[string]any{
			"address": fmt.Sprintf("kubectl_manifest.m[%d]", i), "mode": "managed", "type": "kubectl_manifest", "name": "m", "index": i,
			"provider_name": "registry.terraform.io/gavinbunney/kubectl",
			"change": map[string]any{
				"actions": []string{"create"}, "before": nil, "after_unknown": map[string]any{},
				"after": map[string]any{"yaml_body": text.String(), "yaml_body_parsed": text.String(), "kind": "ConfigMap", "name": fmt.Sprintf("a%d", i)},
			},
		})
	}
	raw, err := json.Marshal(map[string]any{
		"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes,
		"planned_values": map[string]any{"root_module": map[string]any{}}, "configuration": map[string]any{"root_module": map[string]any{}},
	})
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "plan.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

func benchmarkScan(b *testing.B, path string, only ...string) {
	catalogue, err := benchmark.Open(benchmark.Default)
	if err != nil {
		b.Fatal(err)
	}
	a, err := assess.New(catalogue, controls.Table(), setting.Settings{}, assess.Selection{Only: only})
	if err != nil {
		b.Fatal(err)
	}
	least := 12
	if len(only) > 0 {
		least = len(only)
	}
	size := fileSize(b, path)
	b.SetBytes(size)
	b.ReportAllocs()
	var held uint64
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		p, err := plan.Load(f, size, plan.Options{Reads: a.Reads(), Subjects: a.Subjects()})
		if err != nil {
			b.Fatal(err)
		}
		done, err := a.Assess(p.Graph)
		if err != nil || len(done.Findings) < least {
			b.Fatalf("%d findings, %v", len(done.Findings), err)
		}
		held = max(held, inUse())
		runtime.KeepAlive(p)
		_ = f.Close()
	}
	b.ReportMetric(float64(held)/(1<<20), "MiB-heap")
}

// inUse is the heap that the process holds when nothing has been collected
// since: an upper bound on what the scan needed.
func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapSys - m.HeapReleased
}

func benchmarkValidate(b *testing.B, path string) {
	b.SetBytes(fileSize(b, path))
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		dec := jsontext.NewDecoder(f)
		if err := dec.SkipValue(); err != nil {
			b.Fatal(err)
		}
		if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
		_ = f.Close()
	}
}

func fileSize(b *testing.B, path string) int64 {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// part is what the generator takes of a plan, as text.
type part struct {
	Changes       []json.RawMessage `json:"resource_changes"`
	PlannedValues struct {
		Root struct {
			Children []json.RawMessage `json:"child_modules"`
		} `json:"root_module"`
	} `json:"planned_values"`
	Configuration struct {
		Providers json.RawMessage `json:"provider_config"`
		Root      struct {
			Calls map[string]json.RawMessage `json:"module_calls"`
		} `json:"root_module"`
	} `json:"configuration"`
}

// writePlan writes a plan of so many stacks, of so many resources of types that
// concern no control, and of so many resource blocks in modules that create
// nothing. It returns the file's path.
func writePlan(b testing.TB, stacks, others, unused int) string {
	b.Helper()
	raw, err := os.ReadFile(stackPlan)
	if err != nil {
		b.Fatal(err)
	}
	var one part
	if err := json.Unmarshal(raw, &one); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "plan.json")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	defer func() {
		if err := errors.Join(w.Flush(), f.Close()); err != nil {
			b.Fatal(err)
		}
	}()
	rename := func(raw json.RawMessage, i int) string {
		return strings.NewReplacer("module.stack", fmt.Sprintf("module.stack%d", i), `:"stack`, fmt.Sprintf(`:"stack%d`, i)).Replace(string(raw))
	}
	write := func(format string, args ...any) { fmt.Fprintf(w, format, args...) }
	list := func(n int, item func(i int) string) {
		for i := range n {
			if i > 0 {
				write(",")
			}
			write("%s", item(i))
		}
	}
	write(`{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"child_modules":[`)
	list(stacks, func(i int) string { return rename(one.PlannedValues.Root.Children[0], i) })
	write(`]}},"resource_changes":[`)
	list(stacks*len(one.Changes), func(i int) string { return rename(one.Changes[i%len(one.Changes)], i/len(one.Changes)) })
	for i := range others {
		write(",%s", unrelatedChange(i))
	}
	write(`],"configuration":{"provider_config":%s,"root_module":{"module_calls":{`, one.Configuration.Providers)
	list(stacks, func(i int) string {
		return fmt.Sprintf(`"stack%d":%s`, i, rename(one.Configuration.Root.Calls["stack"], i))
	})
	const blocksOfModule = 300
	for i := range unused / blocksOfModule {
		write(`,"unused%d":{"source":"./unused","count_expression":{"constant_value":0},"module":{"resources":[`, i)
		list(blocksOfModule, unusedBlock)
		write(`]}}`)
	}
	write(`}}}}`)
	return path
}

// unrelatedChange is a change to a resource of a type that concerns no control.
func unrelatedChange(i int) string {
	values := `"bucket":"logs-` + fmt.Sprint(i) + `","tags":{"team":"platform","cost":"` + strings.Repeat("x", 200) + `"},"rule":[` +
		strings.Repeat(`{"id":"expire","enabled":true,"days":30,"prefix":"some/prefix/"},`, 8) + `{}]`
	return fmt.Sprintf(`{"address":"aws_s3_bucket.logs[%d]","mode":"managed","type":"aws_s3_bucket","name":"logs","index":%d,`+
		`"provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["update"],"before":{%s},"after":{%s},"after_unknown":{"arn":true},"before_sensitive":{},"after_sensitive":{}}}`,
		i, i, values, values)
}

// unusedBlock is a block of a module: one in ten of a type that concerns us.
func unusedBlock(i int) string {
	typ := "aws_security_group_rule"
	if i%10 == 0 {
		typ = "aws_iam_role"
	}
	var expressions []string
	for j := range 12 {
		expressions = append(expressions, fmt.Sprintf(`"argument_%d":{"references":["var.settings.rules[%d].from","var.settings.rules[%d]","var.settings","each.value"]}`, j, i, i))
	}
	return fmt.Sprintf(`{"address":"%s.r%d","mode":"managed","type":"%s","name":"r%d","provider_config_key":"aws","expressions":{%s},"schema_version":0}`,
		typ, i, typ, i, strings.Join(expressions, ","))
}

// BenchmarkCrowd reads and assesses plans of n clusters and as many node groups
// that refer to all of them in one block: 1,500 are to take no more than 3 seconds
// and 200 MiB, and the time is to be linear.
func BenchmarkCrowd(b *testing.B) {
	for _, n := range []int{750, 1500, 3000} {
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) { benchmarkScan(b, writeCrowd(b, n)) })
	}
}

func writeCrowd(b *testing.B, n int) string {
	b.Helper()
	var changes, blocks []string
	for _, kind := range [][3]string{{"aws_eks_cluster", "name", "random_pet.n"}, {"aws_eks_node_group", "cluster_name", "aws_eks_cluster.n"}} {
		for i := range n {
			changes = append(changes, fmt.Sprintf(`{"address":"%s.n[%d]","mode":"managed","type":"%[1]s","name":"n","index":%[2]d,`+
				`"change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"%[3]s":true},"after_sensitive":{}}}`, kind[0], i, kind[1]))
		}
		blocks = append(blocks, fmt.Sprintf(`{"address":"%s.n","mode":"managed","type":"%[1]s","name":"n","expressions":{"%[2]s":{"references":["%[3]s"]}}}`, kind[0], kind[1], kind[2]))
	}
	path := filepath.Join(b.TempDir(), "plan.json")
	text := `{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[` + strings.Join(changes, ",") +
		`],"configuration":{"root_module":{"resources":[` + strings.Join(blocks, ",") + `]}}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
