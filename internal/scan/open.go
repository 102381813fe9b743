package scan

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// file is an input that is open for reading at any place.
type file struct {
	*os.File
	size      int64
	digest    string // of the input, where this is not the input itself
	temporary bool   // to be removed with the last use
}

// Close also removes a temporary file where it still has its name: Windows does
// not let go of the name of an open file.
func (f *file) Close() error {
	err := f.File.Close()
	if f.temporary {
		_ = os.Remove(f.Name()) // gone already, elsewhere
	}
	return err
}

// open opens an input. Only regular files are read, since a pipe or a device
// has no end that one could rely on; what comes through a pipe is "-".
func (in input) open(ctx context.Context, o Options) (*file, error) {
	if in.path == "-" {
		return piped(interruptibleStream{ctx, o.Stdin})
	}
	info, err := os.Stat(in.path)
	switch {
	case err != nil:
		return nil, cause(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("not a regular file; to read from a pipe, give - and redirect it to standard input")
	}
	f, err := os.Open(in.path)
	if err != nil {
		return nil, cause(err)
	}
	binary, err := isZip(f)
	switch {
	case err == nil && !binary:
		return &file{File: f, size: info.Size()}, nil
	case err == nil:
		err = in.mayShow(o)
	}
	defer f.Close() // only read from
	if err == nil {
		err = checkArchive(f, info.Size())
	}
	if err != nil {
		return nil, err
	}
	digest, err := sum(f)
	if err != nil {
		return nil, err
	}
	shown, err := show(ctx, in.path, cmp.Or(o.showLimit, showLimit))
	if err != nil {
		return nil, err
	}
	shown.digest = digest
	return shown, nil
}

// isZip recognises the plan file that "terraform plan -out" writes, by the
// signature of a zip archive's first entry.
func isZip(f *os.File) (bool, error) {
	var head [4]byte
	n, err := f.ReadAt(head[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, cause(err)
	}
	return string(head[:n]) == "PK\x03\x04", nil
}

func sum(f *os.File) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", cause(err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// piped opens standard input. Terraform reads a binary plan where its providers
// are installed, and what comes through a pipe comes from no directory.
func piped(r io.Reader) (*file, error) {
	f, err := spool(r)
	if err != nil {
		return nil, err
	}
	binary, err := isZip(f.File)
	if err == nil && binary {
		err = errPipe
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// interruptible is a file whose reading ends with the context.
type interruptible struct {
	ctx  context.Context
	file io.ReaderAt
}

func (r interruptible) ReadAt(p []byte, off int64) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.file.ReadAt(p, off)
}

// interruptibleStream is a stream whose reading ends with the context, between two
// reads.
type interruptibleStream struct {
	ctx    context.Context
	stream io.Reader
}

func (r interruptibleStream) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.stream.Read(p)
}

// spool keeps what can be read only once in a temporary file.
func spool(r io.Reader) (*file, error) {
	f, err := temporary()
	if err != nil {
		return nil, err
	}
	if f.size, err = io.Copy(f.File, r); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// temporary makes a file for a plan, which may hold secrets: the file is the
// user's alone (CreateTemp makes it 0600) and, where the system can do that, has
// no name any more when anything is written to it.
func temporary() (*file, error) {
	f, err := os.CreateTemp("", "cisbench-*")
	if err != nil {
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	_ = os.Remove(f.Name()) // else Close does it
	return &file{File: f, temporary: true}, nil
}

// cause takes the path out of an error to which the path is added anyway.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
