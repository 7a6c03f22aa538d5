// Package telemetry recognises the telemetry client that some builds of ONNX
// Runtime hold, and switches it off.
//
// The client is in the Linux and macOS builds from 1.29 on. When the runtime's
// environment is made it reads the machine's id and the command line, keeps a
// device id and a database of events below the user's cache folder and a log in
// the temporary folder, and uploads.
package telemetry

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"recollect/engine/file"
)

// Switch is the environment variable that keeps the client from starting when
// it is "1" before the library is loaded.
const Switch = "ORT_DISABLE_TELEMETRY"

// marks are strings of the client: where it uploads to, the switch, where it
// keeps its files. All builds of 1.30 that hold the client have the first three;
// compilers may cut the last one into pieces.
var marks = []string{
	"events.data.microsoft.com",
	"OneCollector",
	Switch,
	"DeveloperTools/.onnxruntime",
}

// Disable sets Switch for this process and for the processes that it starts. It
// is seen by C code, too, but must not run while other threads read the
// environment there: the program calls it first of all.
func Disable() error {
	if os.Getenv(Switch) == "1" {
		return nil
	}
	if err := os.Setenv(Switch, "1"); err != nil {
		return fmt.Errorf("disable the runtime's telemetry: %w", err)
	}
	return nil
}

// Find reads r to its end and returns which of the client's strings stand in
// it: none means that there is no client. Wide characters, as Windows uses
// them, are found too.
func Find(r io.Reader) ([]string, error) {
	var patterns [][]byte
	longest := 0
	for _, m := range marks {
		patterns = append(patterns, []byte(m), wide(m))
		longest = max(longest, 2*len(m))
	}
	found := make([]bool, len(patterns))
	buf := make([]byte, 1<<20)
	kept := 0 // the end of the last chunk, in which a string may begin
	for {
		n, err := io.ReadFull(r, buf[kept:])
		chunk := buf[:kept+n]
		for i, p := range patterns {
			found[i] = found[i] || bytes.Contains(chunk, p)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		kept = copy(buf, chunk[len(chunk)-longest:])
	}
	var names []string
	for i, m := range marks {
		if found[2*i] || found[2*i+1] {
			names = append(names, m)
		}
	}
	return names, nil
}

// FindIn is Find for the file at path.
func FindIn(path string) ([]string, error) {
	f, err := file.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := Find(f)
	if err != nil {
		return nil, fmt.Errorf("look for a telemetry client in %s: %w", path, err)
	}
	return names, nil
}

// wide returns s, which is ASCII, as UTF-16 with the low byte first.
func wide(s string) []byte {
	w := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		w = append(w, s[i], 0)
	}
	return w
}
