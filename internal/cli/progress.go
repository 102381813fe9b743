package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// progress is a line on a terminal that tells a person how far a long scan is.
// It is gone when the scan is done. The zero progress shows nothing.
type progress struct {
	out   io.Writer // nil: nobody watches
	now   func() time.Time
	start time.Time
	last  time.Time // when the line was drawn; zero: never
}

// A scan that is done sooner than patience needs no line, and nobody reads one
// that changes more often than pace.
const (
	patience = 500 * time.Millisecond
	pace     = 100 * time.Millisecond
)

// progress begins a scan. Where standard error is no terminal, and in a CI job,
// which may pretend to have one, the line would be noise in a log.
func (a *app) progress(quiet bool) *progress {
	f, ok := a.console.(*os.File)
	if !ok || quiet || a.env("CI") != "" || a.env("TF_BUILD") != "" || a.env("TERM") == "dumb" || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	return &progress{out: f, now: time.Now, start: time.Now()}
}

// show draws the line anew. A scan of one input has nothing to count.
func (p *progress) show(done, total int) {
	if p.out == nil || total < 2 {
		return
	}
	now := p.now()
	if now.Sub(p.start) < patience || now.Sub(p.last) < pace {
		return
	}
	p.last = now
	fmt.Fprintf(p.out, "\r\x1b[Kscanned %d of %d inputs", done, total)
}

// end takes the line away.
func (p *progress) end() {
	if !p.last.IsZero() {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
