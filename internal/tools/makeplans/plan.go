package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/tools/providers"
)

// planner runs Terraform with one set of providers.
type planner struct {
	cliConfig string // file that tells Terraform where the providers are
}

func newPlanner(ctx context.Context, root string) (*planner, func(), error) {
	found, err := providers.Real(ctx, root)
	if err != nil {
		return nil, nil, err
	}
	standins, err := providers.StandIns(ctx, root)
	if err != nil {
		return nil, nil, err
	}
	file, err := providers.WriteConfig(append(found, standins...))
	if err != nil {
		return nil, nil, err
	}
	return &planner{cliConfig: file}, func() { os.Remove(file) }, nil
}

// plan writes the case's plan, or its state when the case is one.
func (p *planner) plan(ctx context.Context, c testCase) error {
	work, err := os.MkdirTemp("", "makeplans-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.CopyFS(work, os.DirFS(c.dir)); err != nil {
		return err
	}
	endpoint, err := serveAWS(filepath.Join(c.dir, "aws"))
	if err != nil {
		return err
	}
	defer endpoint.close()

	tf := terraform{dir: work, cliConfig: p.cliConfig, aws: endpoint.url}
	if isDir(filepath.Join(work, "before")) {
		if err := tf.prepareState(ctx); err != nil {
			return fmt.Errorf("state of before/: %w", err)
		}
	}
	shown, err := tf.show(ctx, c)
	if err != nil {
		return err
	}
	normal, err := normalise(shown)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(c.out, normal, 0o644)
}

// terraform is one working copy of a case.
type terraform struct {
	dir       string
	cliConfig string
	aws       string   // where the provider finds AWS
	env       []string // more of the environment
}

// show is the case's JSON as Terraform prints it.
func (tf terraform) show(ctx context.Context, c testCase) ([]byte, error) {
	if !isFile(filepath.Join(tf.dir, "main.tf")) {
		return tf.run(ctx, "show", "-json", stateFile)
	}
	args, err := lines(filepath.Join(tf.dir, "args"))
	if err != nil {
		return nil, err
	}
	if tf.env, err = lines(filepath.Join(tf.dir, "env")); err != nil {
		return nil, err
	}
	want, err := lines(filepath.Join(tf.dir, "error"))
	if err != nil {
		return nil, err
	}
	planned, err := tf.planJSON(ctx, args...)
	if err == nil && len(want) > 0 {
		return nil, fmt.Errorf("expected planning to fail with %q", want)
	}
	if err != nil && (len(want) == 0 || !strings.Contains(err.Error(), want[0])) {
		return nil, err
	}
	return planned, nil
}

// planJSON plans what is in the folder. Where planning fails after the plan
// was begun, both the error and the partial plan come back.
func (tf terraform) planJSON(ctx context.Context, args ...string) ([]byte, error) {
	if _, err := tf.run(ctx, "get", "-no-color"); err != nil {
		return nil, err
	}
	const file = "tfplan"
	command := []string{"plan", "-no-color", "-refresh=false", "-input=false", "-lock=false", "-out=" + file}
	_, planErr := tf.run(ctx, append(command, args...)...)
	if planErr != nil && !isFile(filepath.Join(tf.dir, file)) {
		return nil, planErr
	}
	defer os.Remove(filepath.Join(tf.dir, file))
	shown, err := tf.run(ctx, "show", "-json", file)
	return shown, errors.Join(planErr, err)
}

func (tf terraform) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "terraform", args...)
	cmd.Dir = tf.dir
	cmd.Env = append(providers.CleanEnvironment(),
		"TF_CLI_CONFIG_FILE="+tf.cliConfig,
		"TF_IN_AUTOMATION=1",
		"CHECKPOINT_DISABLE=1",
		"AWS_CONFIG_FILE="+os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
		"AWS_ENDPOINT_URL="+tf.aws,
	)
	cmd.Env = append(cmd.Env, tf.env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("terraform %s: %w\n%s", args[0], err, stderr.Bytes())
	}
	return stdout.Bytes(), nil
}

// lines are the non-empty lines of a file; none when there is no file.
func lines(path string) ([]string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := strings.Split(string(data), "\n")
	return slices.DeleteFunc(all, func(line string) bool { return line == "" }), nil
}
