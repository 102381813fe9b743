package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/baseline"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// waiverFlags say what keeps a failure from counting.
type waiverFlags struct {
	file     string
	baseline string
	write    string
	noInline bool
}

func (w *waiverFlags) add(c *cobra.Command) {
	w.addFiles(c)
	c.Flags().BoolVar(&w.noInline, "no-inline", false, "do not read cisbench:ignore comments in source")
}

func (w *waiverFlags) addFiles(c *cobra.Command) {
	c.Flags().StringVar(&w.file, "waivers", "", "`file` of failures that do not count, for whom and until when")
	c.Flags().StringVar(&w.baseline, "baseline", "", "`file` of failures that were known: only new ones count")
}

func (w *waiverFlags) addWrite(c *cobra.Command) {
	c.Flags().StringVar(&w.write, "write-baseline", "", "write a baseline of what fails to this `file`; changes nothing else")
}

// read reads the files. The flags have been resolved, so that an empty one was
// not given, or was given as an unset variable.
func (w *waiverFlags) read(c *cobra.Command, today time.Time) (assess.Waivers, error) {
	all := assess.Waivers{Today: today}
	for name, path := range map[string]string{"waivers": w.file, "baseline": w.baseline, "write-baseline": w.write} {
		if path == "" && c.Flags().Changed(name) {
			return all, fmt.Errorf("--%s: expected the path of a file, found none; is a variable unset?", name)
		}
	}
	if w.file != "" {
		data, err := readSmall(w.file)
		if err != nil {
			return all, fmt.Errorf("reading waivers: %w", err)
		}
		if all.File, err = setting.DecodeWaivers(w.file, data); err != nil {
			return all, err
		}
	}
	if w.baseline != "" {
		data, err := readAtMost(w.baseline, baseline.MaxBytes)
		if errors.Is(err, fs.ErrNotExist) && w.write != "" && filepath.Clean(w.write) == filepath.Clean(w.baseline) {
			return all, nil // this scan writes the first one
		}
		if err != nil {
			return all, fmt.Errorf("reading the baseline: %w; --write-baseline makes one", err)
		}
		known, err := baseline.Decode(w.baseline, data)
		if err != nil {
			return all, err
		}
		all.Baseline, all.BaselineName = &known, w.baseline
	}
	return all, nil
}

// writeBaseline writes the failures of a report that is whole. What was not
// scanned would be new in the next scan.
func (w *waiverFlags) writeBaseline(r *finding.Report, broken bool, out *outlet) error {
	if w.write == "" {
		return nil
	}
	content, err := baseline.Of(r).Encode()
	switch {
	case err != nil:
	case broken:
		err = errors.New("an input was not scanned, and what fails in it would be missing")
	case r.Shard != nil:
		err = errors.New("a shard knows but a part of what fails: expected a scan without --shard")
	default:
		err = out.replace(w.write, render.EscapeJSON(content))
	}
	if err != nil {
		return fmt.Errorf("writing the baseline %s: %w", w.write, err)
	}
	return nil
}
