package cli

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"recollect/app/plain"
)

// Print writes value as a JSON line, or text and a line break.
func (c *Call) Print(value any, text plain.Text) error {
	if c.JSON {
		return c.PrintJSON(value)
	}
	return c.Write(string(text) + "\n")
}

// PrintJSON writes value as a JSON line.
func (c *Call) PrintJSON(value any) error {
	line, err := plain.JSON(value)
	if err != nil {
		return err
	}
	return c.Write(string(line) + "\n")
}

// List prints a result at path: as Print does or, with -0, the path alone and a NUL.
func (c *Call) List(path string, value any, text plain.Text) error {
	if c.Null {
		return c.Write(path + "\x00")
	}
	return c.Print(value, text)
}

// Write writes to stdout.
func (c *Call) Write(line string) error {
	_, err := c.Stdout.Write([]byte(line))
	return err
}

// Buffered calls print, whose lines are written many at a time, all of them by the time it returns.
func (c *Call) Buffered(print func() error) error {
	out := bufio.NewWriterSize(c.Stdout, 1<<16)
	defer func(to io.Writer) { c.Stdout = to }(c.Stdout)
	c.Stdout = out
	return errors.Join(print(), out.Flush())
}

// PrintErr writes a line to stderr, with the strings among args quoted.
func (c *Call) PrintErr(format plain.Text, args ...any) {
	_, _ = c.Stderr.Write([]byte(plain.Format(format, args...) + "\n")) // there is nowhere else to report it
}

// One returns the only argument, or a usage error.
func (c *Call) One(what plain.Text) (string, error) {
	if len(c.Args) != 1 || strings.TrimSpace(c.Args[0]) == "" {
		return "", Usage("give one " + what)
	}
	return c.Args[0], nil
}

// None returns a usage error when there are arguments.
func (c *Call) None() error {
	if len(c.Args) > 0 {
		return Usage(plain.Format("%q is one argument too many", c.Args[0]))
	}
	return nil
}
