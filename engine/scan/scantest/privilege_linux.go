// Package scantest lets tests have folders that cannot be read.
package scantest

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// unprivileged is set in a process whose superuser may not read what permissions forbid.
const unprivileged = "RECOLLECT_TEST_UNPRIVILEGED"

// WithoutPrivilege runs the test that calls it first in a process for which permissions
// count, if they do not for this one, and reports whether it did.
func WithoutPrivilege(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() != 0 || os.Getenv(unprivileged) != "" {
		return false
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), unprivileged+"=1")
	done := make(chan error, 1)
	var out []byte
	go func() {
		runtime.LockOSThread() // what the thread loses, the process that it starts has not; it ends with the goroutine
		var err error
		for _, privilege := range []uintptr{unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH} {
			if err == nil {
				err = unix.Prctl(unix.PR_CAPBSET_DROP, privilege, 0, 0, 0)
			}
		}
		if err == nil {
			out, err = c.CombinedOutput()
		}
		done <- err
	}()
	err := <-done
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
	return true
}
