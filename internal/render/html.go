package render

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

//go:embed html
var htmlFiles embed.FS

// HTML writes one page that needs nothing else: no other file, no network, and
// no script for what matters. Its content security policy admits its own style
// and script, by their hashes, and nothing besides.
//
// The page shows at most [maxHTMLFindings] findings, and as many bytes of them
// as [maxHTMLBytes]; it says how many it leaves out.
func HTML(w io.Writer, r *finding.Report, v View) error {
	page, err := newHTMLPage(r, v)
	if err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	t, err := template.New("page.html").Funcs(template.FuncMap{"plural": count}).ParseFS(htmlFiles, "html/*.html")
	if err != nil {
		return fmt.Errorf("reading the page's template: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, page); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	_, err = w.Write(out.Bytes())
	return err
}

// htmlAsset is a style or a script of ours, with what the policy calls it.
type htmlAsset struct {
	text string
	Hash string
}

func newHTMLAsset(name string) (htmlAsset, error) {
	data, err := htmlFiles.ReadFile("html/" + name)
	if err != nil {
		return htmlAsset{}, err
	}
	sum := sha256.Sum256(data)
	return htmlAsset{string(data), "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"}, nil
}

// CSS is the asset as a style. It comes from this program, never from a report.
func (a htmlAsset) CSS() template.CSS { return template.CSS(a.text) }

// JS is the asset as a script. It comes from this program, never from a report.
func (a htmlAsset) JS() template.JS { return template.JS(a.text) }
