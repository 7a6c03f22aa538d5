//go:build !linux && !darwin && !windows

package durable

import "errors"

func renameNew(string, string) error { return errors.ErrUnsupported }
