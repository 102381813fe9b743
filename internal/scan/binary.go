package scan

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Exec says on which binary plans Terraform is run to read them. It starts the
// providers that are installed in the plan's directory.
type Exec int

const (
	ExecNamed   Exec = iota // on those that a path names
	ExecMatched             // also on those that a pattern matches
	ExecNever               // on none
)

const showCommand = "terraform show -json tfplan > plan.json"

var (
	errMatched = errors.New("a binary plan that a pattern matched: Terraform would run the providers of its directory to read it; " +
		"name the file itself, or allow it with --allow-exec, or give its JSON: " + showCommand)
	errNever = errors.New("a binary plan, and --allow-exec is false: Terraform would run the providers of its directory to read it; " +
		"give its JSON: " + showCommand)
	errName = errors.New("a binary plan whose name ends in .json, on which Terraform is not run; give its JSON: " + showCommand)
	errPipe = errors.New("a binary plan; give its path, or pipe its JSON: terraform show -json tfplan")
)

// mayShow returns why Terraform may not be run on a binary plan. Who writes a
// branch chooses its files: only a person who names one runs something.
func (in input) mayShow(o Options) error {
	switch {
	case o.Exec == ExecNever || o.Source.Hook: // which takes no binary plan for an input as it is
		return errNever
	case in.matched && o.Exec != ExecMatched:
		return errMatched
	}
	real, err := filepath.EvalSymlinks(in.path)
	if err != nil {
		return cause(err)
	}
	for _, name := range []string{in.path, real} {
		// Windows opens "plan.json." as plan.json.
		if strings.HasSuffix(strings.ToLower(strings.TrimRight(name, ". ")), ".json") {
			return errName
		}
	}
	return nil
}

// The most that the archive of a plan may hold: Terraform reads its files into
// memory.
const (
	maxUnpacked  = 1 << 30 // bytes of all its files
	maxRatio     = 200     // of a file's size to its size in the archive
	maxDirectory = 8 << 20 // bytes of the archive's directory
)

// checkArchive returns an error for an archive that terraform plan does not
// write, or that takes too much memory. The sizes that its directory states are
// held against what is in it.
func checkArchive(f *os.File, size int64) error {
	directory := &limited{f, maxDirectory}
	archive, err := zip.NewReader(directory, size)
	if err != nil {
		return fmt.Errorf("it begins like a binary plan, and cannot be read as one: %w", err)
	}
	directory.left = 1 << 62
	left := uint64(maxUnpacked)
	for _, entry := range archive.File {
		switch unpacked := entry.UncompressedSize64; {
		case !ofPlan(entry.Name):
			return fmt.Errorf("it begins like a binary plan, and holds %q, which a plan does not have", entry.Name)
		case unpacked > left:
			return errors.New("a binary plan that holds more than 1 GB; give its JSON: " + showCommand)
		case unpacked > maxRatio*max(entry.CompressedSize64, 1):
			return fmt.Errorf("a binary plan whose %s is compressed to less than 1/%d; give its JSON: %s", entry.Name, maxRatio, showCommand)
		default:
			left -= unpacked
		}
	}
	for _, entry := range archive.File {
		content, err := entry.Open()
		if err == nil {
			_, err = io.CopyN(io.Discard, content, int64(entry.UncompressedSize64)+1)
			content.Close()
		}
		if err != io.EOF { // which comes with the sum that the directory states
			return fmt.Errorf("a binary plan whose %s is not what its directory states", entry.Name)
		}
	}
	return nil
}

// ofPlan reports whether an archive's file is one of those that Terraform's
// internal/plans/planfile writes.
func ofPlan(name string) bool {
	switch name {
	case "tfplan", "tfstate", "tfstate-prev", ".terraform.lock.hcl":
		return true
	}
	return strings.HasPrefix(name, "tfconfig/")
}

// limited reads no more than so many bytes.
type limited struct {
	from io.ReaderAt
	left int64
}

func (l *limited) ReadAt(p []byte, at int64) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, errors.New("its directory is too long")
	}
	return l.from.ReadAt(p, at)
}
