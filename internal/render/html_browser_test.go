package render

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// tab is a page in a real browser, and what the browser complained about.
type tab struct {
	*testing.T
	ctx context.Context

	mu         sync.Mutex
	complaints []string // console, exceptions, and what the policy forbade
	requests   []string // but for the page itself
}

// browser starts Chromium, and returns a function that opens a page in it.
func browser(t *testing.T) func(t *testing.T, r *finding.Report) *tab {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium on PATH: what the page does in a browser is not tested")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Flag("force-prefers-reduced-motion", true)) // a click aims at where things are, not at where they go
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // which Chromium refuses to set up for root
	}
	start := func() (context.Context, error) {
		allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
		ctx, cancel := chromedp.NewContext(allocator)
		if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
			cancel()
			stop()
			return nil, err
		}
		t.Cleanup(func() { cancel(); stop() })
		return ctx, nil
	}
	ctx, err := start()
	for range 2 { // on a busy machine it dies now and then before it is up
		if err == nil {
			break
		}
		ctx, err = start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T, r *finding.Report) *tab {
		t.Helper()
		file := filepath.Join(t.TempDir(), "report.html")
		if err := os.WriteFile(file, htmlOf(t, r), 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := chromedp.NewContext(ctx)
		t.Cleanup(cancel)
		one := &tab{T: t, ctx: ctx}
		if err := chromedp.Listen(ctx, one.note); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
			t.Fatal(err)
		}
		one.open("file://" + file)
		return one
	}
}

func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		b.complaints = append(b.complaints, fmt.Sprintf("console: %s", e.Args[0].Value))
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, "log: "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file://") || !strings.HasSuffix(strings.Split(e.Request.URL, "#")[0], "/report.html") {
			b.requests = append(b.requests, e.Request.URL)
		}
	}
}

func (b *tab) open(url string) { b.Helper(); b.do(chromedp.Navigate(url)) }

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func (b *tab) script(text string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](text+"; 0")); err != nil {
		b.Fatal(err)
	}
}

// patience is how often a page is asked before what it says counts: a page needs a
// moment, and on a busy machine many.
const patience = 2_000

// is polls an expression until it is what is wanted.
func is[T comparable](b *tab, expression string, want T) {
	b.Helper()
	var got T
	var err error
	for range patience {
		if got, err = chromedp.Run(b.ctx, chromedp.Evaluate[T](expression)); err == nil && got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.Errorf("%s is %v, want %v (%v)", expression, got, want, err)
}

// press presses a key until the expression holds, as somebody does who walks
// through a page.
func (b *tab) press(key, expression string) {
	b.Helper()
	for range 300 {
		b.do(chromedp.KeyEvent(key))
		if reached, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err != nil {
			b.Fatal(err)
		} else if reached {
			return
		}
	}
	b.Fatalf("no key leads to where %s", expression)
}

func (b *tab) quiet() {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.Errorf("the browser complains: %s", c)
	}
	for _, r := range b.requests {
		b.Errorf("the page asks for %s", r)
	}
}

func (b *tab) viewport(width int64, media string, features ...*emulation.MediaFeature) {
	b.Helper()
	size := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 500}
	if _, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, size); err != nil {
		b.Fatal(err)
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: features}); err != nil {
		b.Fatal(err)
	}
}

// Words of the page's state, for expressions.
const (
	visible  = `[...document.querySelectorAll(".finding")].filter(f => !f.hidden && !f.closest("[hidden]")).length`
	counted  = `document.getElementById("shown").textContent`
	hash     = `location.hash`
	focused  = `document.activeElement.id || document.activeElement.name || document.activeElement.className`
	chip     = `[name=status][value=fail]`
	tabulate = "\t"
	enter    = "\r"
)

