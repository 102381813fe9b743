// Package page holds what a control's page shows beside the catalogue: a
// configuration that fails it and one that passes, each with what a scan says.
//
// Both are cases that the controls are tested with, and the output is the
// program's own: a test makes examples.json anew and compares. How a page is laid
// out, in a terminal or in Markdown, is the command line's business.
package page

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed examples.json
var examples []byte

// Examples are the configurations of one control.
type Examples struct {
	Key  string  `json:"key"` // of the control
	Bad  Example `json:"bad"`
	Good Example `json:"good"`
}

// Example is a configuration and what a scan of it prints.
type Example struct {
	Case     string `json:"case"`               // its folder among the control's cases
	Source   string `json:"source"`             // main.tf
	Settings string `json:"settings,omitempty"` // .cisbench.yaml, where it needs one
	Command  string `json:"command"`            // behind the program's name
	Output   string `json:"output"`
}

// All returns the examples of every control, in the order of keys.
func All() ([]Examples, error) {
	var all []Examples
	if err := json.Unmarshal(examples, &all); err != nil {
		return nil, fmt.Errorf("reading the examples of controls: %w", err)
	}
	return all, nil
}

// Find returns the examples of a control by its key; ok is false for one without,
// as a user's own is.
func Find(key string) (found Examples, ok bool) {
	all, err := All()
	if err != nil {
		return Examples{}, false
	}
	for _, e := range all {
		if e.Key == key {
			return e, true
		}
	}
	return Examples{}, false
}
