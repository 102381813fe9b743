//go:build unix

package repository

import (
	"os"
	"strconv"
	"syscall"
)

// owner is the user id that a path belongs to, of a link that of the link itself.
func owner(path string) (int, bool) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}

// own follows git's is_path_owned_by_current_uid: for root the user that called
// sudo counts, too.
func own(path string, env func(string) string) bool {
	uid, ok := owner(path)
	if !ok {
		return false
	}
	user := os.Geteuid()
	if user == 0 && uid != 0 {
		if called, err := strconv.ParseUint(env("SUDO_UID"), 10, 31); err == nil {
			user = int(called)
		}
	}
	return uid == user
}

func sameOwner(a, b string) bool {
	one, ok := owner(a)
	other, known := owner(b)
	return ok && known && one == other
}
