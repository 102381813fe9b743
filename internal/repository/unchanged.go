package repository

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Errors that [Repository.Unchanged] returns, besides those about files of git
// that cannot be read.
var (
	ErrUntracked = errors.New("git does not track it")
	ErrChanged   = errors.New("it has changes that are not committed")
	ErrUnwatched = errors.New("it counts as changed, since git does not compare it (skip-worktree, assume-unchanged or intent-to-add)")
	ErrConverted = errors.New("git converts its line endings (core.autocrlf, eol), so it differs from what is committed")
	ErrConflict  = errors.New("a merge of it has conflicts")
)

// Unchanged returns nil if content is what the commit at HEAD and the index have
// at path (from the root, with slashes), so that git can restore it. It runs no
// filter: a file that git converts (autocrlf, filter, ident,
// working-tree-encoding) differs, and counts as changed.
func (r *Repository) Unchanged(path string, content []byte) error {
	ids, err := r.objectIDs()
	if err != nil {
		return err
	}
	if ids != sha1.Size {
		return errors.New("its repository has SHA-256 object ids, and its commits cannot be read")
	}
	entries, err := r.index()
	if err != nil {
		return err
	}
	e, ok := entries[path]
	const regular = 0o100000 // the type of a file in the index
	switch {
	case !ok:
		return ErrUntracked
	case e.stage != 0:
		return ErrConflict
	case e.unwatched:
		return ErrUnwatched
	case e.mode&^0o777 != regular:
		return ErrChanged
	case e.id == blobID(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))) && bytes.Contains(content, []byte("\r\n")):
		return ErrConverted
	case e.id != blobID(content):
		return ErrChanged
	}
	committed, err := r.committed(path)
	if err != nil {
		return fmt.Errorf("reading the commit at HEAD: %w", err)
	}
	if committed != e.id {
		return ErrChanged
	}
	return nil
}

// blobID is git's id of a file with this content, as bytes.
func blobID(content []byte) string {
	h := sha1.New()
	_, _ = io.WriteString(h, "blob "+strconv.Itoa(len(content))+"\x00") // a hash takes all
	_, _ = h.Write(content)
	return string(h.Sum(nil))
}
