// Command parts writes what the packages for Windows need of the program:
//
//	parts ICON.png FOLDER     FOLDER/recollect.ico and FOLDER/types.nsh
//
// The second names the extensions of the pictures that the window shows, for the installer.
package main

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"recollect/engine/format"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: parts ICON.png FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "parts:", err)
		os.Exit(1)
	}
}

func run(icon, folder string) error {
	data, err := os.ReadFile(icon)
	if err != nil {
		return err
	}
	whole, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", icon, err)
	}
	ico, err := encodeIcon(whole)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "recollect.ico"), ico, 0o644); err != nil {
		return err
	}
	types := macro("EACH_TYPE", format.ShownExtensions())
	return os.WriteFile(filepath.Join(folder, "types.nsh"), []byte(types), 0o644)
}

// macro returns a macro of NSIS that inserts the macro it is given for each extension, which begins with a dot.
func macro(name string, extensions []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "!macro %s of\n", name)
	for _, e := range extensions {
		fmt.Fprintf(&b, "\t!insertmacro ${of} %q\n", e)
	}
	b.WriteString("!macroend\n")
	return b.String()
}
