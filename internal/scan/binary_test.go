package scan

import (
	"archive/zip"
	"bytes"
	"context"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// archive makes a zip archive of files with these contents.
func archive(t *testing.T, names []string, content func(string) []byte) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content(name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// claiming makes an archive of one file of a byte, whose directory states another
// size.
func claiming(t *testing.T, unpacked uint64) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "tfplan", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte("x")), CompressedSize64: max(1, unpacked/2), UncompressedSize64: unpacked})
	if err == nil {
		_, err = w.Write([]byte("x"))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// Terraform is run on no archive but one that is like a plan, and on none that a
// hook passes or whose name ends in .json. The other inputs are reported.
func TestNotShown(t *testing.T) {
	few := func(string) []byte { return []byte("x") }
	plan := []string{"tfplan", "tfstate", "tfstate-prev", "tfconfig/m-/main.tf", "tfconfig/modules.json", ".terraform.lock.hcl"}
	const skipped = "skipped"
	many := make([]string, 200_000)
	for i := range many {
		many[i] = "tfconfig/" + strings.Repeat("x", 40)
	}
	tests := []struct {
		name    string
		path    string
		content string
		hook    bool
		want    string // "" if it is run, skipped if nothing is said of it
	}{
		{"a plan", "d/tfplan", archive(t, plan, few), false, ""},
		{"a plan with another name", "d/plan.json.bin", archive(t, plan, few), false, ""},
		{"a name that ends in .json", "d/plan.json", archive(t, plan, few), false, "whose name ends in .json"},
		{"a name that ends in .JSON", "d/tfplan.JsOn", archive(t, plan, few), false, "whose name ends in .json"},
		{"a name that Windows takes for .json", "d/plan.json. .", archive(t, plan, few), false, "whose name ends in .json"},
		{"a link to such a name", "link", archive(t, plan, few), false, "whose name ends in .json"},
		{"what a hook passes", "d/tfplan", archive(t, plan, few), true, skipped},
		{"another archive", "d/tfplan", archive(t, []string{"tfplan", "run.sh"}, few), false, `holds "run.sh", which a plan does not have`},
		{"a bomb", "d/tfplan", archive(t, plan, func(string) []byte { return make([]byte, 1<<20) }), false, "is compressed to less than 1/200"},
		{"a directory that states too much", "d/tfplan", claiming(t, 1<<30+1), false, "more than 1 GB"},
		{"a directory that states too much for what it has", "d/tfplan", claiming(t, 1<<20), false, "is not what its directory states"},
		{"a directory without an end", "d/tfplan", archive(t, many, func(string) []byte { return nil }), false, "its directory is too long"},
		{"the beginning of an archive", "d/tfplan", "PK\x03\x04", false, "cannot be read as one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.path == "link" || strings.HasSuffix(tt.path, ".") {
				if runtime.GOOS == "windows" {
					t.Skip("Windows has no such name")
				}
			}
			files(t, map[string]string{"d/other.json": planJSON, "target.json": tt.content})
			if tt.path == "link" {
				if err := os.Symlink("target.json", tt.path); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(tt.path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			programs(t, map[string]string{"terraform": "echo > ran; echo '" + planJSON + "'"})
			o := options(t)
			o.Source.Hook = tt.hook
			report, _, errs := Run(context.Background(), []string{tt.path, "d/other.json"}, o)
			if report == nil || !strings.Contains(paths(report), "d/other.json plan") {
				t.Errorf("the other plan is not reported: %v", errs)
			}
			_, err := os.Stat(filepath.Join(filepath.Dir(tt.path), "ran"))
			switch ran := err == nil; {
			case ran != (tt.want == ""):
				t.Errorf("Terraform was run: %v; %v", ran, errs)
			case tt.want == skipped:
				if len(errs) > 0 {
					t.Errorf("errors %v, want none: the file concerns no root module", errs)
				}
			case tt.want != "" && (len(errs) != 1 || !strings.Contains(errs[0].Error(), tt.want)):
				t.Errorf("errors %v, want %q", errs, tt.want)
			}
		})
	}
}

// What Terraform starts ends with it, and none of it outlives the scan.
func TestShowEnds(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a script stands for Terraform")
	}
	files(t, map[string]string{"tfplan": zipped(t)})
	path := os.Getenv("PATH")
	programs(t, map[string]string{"terraform": "PATH=" + path + "\nmkfifo held never started\n(exec 3<>held; echo going > started; read x < never) &\nread x < never"})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { // until Terraform has begun
		for ctx.Err() == nil {
			if _, err := os.ReadFile("started"); err == nil {
				cancel()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if _, err := show(ctx, "tfplan", time.Hour); err == nil || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("got %v", err)
	}
	// A FIFO without a reader cannot be opened for writing: then none of the group is
	// left. The system needs a moment to end it; a program that is never ended keeps
	// this test until the time limit of go test.
	for {
		f, err := os.OpenFile("held", os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			break
		}
		f.Close()
		time.Sleep(time.Millisecond)
	}
	if _, err := show(context.Background(), "tfplan", time.Nanosecond); err == nil || !strings.Contains(err.Error(), "time limit of 1ns") {
		t.Errorf("got %v", err)
	}
}
