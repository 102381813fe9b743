//go:build unix

package scan

import (
	"os/exec"
	"syscall"
)

// ownGroup puts a program that is about to start into a process group of its own,
// and has all of the group end with it: when it is cancelled, and when done is
// called.
func ownGroup(c *exec.Cmd) (done func()) {
	kill := func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = kill
	return func() {
		if c.Process != nil {
			_ = kill() // most often none is left
		}
	}
}
