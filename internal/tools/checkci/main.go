// Command checkci holds CI configuration to what reads it: GitHub workflows to
// actionlint, GitLab's to its schema, Kubernetes objects to the types of its API.
// It is given the examples, or a repository's .github/workflows.
//
// It runs none of them; a test of the repository does that. Azure and Atlantis
// publish nothing that could be used here.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/santhosh-tekuri/jsonschema/v6"
	batch "k8s.io/api/batch/v1"
	"sigs.k8s.io/yaml"
)

// gitlab is the JSON Schema that GitLab publishes for .gitlab-ci.yml, under the
// MIT licence, as the npm package gitlab-ci-local 4.64.1 (MIT too) carries it.
//
//go:embed gitlab-ci.schema.json
var gitlab []byte

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: checkci DIRECTORY")
		os.Exit(2)
	}
	hold := check
	if filepath.Base(os.Args[1]) == "workflows" {
		hold = workflows
	}
	if err := hold(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(dir string) error {
	var errs []error
	for name, hold := range map[string]func(string, []byte) error{
		"github-actions.yml":    workflow,
		"gitlab-ci.yml":         pipeline,
		"kubernetes-scan.yaml":  job,
		"kubernetes-merge.yaml": job,
	} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = hold(name, content)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

func pipeline(_ string, content []byte) error {
	compiler := jsonschema.NewCompiler()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(gitlab))
	if err != nil {
		return err
	}
	if err := compiler.AddResource("gitlab-ci.json", document); err != nil {
		return err
	}
	schema, err := compiler.Compile("gitlab-ci.json")
	if err != nil {
		return err
	}
	asJSON, err := yaml.YAMLToJSONStrict(content)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

func job(_ string, content []byte) error {
	var j batch.Job
	if err := yaml.UnmarshalStrict(content, &j); err != nil {
		return err
	}
	if j.APIVersion != "batch/v1" || j.Kind != "Job" {
		return fmt.Errorf("%s %s: expected a batch/v1 Job", j.APIVersion, j.Kind)
	}
	return nil
}
