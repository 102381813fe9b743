package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/rhysd/actionlint"
)

// workflow holds one file to actionlint, as if it were alone.
func workflow(name string, content []byte) error {
	linter, err := newLinter()
	if err != nil {
		return err
	}
	problems, err := linter.Lint(name, content, nil)
	return found(problems, err)
}

// workflows holds all files of a repository's .github/workflows to actionlint, and
// what they give to the repository's own action and to each other to what these
// take.
func workflows(dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.yml"))
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return fmt.Errorf("%s: no workflows: expected files *.yml", dir)
	}
	project, err := actionlint.NewProject(filepath.Dir(filepath.Dir(dir)))
	if err != nil {
		return err
	}
	linter, err := newLinter()
	if err != nil {
		return err
	}
	problems, err := linter.LintFiles(paths, project)
	return found(problems, err)
}

func newLinter() (*actionlint.Linter, error) {
	return actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{Shellcheck: "shellcheck"})
}

func found(problems []*actionlint.Error, err error) error {
	errs := []error{err}
	for _, p := range problems {
		errs = append(errs, p)
	}
	return errors.Join(errs...)
}
