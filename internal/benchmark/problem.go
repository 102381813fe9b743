package benchmark

import (
	"errors"
	"fmt"
)

// maxProblems bounds how much of a thoroughly wrong file is told at once.
const maxProblems = 10

// problem is one thing wrong with a file. Lines count from 1.
type problem struct {
	line int
	text string
}

type problems []problem

func (p *problems) add(line int, format string, args ...any) {
	*p = append(*p, problem{max(line, 1), fmt.Sprintf(format, args...)})
}

// in words the problems as one error about the file called name.
func (p problems) in(name string) error {
	var all []error
	for i, one := range p {
		if i == maxProblems {
			all = append(all, fmt.Errorf("%s: %d more problems", name, len(p)-i))
			break
		}
		all = append(all, fmt.Errorf("%s:%d: %s", name, one.line, one.text))
	}
	return errors.Join(all...)
}
