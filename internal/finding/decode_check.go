package finding

import (
	"fmt"
	"regexp"
	"slices"
)

// check holds every value to what it may be; that it is there at all is [shape]'s.
func (r *Report) check() error {
	c := checker{
		digest:      regexp.MustCompile(`^[0-9a-f]{64}$`),
		fingerprint: regexp.MustCompile(`^[0-9a-f]{32}$`),
		date:        regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`),
	}
	c.that(r.Tool.Name == "cisbench", "/tool/name", "cisbench")
	if s := r.Shard; s != nil {
		c.that(s.Of >= 1 && s.Of <= MaxShards, "/shard/of", fmt.Sprintf("1 to %d", MaxShards))
		c.that(s.Number >= 1 && s.Number <= s.Of, "/shard/number", fmt.Sprintf("1 to %d", s.Of))
		c.that(s.Inputs >= 0, "/shard/inputs", "0 or more")
	}
	for i, in := range r.Inputs {
		c.input(fmt.Sprintf("/inputs/%d", i), in)
	}
	c.counts("/summary/controls", r.Summary.Controls)
	c.counts("/summary/findings", r.Summary.Findings.Counts)
	c.that(r.Summary.Findings.Waived >= 0, "/summary/findings/waived", "0 or more")
	for i, control := range r.Controls {
		c.control(fmt.Sprintf("/controls/%d", i), control)
	}
	if c.err != nil {
		return c.err
	}
	for i, f := range r.Findings {
		if err := c.finding(f); err != nil {
			return fmt.Errorf("/findings/%d%w", i, err)
		}
	}
	for i, d := range r.Diagnostics {
		place := fmt.Sprintf("/diagnostics/%d", i)
		c.that(slices.Contains([]DiagnosticSeverity{DiagnosticError, DiagnosticWarning, DiagnosticNote}, d.Severity),
			place+"/severity", "error, warning or note")
		c.location(place, d.Location)
	}
	return c.err
}

// checker keeps the first thing that is not as expected.
type checker struct {
	digest, fingerprint, date *regexp.Regexp
	err                       error
}

func (c *checker) that(ok bool, place, expected string) {
	if !ok && c.err == nil {
		c.err = fmt.Errorf("%s: expected %s", place, expected)
	}
}

func (c *checker) word(err error, place string) {
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("%s: %w", place, err)
	}
}

func (c *checker) input(place string, in Input) {
	c.that(in.Index >= 0, place+"/index", "0 or more")
	c.that(slices.Contains([]Kind{PlanInput, StateInput, SourceInput}, in.Kind), place+"/kind", "plan, state or source")
	c.that(in.SHA256 == "" || c.digest.MatchString(in.SHA256), place+"/sha256", "64 hexadecimal digits")
	c.that(in.Resources >= 0, place+"/resources", "0 or more")
	c.that(in.Assessed >= 0, place+"/assessed", "0 or more")
}

func (c *checker) counts(place string, counts Counts) {
	for _, s := range Statuses() {
		c.that(counts.Of(s) >= 0, place+"/"+string(s), "0 or more")
	}
}

func (c *checker) control(place string, control Control) {
	_, err := ParseStatus(string(control.Status))
	c.word(err, place+"/status")
	_, err = ParseSeverity(string(control.Severity))
	c.word(err, place+"/severity")
	c.that(control.Level >= 0 && control.Level <= 2, place+"/level", "0, 1 or 2")
}

// finding checks one finding. Its places are within it: there may be very many.
func (c *checker) finding(f Finding) error {
	_, err := ParseStatus(string(f.Status))
	c.word(err, "/status")
	c.that(c.fingerprint.MatchString(f.Fingerprint), "/fingerprint", "32 hexadecimal digits")
	c.that(f.Evidence == nil || len(f.Evidence) > 0, "/evidence", "a list that is not empty")
	c.that(f.Assumes == nil || len(f.Assumes) > 0, "/assumes", "a list that is not empty")
	c.location("", f.Location)
	if w := f.Waiver; w != nil {
		c.that(slices.Contains([]WaiverKind{FileWaiver, InlineWaiver, BaselineWaiver}, w.Kind), "/waiver/kind", "file, inline or baseline")
		c.that(w.Expires == "" || c.date.MatchString(w.Expires), "/waiver/expires", "a date as in 2026-12-31")
	}
	return c.err
}

func (c *checker) location(place string, l *Location) {
	if l == nil {
		return
	}
	c.that(l.StartLine >= 1, place+"/location/start_line", "1 or more")
	c.that(l.StartColumn >= 1, place+"/location/start_column", "1 or more")
	c.that(l.EndLine >= 1, place+"/location/end_line", "1 or more")
	c.that(l.EndColumn >= 1, place+"/location/end_column", "1 or more")
	for i, call := range l.ModuleCalls {
		c.that(call.Line >= 1, fmt.Sprintf("%s/location/module_calls/%d/line", place, i), "1 or more")
	}
}
