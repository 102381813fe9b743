package repository

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// indexed is one entry of the index.
type indexed struct {
	mode  uint32
	id    string // of the blob, as bytes
	stage int    // 0 except while a merge has conflicts
	// unwatched is true for entries whose file git does not compare with the index
	// (assume-unchanged, skip-worktree), or whose content git does not have yet
	// (intent-to-add).
	unwatched bool
}

const (
	maxIndex = 128 << 20 // bytes; that of a million files has about 100 MB
	maxName  = 1 << 12   // bytes of a path, as PATH_MAX
	maxNames = 128 << 20 // bytes of all paths: those of version 4 are compressed
)

// index reads the entries of the index by path; where a path has several stages,
// the one of a conflict wins. A repository without an index has none.
//
// go-git's reader of this format does not say which entries are assumed to be
// unchanged, and takes neither SHA-256 nor an index without its checksum. The
// format is that of gitformat-index(5).
func (r *Repository) index() (map[string]indexed, error) {
	data, err := readFile(filepath.Join(r.gitDir, "index"), maxIndex)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading git's index: %w", err)
	}
	ids, err := r.objectIDs()
	if err != nil {
		return nil, err
	}
	entries, err := parseIndex(data, ids)
	if err != nil {
		return nil, fmt.Errorf("reading git's index: %w", err)
	}
	return entries, nil
}

var errIndex = errors.New("it is not an index that git wrote")

func parseIndex(data []byte, ids int) (map[string]indexed, error) {
	if len(data) < 12+ids || string(data[:4]) != "DIRC" {
		return nil, errIndex
	}
	version, count := binary.BigEndian.Uint32(data[4:]), binary.BigEndian.Uint32(data[8:])
	if version < 2 || version > 4 {
		return nil, fmt.Errorf("its version is %d: expected 2 to 4", version)
	}
	rest := data[12 : len(data)-ids] // the checksum, which may be zeros (index.skipHash)
	all := map[string]indexed{}
	name, names := []byte(nil), 0
	for range count {
		const stat = 40 // bytes before the object id, the mode among them
		fixed := stat + ids + 2
		if len(rest) < fixed {
			return nil, errIndex
		}
		e := indexed{mode: binary.BigEndian.Uint32(rest[24:]), id: string(rest[stat : stat+ids])}
		flags := binary.BigEndian.Uint16(rest[stat+ids:])
		e.stage = int(flags >> 12 & 3)
		e.unwatched = flags&0x8000 != 0
		if flags&0x4000 != 0 {
			if version < 3 || len(rest) < fixed+2 {
				return nil, errIndex
			}
			e.unwatched = e.unwatched || binary.BigEndian.Uint16(rest[fixed:])&0x6000 != 0
			fixed += 2
		}
		length := fixed
		if version == 4 {
			strip, n := variable(rest[fixed:])
			if n == 0 || strip > len(name) {
				return nil, errIndex
			}
			name, length = name[:len(name)-strip], fixed+n
		} else {
			name = name[:0]
		}
		end := bytes.IndexByte(rest[length:], 0)
		if end < 0 || len(name)+end > maxName {
			return nil, errIndex
		}
		name = append(name, rest[length:length+end]...)
		if length += end + 1; version < 4 {
			length = (fixed + end + 8) &^ 7 // padded to eight bytes, with one zero at least
		}
		if names += len(name); length > len(rest) || names > maxNames {
			return nil, errIndex
		}
		rest = rest[length:]
		if before, ok := all[string(name)]; !ok || before.stage == 0 {
			all[string(name)] = e
		}
	}
	return all, extensions(rest)
}

// variable reads the number of bytes that version 4 strips from the previous
// path, in the encoding of a pack's OFS_DELTA; n is 0 where it does not end.
func variable(data []byte) (value, n int) {
	for n < len(data) && n < 4 {
		b := int(data[n])
		n++
		value |= b & 0x7f
		if b&0x80 == 0 {
			return value, n
		}
		value = (value + 1) << 7
	}
	return 0, 0
}

// extensions refuses what makes the entries mean something else. Git, too, must
// understand an extension whose name does not begin with a capital letter.
func extensions(rest []byte) error {
	for len(rest) > 0 {
		if len(rest) < 8 {
			return errIndex
		}
		name, length := string(rest[:4]), int64(binary.BigEndian.Uint32(rest[4:]))
		if length > int64(len(rest)-8) {
			return errIndex
		}
		switch {
		case name == "link":
			return errors.New("it is a split index: run git update-index --no-split-index")
		case name != "sdir" && (name[0] < 'A' || name[0] > 'Z'):
			return fmt.Errorf("its extension %q is not known", name)
		}
		rest = rest[8+length:]
	}
	return nil
}
