// Package cli is what all verbs of the command line share: the arguments, the output as text or
// JSON, and the messages about errors.
package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/plain"
)

// Exit statuses.
const (
	OK       = 0
	Failed   = 1 // the work could not be done; one sentence on stderr says why
	Misspelt = 2 // the command line is wrong
)

// MirrorVariable names the environment variable with the address of a mirror that models are
// downloaded from.
const MirrorVariable = "RECOLLECT_MIRROR"

// Environment is what a command gets from its process, or from a test.
type Environment struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Progress is whether Stderr is a terminal, where a progress bar may be drawn.
	Progress bool
	// Answers is whether a person can answer at Stdin: it is a terminal.
	Answers bool
	Getenv  func(string) string
	// Model holds the search model; see package clip.
	Model fs.FS
	// RuntimeDirs are searched for ONNX Runtime's library.
	RuntimeDirs []string
	// Worker starts this program as a worker that runs models; none: there are no workers.
	Worker  []string
	Version string
}

// Call is one command line after parsing.
type Call struct {
	Environment
	Library string // the library's folder
	Mirror  string // models are downloaded from there; empty: from their hub
	JSON    bool   // answers are JSON objects, one a line
	Null    bool   // -0: names end with a NUL
	Verb    string
	Args    []string // without those of --files-from
	// Listed are the names that --files-from gave, and From whether it was given.
	Listed []string
	From   bool
}

// Usage is the error of a command line that cannot be understood: it says why.
type Usage plain.Text

func (e Usage) Error() string { return string(e) }

// Verb returns the verb that name stands for: -h, --help and --version are written as flags.
func Verb(name string) string {
	switch name {
	case "-h", "--help":
		return "help"
	case "--version":
		return "version"
	}
	return name
}

// CutFirst removes flag from the front of args, and reports whether it was there.
func CutFirst(args []string, flag string) (rest []string, found bool) {
	if len(args) > 0 && args[0] == flag {
		return args[1:], true
	}
	return args, false
}

// FlagsFirst moves arguments that are no flags behind a "--". Only -h and -0 are short flags, so
// that a query may begin with a minus: -type:png.
func FlagsFirst(set *pflag.FlagSet, args []string) []string {
	var flags, rest []string
	for len(args) > 0 && args[0] != "--" {
		arg := args[0]
		args = args[1:]
		name, isFlag := strings.CutPrefix(arg, "--")
		if !isFlag && arg != "-h" && (arg != "-0" || set.ShorthandLookup("0") == nil) {
			rest = append(rest, arg)
			continue
		}
		flags = append(flags, arg)
		// The next argument may be its value. A switch has none, and "--x=y" contains it.
		if f := set.Lookup(name); f != nil && f.NoOptDefVal == "" {
			if len(args) == 0 {
				return flags // the last flag lacks its value: the "--" must not become it
			}
			flags, args = append(flags, args[0]), args[1:]
		}
	}
	if len(args) > 0 {
		args = args[1:]
	}
	return slices.Concat(flags, []string{"--"}, rest, args)
}

// Fail prints err on env's stderr and returns the exit status that fits.
func Fail(env Environment, err error) int { return (&Call{Environment: env}).Fail(err) }

// Fail prints err in one line and returns the exit status that fits.
func (c *Call) Fail(err error) int {
	var usage Usage
	var silent Silent
	switch {
	case err == nil:
		return OK
	case errors.As(err, &silent):
		return Failed
	case errors.As(err, &usage):
		c.PrintErr("recollect: %s. See recollect help.", plain.Text(usage))
		return Misspelt
	case errors.Is(err, context.Canceled):
		c.PrintErr("recollect: stopped. What was done so far is kept.")
		return Failed
	default:
		c.PrintErr("recollect: %s", InOne(Explain(err)))
		return Failed
	}
}

// Silent is an error that the output has reported already.
type Silent struct{}

func (Silent) Error() string { return "told already" }