func TestHTMLInABrowser(t *testing.T) {
	open := browser(t)
	insecure := func(t *testing.T) *finding.Report { return storedIn(t, "testdata/html")["insecure"] }

	t.Run("filters", func(t *testing.T) {
		r := insecure(t)
		b := open(t, r)
		fails, manual := r.Summary.Findings.Fail, r.Summary.Findings.Manual
		all := len(r.Findings)
		is(b, visible, all)
		is(b, counted, fmt.Sprintf("%d findings", all))
		b.do(chromedp.Click(chromedp.CSS(`label.chip.s-fail`)))
		is(b, visible, fails)
		is(b, counted, fmt.Sprintf("%d of %d findings", fails, all))
		is(b, hash, "#status=fail")
		b.do(chromedp.Click(chromedp.CSS(`label.chip.s-manual`)))
		is(b, visible, fails+manual)
		is(b, hash, "#status=fail%2Cmanual")
		b.do(chromedp.SendKeys(chromedp.CSS(`[name=q]`), "AWS_lb HTTP "))
		is(b, visible, 1)
		is(b, `document.querySelectorAll(".control:not([hidden])").length`, 1)
		b.do(chromedp.SendKeys(chromedp.CSS(`[name=q]`), "nowhere"))
		is(b, visible, 0)
		is(b, `document.getElementById("none").hidden`, false)
		b.do(chromedp.Click(chromedp.CSS(`[type=reset]`)))
		is(b, visible, all)
		is(b, hash, "")
		b.do(chromedp.Click(chromedp.CSS(`.tile[data-control="5.2.1"]`)))
		is(b, visible, 2)
		is(b, hash, "#control=5.2.1")
		is(b, `document.querySelector(".tile[aria-current]").dataset.control`, "5.2.1")
		b.do(chromedp.Click(chromedp.CSS(`.tile[data-control="5.2.1"]`)))
		is(b, visible, all)
		b.do(chromedp.SetValue(chromedp.CSS(`[name=severity]`), "high"),
			chromedp.Click(chromedp.CSS(`label.chip.s-fail`)))
		is(b, hash, "#severity=high&status=fail")
		is(b, visible, 6)
		b.quiet()
	})
	t.Run("the address keeps the filters", func(t *testing.T) {
		b := open(t, insecure(t))
		b.script(`location.hash = "control=5.4.3&status=fail&q=public"`)
		is(b, visible, 1)
		b.do(chromedp.Reload())
		is(b, visible, 1)
		is(b, `document.querySelector("[name=q]").value`, "public")
		is(b, `document.querySelector("`+chip+`").checked`, true)
		b.quiet()
	})
	t.Run("inputs", func(t *testing.T) {
		r := storedIn(t, "testdata/html")["fleet"]
		b := open(t, r)
		second := 0
		for _, f := range r.Findings {
			if f.Input == 1 {
				second++
			}
		}
		b.do(chromedp.Click(chromedp.CSS(`.fleet th a[data-input="1"]`)))
		is(b, visible, second)
		is(b, hash, "#input=1")
		b.do(chromedp.Click(chromedp.CSS(`.fleet td a[data-input="0"][data-control="5.1.1"]`)))
		is(b, hash, "#control=5.1.1&input=0")
		is(b, visible, 1)
		b.quiet()
	})
	t.Run("keyboard", func(t *testing.T) {
		r := insecure(t)
		b := open(t, r)
		b.do(chromedp.KeyEvent(tabulate))
		is(b, focused, "skip")
		b.do(chromedp.KeyEvent(enter))
		is(b, hash, "#findings")
		b.press(tabulate, `document.activeElement.name === "q"`)
		b.do(chromedp.KeyEvent("vpc"))
		is(b, `Number(`+counted+`.split(" ")[0]) < 14`, true)
		b.press("\b", `document.activeElement.value === ""`)
		b.press(tabulate, `document.activeElement.matches("`+chip+`")`)
		b.do(chromedp.KeyEvent(" "))
		is(b, visible, r.Summary.Findings.Fail)
		b.press(tabulate, `document.activeElement.matches(".finding > summary")`)
		is(b, `document.activeElement.parentElement.open`, true)
		b.do(chromedp.KeyEvent(enter))
		is(b, `document.activeElement.parentElement.open`, false)
		b.quiet()
	})
	t.Run("drawing", func(t *testing.T) {
		b := open(t, insecure(t))
		b.do(chromedp.Click(chromedp.CSS(`label.chip.s-manual`))) // hides what the node leads to
		b.do(chromedp.Focus(chromedp.CSS(`a.node[aria-label^="Listener"]`)))
		is(b, `document.querySelectorAll(".wire.on").length`, 1)
		for range 2 { // again does not change the address
			b.do(chromedp.Click(chromedp.CSS(`a.node[aria-label^="Listener"]`)))
			is(b, `document.activeElement.closest(".finding").querySelector(".address").textContent`, "aws_lb_listener.http")
			is(b, `document.activeElement.closest(".finding").open`, true)
			b.script(`document.activeElement.closest(".finding").open = false`)
		}
		is(b, `document.querySelectorAll(".graph .node").length === document.querySelectorAll(".alternative tbody tr").length`, true)
		b.quiet()
	})
	t.Run("narrow and wide", func(t *testing.T) {
		for _, r := range storedIn(t, "testdata/html") {
			b := open(t, r)
			for _, width := range []int64{360, 768, 1440, 2560} {
				b.viewport(width, "screen")
				is(b, fmt.Sprintf(`document.documentElement.scrollWidth <= %d`, width), true)
			}
			b.quiet()
		}
	})
	t.Run("dark", func(t *testing.T) {
		b := open(t, insecure(t))
		const ground = `getComputedStyle(document.body).backgroundColor`
		b.viewport(1440, "screen", &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "light"})
		light, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](ground))
		if err != nil {
			t.Fatal(err)
		}
		b.viewport(1440, "screen", &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"})
		is(b, ground+` !== "`+light+`"`, true)
		b.quiet()
	})
	t.Run("on paper", func(t *testing.T) {
		b := open(t, insecure(t))
		const shown = `[...document.querySelectorAll(".finding dl, .mend p, .alternative table")].filter(e => !e.checkVisibility({contentVisibilityAuto: false})).length`
		is(b, shown+` > 0`, true)
		b.viewport(800, "print")
		is(b, shown, 0)
		is(b, `getComputedStyle(document.getElementById("filters")).display`, "none")
		b.quiet()
	})
	t.Run("without scripts", func(t *testing.T) {
		r := insecure(t)
		b := open(t, r)
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		b.do(chromedp.Reload())
		is(b, `document.getElementById("filters").checkVisibility()`, false)
		is(b, `[...document.querySelectorAll(".finding > summary")].filter(s => s.checkVisibility()).length`, len(r.Findings))
		b.quiet()
	})
	t.Run("hostile names", func(t *testing.T) {
		for _, hostile := range []string{
			`</script><script>pwned=1</script>`, `"><img src="http://127.0.0.1:9/x" onerror="pwned=1">`,
			`</title></style></text></svg><iframe src="javascript:parent.pwned=1"></iframe>`, `'><a href="javascript:pwned=1" autofocus onfocus="pwned=1">x`,
		} {
			r := insecure(t)
			rename(r, hostile)
			b := open(t, r)
			is(b, `typeof pwned`, "undefined")
			is(b, `document.scripts.length`, 1)
			is(b, `document.querySelectorAll("img, iframe, object, embed, [onerror], [onfocus], a[href^=javascript]").length`, 0)
			is(b, `document.querySelector(".finding .message").textContent.includes(`+fmt.Sprintf("%q", hostile)+`)`, true)
			is(b, visible, len(r.Findings))
			b.quiet()
		}
	})
	// If the policy did not hold, nothing above would tell.
	t.Run("the policy holds", func(t *testing.T) {
		b := open(t, insecure(t))
		b.script(`{
			const script = document.createElement("script"); script.textContent = "pwned = 1"; document.body.append(script);
			const image = document.createElement("img"); image.src = "http://127.0.0.1:9/x"; document.body.append(image);
			document.body.setAttribute("style", "display: none") }`)
		is(b, `typeof pwned`, "undefined")
		is(b, `getComputedStyle(document.body).display`, "block")
		for range patience {
			b.mu.Lock()
			n := len(b.complaints)
			b.mu.Unlock()
			if n >= 3 {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.complaints) < 3 {
			t.Errorf("the browser forbade fewer than three things: %v", b.complaints)
		}
	})
}
