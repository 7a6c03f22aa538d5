package command

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/spf13/pflag"

	"recollect/app/plain"
)

// The flags of verbs that take files, and of those that list them.
const (
	filesFrom = "files-from"
	null      = "null"
)

// maxName is how many bytes a name in a list of files may have: more than any
// system has for a path.
const maxName = 128 << 10

// takesFiles adds the flags of a verb that takes any number of files.
func takesFiles(set *pflag.FlagSet) {
	set.String(filesFrom, "", "take names from `FILE` too, one a line; - is standard input")
	set.BoolP(null, "0", false, "names in FILE end with a NUL instead of a line break")
}

// listsPaths adds the flag of a verb that lists files.
func listsPaths(set *pflag.FlagSet) {
	set.BoolP(null, "0", false, "print the paths alone, as they are, each with a NUL behind it")
}

// common does what the flags of takesFiles and listsPaths say.
func (c *call) common(set *pflag.FlagSet) error {
	if set.Lookup(null) == nil {
		return nil
	}
	var err error
	if c.null, err = set.GetBool(null); err != nil {
		return err
	}
	if set.Lookup(filesFrom) == nil {
		if c.null && c.json {
			return usageError{plain.Format("%s: give --json or -0, not both", c.verb)}
		}
		return nil
	}
	if c.from = set.Changed(filesFrom); !c.from && c.null {
		return usageError{plain.Format("%s: -0 tells how the names of --files-from end", c.verb)}
	}
	if c.from {
		c.listed, err = c.readNames(set.Lookup(filesFrom).Value.String())
	}
	return err
}

// readNames reads the names that the file at path, or standard input, lists.
func (c *call) readNames(path string) ([]string, error) {
	in := c.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	names, err := splitNames(in, c.null)
	if errors.Is(err, bufio.ErrTooLong) {
		return nil, sentence(plain.Format("Name %d in %s is longer than a file's name can be.", len(names)+1, path),
			"Names end with a line break, or with -0 with a NUL.")
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return names, nil
}

// splitNames reads names as they are, whatever their bytes, up to a fault.
func splitNames(r io.Reader, null bool) (names []string, err error) {
	end := byte('\n')
	if null {
		end = 0
	}
	all := bufio.NewScanner(r)
	all.Buffer(nil, maxName)
	all.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, end); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	for all.Scan() {
		name := all.Bytes()
		if runtime.GOOS == "windows" && !null {
			name = bytes.TrimSuffix(name, []byte("\r")) // elsewhere a name may end with it
		}
		if len(name) > 0 {
			names = append(names, string(name))
		}
	}
	return names, all.Err()
}

// files are the arguments from the first on, and those of --files-from. None are a
// usage error, but an empty list is one on which there is nothing to do.
func (c *call) files(first int, what plain.Text) ([]string, error) {
	var named []string
	if len(c.args) > first {
		named = c.args[first:]
	}
	if len(c.args) < first || len(named) == 0 && !c.from {
		return nil, usageError{plain.Format("%s: %s", c.verb, what)}
	}
	return append(named[:len(named):len(named)], c.listed...), nil
}
