package scan

import (
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
	size   int64
	digest string // of the input, where this is not the input itself
}

var (
	errSource = errors.New("scanning source is not supported yet; give a plan: terraform show -json tfplan > plan.json")
	errExec   = errors.New("a binary plan that a pattern matched: Terraform would run the providers of its directory to read it; " +
		"name the file itself, or allow it with --allow-exec")
)

// open opens an input. Only regular files are read, since a pipe or a device
// has no end that one could rely on; what comes through a pipe is "-".
func (in input) open(ctx context.Context, o Options) (*file, error) {
	if in.path == "-" {
		return spool(o.Stdin)
	}
	info, err := os.Stat(in.path)
	switch {
	case err != nil:
		return nil, cause(err)
	case info.IsDir():
		return nil, errSource
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
	case err == nil && in.matched && !o.AllowExec:
		err = errExec
	}
	defer f.Close() // only read from
	if err != nil {
		return nil, err
	}
	digest, err := sum(f)
	if err != nil {
		return nil, err
	}
	shown, err := show(ctx, in.path)
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

// spool keeps what can be read only once in a temporary file. A plan may hold
// secrets: the file is the user's alone (CreateTemp makes it 0600) and has no
// name any more when anything is written to it.
func spool(r io.Reader) (*file, error) {
	f, err := unnamed()
	if err != nil {
		return nil, err
	}
	size, err := io.Copy(f, r)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("reading standard input: %w", err)
	}
	return &file{File: f, size: size}, nil
}

func unnamed() (*os.File, error) {
	f, err := os.CreateTemp("", "cisbench-*")
	if err != nil {
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	return f, nil
}

// cause takes the path out of an error to which the path is added anyway.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
