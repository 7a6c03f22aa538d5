//go:build !linux

package ingest

import "testing"

// withoutPrivilege: whoever runs tests here has no more rights than others.
func withoutPrivilege(*testing.T) bool { return false }
