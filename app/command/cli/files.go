package cli

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

// TakesFiles adds the flags of a verb that takes any number of files.
func TakesFiles(set *pflag.FlagSet) {
	set.String(filesFrom, "", "take names from `FILE` too, one a line; - is standard input")
	set.BoolP(null, "0", false, "names in FILE end with a NUL instead of a line break")
}

// ListsPaths adds the flag of a verb that lists files.
func ListsPaths(set *pflag.FlagSet) {
	set.BoolP(null, "0", false, "print the paths alone, as they are, each with a NUL behind it")
}

// Common applies the flags of TakesFiles and ListsPaths.
func (c *Call) Common(set *pflag.FlagSet) error {
	if set.Lookup(null) == nil {
		return nil
	}
	var err error
	if c.Null, err = set.GetBool(null); err != nil {
		return err
	}
	if set.Lookup(filesFrom) == nil {
		if c.Null && c.JSON {
			return Usage(plain.Format("%s: give --json or -0, not both", c.Verb))
		}
		return nil
	}
	if c.From = set.Changed(filesFrom); !c.From && c.Null {
		return Usage(plain.Format("%s: -0 tells how the names of --files-from end", c.Verb))
	}
	if c.From {
		c.Listed, err = c.readNames(set.Lookup(filesFrom).Value.String())
	}
	return err
}

// readNames reads the names that the file at path, or standard input, lists.
func (c *Call) readNames(path string) ([]string, error) {
	in := c.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	names, err := splitNames(in, c.Null)
	if errors.Is(err, bufio.ErrTooLong) {
		return nil, Sentence(plain.Format("Name %d in %s is longer than a file's name can be.", len(names)+1, path),
			"Names end with a line break, or with -0 with a NUL.")
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return names, nil
}

// splitNames reads names, which may hold any bytes, until an error.
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

// Files returns the arguments from index first on, and the names of --files-from. It is a usage
// error if there are none; an empty list is allowed.
func (c *Call) Files(first int, what plain.Text) ([]string, error) {
	var named []string
	if len(c.Args) > first {
		named = c.Args[first:]
	}
	if len(c.Args) < first || len(named) == 0 && !c.From {
		return nil, Usage(plain.Format("%s: %s", c.Verb, what))
	}
	return append(named[:len(named):len(named)], c.Listed...), nil
}
