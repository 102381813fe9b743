package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// The most that is read of one file, in bytes. Terraform code is written by
// hand; what its functions read may be a chart or an archive.
const (
	maxSource = 4 << 20
	maxData   = 16 << 20
)

// Files gives access to the files below one directory, and to no others: every
// path is opened through [os.Root]. Symbolic links are followed as long as they
// stay inside. It is safe for concurrent use.
//
// Paths are slash-separated and relative to the root. They are cleaned as text,
// before any symbolic link is followed.
type Files struct {
	root    *os.Root
	changed map[string][]byte // contents that take the place of those on disk
	ignores func(string) bool // reports whether git ignores a file; nil for none
	data    dataDir
	opened  *sync.Map // of the regular files that were read, by path: [fs.FileInfo]

	program Program // whose reading of a module this is
	base    *Files  // the reading of no program, of the same files; nil for itself
	views   map[Program]*Files

	followed atomic.Int64 // paths whose links were followed, for tests

	mu       *sync.Mutex     // of views, and of what they share with each other
	direct   map[string]bool // directories that no link leads to
	listings map[string]func() ([]fs.DirEntry, error)
	modules  map[string]func() (*Module, diagnostics)
}

// Open gives access to the files below the directory root.
func Open(root string) (*Files, error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("opening a directory of Terraform source: %w", err)
	}
	return &Files{
		root:     r,
		mu:       &sync.Mutex{},
		direct:   map[string]bool{},
		opened:   &sync.Map{},
		views:    map[Program]*Files{},
		listings: map[string]func() ([]fs.DirEntry, error){},
		modules:  map[string]func() (*Module, diagnostics){},
	}, nil
}

