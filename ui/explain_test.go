package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"recollect/engine/photo"
)

// ownWords is an error that has a code.
type ownWords struct{}

func (ownWords) Error() string { return "clip: no model at /x" }

func (ownWords) Reason() photo.Reason { return "model:none" }

func TestExplain(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"nothing", nil, ""},
		{
			"its own sentences", fmt.Errorf("open: %w", ownWords{}),
			"The search model is missing or damaged, so photos cannot be found by what is in them.",
		},
		{"cancelled", fmt.Errorf("search: %w", context.Canceled), "This was stopped."},
		{"too long", context.DeadlineExceeded, "This took too long."},
		{"disk full", &fs.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}, "The disk is full."},
		{
			"not allowed", &fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES},
			"Recollect is not allowed to read this.",
		},
		{
			"gone", &fs.PathError{Op: "open", Path: "/x", Err: syscall.ENOENT},
			"This file or folder is not there any more.",
		},
		{"anything else", errors.New("sql: /x is locked"), "Something went wrong."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			what, next := Explain(tt.err)
			if what != tt.want {
				t.Errorf("what = %q, want %q", what, tt.want)
			}
			if tt.err != nil && strings.Contains(what+next, "/x") {
				t.Errorf("the text of the error is shown: %q %q", what, next)
			}
		})
	}
}
