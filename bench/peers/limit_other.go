//go:build !unix

package main

import "errors"

func limitMemory(uint64) error { return errors.New("memory cannot be bounded on this system") }
