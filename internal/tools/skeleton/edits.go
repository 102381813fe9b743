package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"golang.org/x/tools/txtar"
)

// edits are changed files, by slash-separated paths relative to the repository's root.
// A change that does not fit is a problem, and then nothing is written.
type edits struct {
	root     string
	files    map[string]string
	problems []error // nil if an edit fits
}

func (e *edits) fail(path, problem string, args ...any) {
	e.problems = append(e.problems, fmt.Errorf("%s: "+problem, append([]any{path}, args...)...))
}

// read returns a file as the edits so far leave it.
func (e *edits) read(path string) string {
	if content, ok := e.files[path]; ok {
		return content
	}
	content, err := os.ReadFile(filepath.Join(e.root, filepath.FromSlash(path)))
	e.problems = append(e.problems, err)
	return string(content)
}

func (e *edits) set(path, content string) {
	if strings.HasSuffix(path, ".go") {
		formatted, err := format.Source([]byte(content))
		if err != nil {
			e.fail(path, "%w", err)
		}
		content = string(formatted)
	}
	e.files[path] = content
}

// create makes the files of an archive in txtar format, which is a template.
func (e *edits) create(archive string, data any) {
	var out bytes.Buffer
	e.problems = append(e.problems, template.Must(template.New("").Parse(archive)).Execute(&out, data))
	// The go command builds files whose names end so only on some systems, or in tests.
	constrained := regexp.MustCompile(`_(test|linux|windows|darwin|unix|js|wasm|arm|arm64|amd64)\.go$`)
	for _, f := range txtar.Parse(out.Bytes()).Files {
		_, err := os.Lstat(filepath.Join(e.root, filepath.FromSlash(f.Name)))
		if !errors.Is(err, fs.ErrNotExist) || constrained.MatchString(f.Name) {
			e.fail(f.Name, "expected a name that is not taken, and that the go command builds everywhere")
			continue
		}
		e.set(f.Name, string(f.Data))
	}
}

// insert adds text after the first group of the anchor's last match.
func (e *edits) insert(path, anchor, text string) {
	content := e.read(path)
	matches := regexp.MustCompile(anchor).FindAllStringSubmatchIndex(content, -1)
	if len(matches) == 0 {
		e.fail(path, "expected a match of %s, to insert text after it", anchor)
		return
	}
	end := matches[len(matches)-1][3]
	e.set(path, content[:end]+text+content[end:])
}

// element adds an element to the list that a function of a Go file returns, after
// the last element that begins with the prefix.
func (e *edits) element(path, function, prefix, element string) {
	content := e.read(path)
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, content, parser.SkipObjectResolution)
	if err != nil {
		e.fail(path, "%w", err)
		return
	}
	at := -1
	for _, decl := range file.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Name.Name != function {
			continue
		}
		result, ok := fn.Body.List[len(fn.Body.List)-1].(*ast.ReturnStmt)
		if !ok {
			continue
		}
		list, _ := result.Results[0].(*ast.CompositeLit)
		for i := 0; list != nil && i < len(list.Elts); i++ {
			if strings.HasPrefix(content[set.Position(list.Elts[i].Pos()).Offset:], prefix) {
				at = set.Position(list.Elts[i].End()).Offset
			}
		}
	}
	if at < 0 || content[at] != ',' {
		e.fail(path, "expected that %s ends by returning a list with an element that begins with %q, on a line of its own", function, prefix)
		return
	}
	at += strings.IndexByte(content[at:], '\n') + 1 // after a comment on the line
	e.set(path, content[:at]+element+",\n"+content[at:])
}

// write writes all files, unless there is a problem, and lists them.
func (e *edits) write() error {
	if err := errors.Join(e.problems...); err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(e.files)) {
		full := filepath.Join(e.root, filepath.FromSlash(path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(e.files[path]), 0o644)); err != nil {
			return err
		}
		fmt.Println(path)
	}
	_, err := fmt.Println("\nCONTRIBUTING.md says what to write next.")
	return err
}
