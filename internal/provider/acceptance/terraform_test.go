package acceptance

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	cisbench "github.com/cisbench/terraform-provider-cisbench/internal/provider"
)

// workspace is a folder in which Terraform runs as a user runs it, with the sources
// that a configuration names. terraform-plugin-testing knows one namespace for all
// providers, and starts Terraform many times for a step.
type workspace struct {
	terraform string
	dir       string
	env       []string // of Terraform
	provider  sync.Map // environment of this provider, which the test serves
}

func (w *workspace) getenv(name string) string {
	value, _ := w.provider.Load(name)
	text, _ := value.(string)
	return text
}

func (w *workspace) setenv(name, value string) { w.provider.Store(name, value) }

// openWorkspace copies a folder and initialises it, with this provider and
// [fakeAWS] served by the test itself.
func openWorkspace(t *testing.T, folder string) *workspace {
	t.Helper()
	return serveWorkspace(t, copyWorkspace(t, os.DirFS(folder)))
}

// openFiles is openWorkspace for files by name.
func openFiles(t *testing.T, files map[string]string) *workspace {
	t.Helper()
	folder := fstest.MapFS{}
	for name, content := range files {
		folder[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return serveWorkspace(t, copyWorkspace(t, folder))
}

func serveWorkspace(t *testing.T, w *workspace) *workspace {
	t.Helper()
	const aws = "registry.terraform.io/hashicorp/aws"
	w.env = append(w.env, reattach(t, map[string]any{
		cisbench.Address: serve(t, cisbench.Address, cisbench.New(w.getenv, w.dir)()),
		aws:              serve(t, aws, fakeAWS{}),
	}))
	w.must(t, "init", "-no-color", "-input=false")
	return w
}

// reattach is the environment variable by which Terraform finds providers that
// are served already.
func reattach(t *testing.T, providers map[string]any) string {
	t.Helper()
	text, err := json.Marshal(providers)
	if err != nil {
		t.Fatal(err)
	}
	return "TF_REATTACH_PROVIDERS=" + string(text)
}

func copyWorkspace(t *testing.T, folder fs.FS) *workspace {
	t.Helper()
	w := &workspace{terraform: needTerraform(t), dir: t.TempDir()}
	if err := os.CopyFS(w.dir, folder); err != nil {
		t.Fatal(err)
	}
	w.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+w.write(t, ".terraformrc", ""), "CHECKPOINT_DISABLE=1")
	return w
}

func (w *workspace) write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs Terraform. What it says comes without the frames that it draws round
// a diagnostic and the lines that it breaks there.
func (w *workspace) run(args ...string) (string, error) {
	cmd := exec.Command(w.terraform, args...)
	cmd.Dir, cmd.Env = w.dir, w.env
	out, err := cmd.CombinedOutput()
	return strings.Join(strings.Fields(strings.NewReplacer("│", "", "╷", "", "╵", "").Replace(string(out))), " "), err
}

func (w *workspace) must(t *testing.T, args ...string) string {
	t.Helper()
	out, err := w.run(args...)
	if err != nil {
		t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// plan plans and returns the plan, which there is even where a condition failed,
// and what Terraform said. plan.json holds the plan then.
func (w *workspace) plan(t *testing.T, args ...string) (*tfjson.Plan, string, error) {
	t.Helper()
	out, planned := w.run(append([]string{"plan", "-no-color", "-input=false", "-out=tfplan"}, args...)...)
	var failed *exec.ExitError
	if planned != nil && !errors.As(planned, &failed) {
		t.Fatal(planned)
	}
	cmd := exec.Command(w.terraform, "show", "-json", "tfplan")
	cmd.Dir, cmd.Env = w.dir, w.env
	shown, err := cmd.Output()
	if err != nil {
		return nil, out, planned
	}
	w.write(t, "plan.json", string(shown))
	var plan tfjson.Plan
	if err := plan.UnmarshalJSON(shown); err != nil {
		t.Fatal(err)
	}
	return &plan, out, planned
}

// serve serves a provider for as long as the test runs, and returns how to
// reach it.
func serve(t *testing.T, address string, p provider.Provider) any {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	started, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	go func() {
		// What goes wrong here shows as a provider that cannot be reached.
		_ = tf6server.Serve(address, providerserver.NewProtocol6(p),
			tf6server.WithDebug(ctx, started, closed),
			tf6server.WithGoPluginLogger(hclog.New(&hclog.LoggerOptions{Output: io.Discard})),
			tf6server.WithLoggingSink(t),
			tf6server.WithoutLogStderrOverride())
	}()
	reattach := <-started
	t.Cleanup(func() {
		cancel()
		<-closed
	})
	type addr struct{ Network, String string }
	return struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            addr
	}{string(reattach.Protocol), reattach.ProtocolVersion, reattach.Pid, true, addr{reattach.Addr.Network(), reattach.Addr.String()}}
}

// contains reports the texts that are missing from what Terraform said.
func contains(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			t.Errorf("expected %q in what Terraform says:\n%s", text, out)
		}
	}
}

// lacks is the opposite of contains.
func lacks(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(out, text) {
			t.Errorf("expected no %q in what Terraform says:\n%s", text, out)
		}
	}
}
