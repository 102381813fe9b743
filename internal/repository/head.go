package repository

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

const maxObject = 16 << 20 // bytes of a commit or of one directory's tree

var errObject = errors.New("an object is not what git writes")

// committed returns the id of the blob that the commit at HEAD has at a path, as
// bytes; "" if it has none, or if there is no commit yet.
func (r *Repository) committed(path string) (id string, err error) {
	defer func() {
		if p := recover(); p != nil { // packs are read by a library, and may be anything
			id, err = "", fmt.Errorf("%w: %v", errObject, p)
		}
	}()
	var files billy.Filesystem = osfs.New(r.gitDir, osfs.WithBoundOS())
	if r.commonDir != r.gitDir {
		files = dotgit.NewRepositoryFilesystem(files, osfs.New(r.commonDir, osfs.WithBoundOS()))
	}
	options := filesystem.Options{LargeObjectThreshold: maxObject, AlternatesFS: osfs.New("/", osfs.WithBoundOS())}
	store := filesystem.NewStorageWithOptions(files, cache.NewObjectLRU(maxObject), options)
	defer store.Close() // only read from
	head, err := storer.ResolveReference(store, plumbing.HEAD)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	commit, err := object(store, plumbing.CommitObject, head.Hash())
	if err != nil {
		return "", err
	}
	line, _, _ := bytes.Cut(commit, []byte("\n"))
	text, ok := strings.CutPrefix(string(line), "tree ")
	raw, err := hex.DecodeString(text)
	if !ok || err != nil || len(raw) != len(plumbing.Hash{}) {
		return "", errObject
	}
	id = string(raw)
	parts := strings.Split(path, "/")
	for n, part := range parts {
		tree, err := object(store, plumbing.TreeObject, plumbing.Hash([]byte(id)))
		if err != nil {
			return "", err
		}
		var mode string
		if mode, id, err = child(tree, part); err != nil || id == "" {
			return "", err
		}
		if last := n == len(parts)-1; last == (mode == "40000") || last && !strings.HasPrefix(mode, "100") {
			return "", nil // a directory, a link or a submodule
		}
	}
	return id, nil
}

// object reads one commit or tree.
func object(store storer.EncodedObjectStorer, kind plumbing.ObjectType, id plumbing.Hash) ([]byte, error) {
	o, err := store.EncodedObject(kind, id)
	if err != nil {
		return nil, err
	}
	if o.Size() > maxObject {
		return nil, errTooLong
	}
	reader, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close() // only read from
	return io.ReadAll(io.LimitReader(reader, maxObject))
}

// child finds an entry of a tree, each of which is "MODE NAME\0" and an id.
func child(tree []byte, name string) (mode, id string, err error) {
	for len(tree) > 0 {
		head, rest, ok := bytes.Cut(tree, []byte{0})
		m, n, spaced := strings.Cut(string(head), " ")
		if !ok || !spaced || len(rest) < len(plumbing.Hash{}) {
			return "", "", errObject
		}
		if n == name {
			return m, string(rest[:len(plumbing.Hash{})]), nil
		}
		tree = rest[len(plumbing.Hash{}):]
	}
	return "", "", nil
}