// With gives access to the same files as they would be if one had other contents.
// What else was read is shared. It ends when the access to f does.
func (f *Files) With(name string, src []byte) (*Files, error) {
	clean, err := f.clean(name)
	if err != nil {
		return nil, fmt.Errorf("changing %s: %w", name, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	with := &Files{
		root: f.root, mu: &sync.Mutex{}, ignores: f.ignores, data: f.data, opened: f.opened, views: map[Program]*Files{},
		changed: maps.Clone(f.changed), direct: maps.Clone(f.direct), listings: maps.Clone(f.listings), modules: maps.Clone(f.modules),
	}
	if with.changed == nil {
		with.changed = map[string][]byte{}
	}
	with.changed[clean] = src
	delete(with.modules, path.Dir(clean))
	return with, nil
}

// Close ends the access. Modules that were read stay valid.
func (f *Files) Close() error { return f.root.Close() }

// Opened gives fn each file that was read so far, in no order.
func (f *Files) Opened(fn func(fs.FileInfo)) {
	f.opened.Range(func(_, file any) bool {
		fn(file.(fs.FileInfo))
		return true
	})
}

// Read returns the contents of a configuration file, which may have up to 4 MiB.
// Anything but a regular file is an error, and so is what belongs to git or to
// Terraform itself, and a link to what git ignores.
func (f *Files) Read(name string) ([]byte, error) { return f.readSource(name, false) }

func (f *Files) readSource(name string, ignored bool) ([]byte, error) {
	clean, err := f.clean(name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if err := f.admitted(clean, ignored); err != nil {
		return nil, fmt.Errorf("reading %s: it is not read: %w", clean, err)
	}
	return f.read(clean, maxSource)
}

// ReadData returns the contents of a file that an expression reads, as file()
// does. It may have up to 16 MiB. What git ignores is not read either.
func (f *Files) ReadData(name string) ([]byte, error) {
	clean, err := f.clean(name)
	if err == nil {
		err = cmp.Or(f.admitted(clean, false), private(clean))
	}
	if err == nil && f.Ignored(clean) {
		err = errIgnored
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return f.read(clean, maxData)
}

func (f *Files) read(clean string, limit int64) ([]byte, error) {
	if src, ok := f.changed[clean]; ok {
		return src, nil
	}
	file, size, err := f.open(clean, fs.FileMode.IsRegular)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", clean, err)
	}
	defer file.Close()
	data := bytes.NewBuffer(make([]byte, 0, min(size, limit)+bytes.MinRead))
	if _, err := data.ReadFrom(io.LimitReader(file, limit+1)); err != nil {
		return nil, fmt.Errorf("reading %s: %w", clean, plain(err))
	}
	if int64(data.Len()) > limit {
		return nil, fmt.Errorf("reading %s: size limit: expected at most %d MiB", clean, limit>>20)
	}
	return data.Bytes(), nil
}

// Dir lists a directory, sorted by name. The types are those of the entries
// themselves: a symbolic link is one, whatever it leads to. The list is shared
// and must not be changed.
func (f *Files) Dir(name string) ([]fs.DirEntry, error) {
	clean, err := f.clean(name)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", name, err)
	}
	if err := f.admitted(clean, true); err != nil {
		return nil, fmt.Errorf("listing %s: it is not read: %w", clean, err)
	}
	f.mu.Lock()
	list, ok := f.listings[clean]
	if !ok {
		list = sync.OnceValues(func() ([]fs.DirEntry, error) { return f.list(clean) })
		f.listings[clean] = list
	}
	f.mu.Unlock()
	return list()
}

// Holds reports whether a directory has an entry of the name, by its list.
func (f *Files) Holds(dir, name string) bool {
	entries, _ := f.Dir(dir)
	_, found := entryOf(entries, name)
	return found
}

func entryOf(entries []fs.DirEntry, name string) (int, bool) {
	return slices.BinarySearchFunc(entries, name, func(e fs.DirEntry, name string) int { return strings.Compare(e.Name(), name) })
}

func (f *Files) list(name string) ([]fs.DirEntry, error) {
	dir, _, err := f.open(name, fs.FileMode.IsDir)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", name, err)
	}
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", name, plain(err))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Target returns the directory that a link leads to, by its own path. It fails if the
// link leads to anything else; see [IsOutside].
func (f *Files) Target(name string) (string, error) {
	clean, err := f.clean(name)
	if err != nil {
		return "", fmt.Errorf("following %s: %w", name, err)
	}
	if err := f.admitted(clean, true); err != nil {
		return "", fmt.Errorf("following %s: it is not read: %w", clean, err)
	}
	real := f.resolved(clean)
	info, err := f.root.Stat(real)
	if err == nil {
		err = check(info.Mode(), fs.FileMode.IsDir)
	}
	if err != nil {
		return "", fmt.Errorf("following %s: %w", clean, plain(err))
	}
	return real, nil
}

// IsOutside reports whether an error is about what lies outside the root.
func IsOutside(err error) bool { return errors.Is(err, errOutside) }

// errOutside is the reason for what lies outside the root.
var errOutside = errors.New("it leads outside of the scanned directory, of which nothing is read")

func (f *Files) clean(name string) (string, error) {
	clean := path.Clean(name)
	if path.IsAbs(clean) || clean == ".." || strings.HasPrefix(clean, "../") {
		return "", errOutside
	}
	return clean, nil
}

// unwanted is the error for something other than a regular file, or than a
// directory.
type unwanted struct{ want, found string }

func (e unwanted) Error() string { return "expected " + e.want + ", found " + e.found }

// open opens what has the wanted type. It looks before it opens, since opening a
// device may do something, and again after, since the name may mean another file
// by then. O_NONBLOCK is for a FIFO that takes the place: nobody may ever write.
func (f *Files) open(name string, wanted func(fs.FileMode) bool) (*os.File, int64, error) {
	file, size, err := f.openAt(name, wanted)
	if errors.Is(err, errOutside) {
		// An absolute link, which [os.Root] does not follow, may lead inside.
		if real := f.resolved(name); real != name {
			return f.openAt(real, wanted)
		}
	}
	return file, size, err
}

func (f *Files) openAt(name string, wanted func(fs.FileMode) bool) (_ *os.File, size int64, _ error) {
	if !f.listed(name, wanted) {
		info, err := f.root.Stat(name)
		if err != nil {
			return nil, 0, plain(err)
		}
		if err := check(info.Mode(), wanted); err != nil {
			return nil, 0, err
		}
	}
	file, err := f.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, plain(err)
	}
	info, err := file.Stat()
	if err == nil {
		err = check(info.Mode(), wanted)
	}
	if err != nil {
		file.Close()
		return nil, 0, plain(err)
	}
	if info.Mode().IsRegular() {
		f.opened.Store(name, info)
	}
	return file, info.Size(), nil
}

// listed reports whether the list of a directory says that the name has the
// wanted type: looking at thousands of files one by one takes as long as reading
// them. It lists no directory for that.
func (f *Files) listed(name string, wanted func(fs.FileMode) bool) bool {
	f.mu.Lock()
	list, ok := f.listings[path.Dir(name)]
	f.mu.Unlock()
	if !ok || name == "." {
		return false
	}
	entries, err := list()
	if err != nil {
		return false
	}
	i, found := entryOf(entries, path.Base(name))
	return found && wanted(entries[i].Type())
}

func check(mode fs.FileMode, wanted func(fs.FileMode) bool) error {
	if wanted(mode) {
		return nil
	}
	want := "a regular file"
	if wanted(fs.ModeDir) {
		want = "a directory"
	}
	return unwanted{want, kind(mode)}
}

func kind(mode fs.FileMode) string {
	switch mode.Type() {
	case 0:
		return "a regular file"
	case fs.ModeDir:
		return "a directory"
	case fs.ModeNamedPipe:
		return "a FIFO"
	case fs.ModeSocket:
		return "a socket"
	}
	return "a device"
}

// plain takes the operation and the path off an error: the reader is told
// neither twice.
func plain(err error) error {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return err
	}
	// os.Root has no exported error for a path that escapes.
	if strings.Contains(at.Err.Error(), "escapes") {
		return errOutside
	}
	return at.Err
}
