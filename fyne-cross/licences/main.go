// Command licences writes what a package is made of:
//
//	licences -sbom FILE -notices FILE FOLDER
//
// FOLDER is that of the program as it is shipped. To standard output go the licences of the Go modules
// that are linked into the program, as the program itself names them, and of all else that is shipped
// (others.go); to -sbom goes the same list in the form of CycloneDX. A module without a licence is an
// error, and so is a file that no entry explains, be it in FOLDER or embedded in the program.
package main

import (
	"bufio"
	"debug/buildinfo"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	sbom := flag.String("sbom", "sbom.cdx.json", "file for the list in the form of CycloneDX")
	notices := flag.String("notices", "", "the licences of what ONNX Runtime is made of")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: licences [flags] FOLDER")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *notices, *sbom); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(folder, notices, sbom string) error {
	program, err := programIn(folder)
	if err != nil {
		return err
	}
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	parts, dirOf, err := modules(info)
	if err != nil {
		return err
	}
	all, err := embedded(info)
	if err != nil {
		return err
	}
	if err := explained(all, others); err != nil {
		return err
	}
	more, err := shipped(folder, notices, dirOf, all)
	if err != nil {
		return err
	}
	parts = append(parts, more...)
	if err := writeSBOM(sbom, parts); err != nil {
		return err
	}
	w := bufio.NewWriter(os.Stdout)
	writeTexts(w, parts)
	return w.Flush()
}

// programIn returns the path of the program in a folder.
func programIn(folder string) (string, error) {
	for _, name := range []string{"recollect", "recollect.exe"} {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no program in %s", folder)
}

// writeTexts writes the name and the licence of each part.
func writeTexts(w io.Writer, parts []part) {
	fmt.Fprintln(w, "Recollect is made with the work of others. Each part is listed with its version and its licence.")
	for _, p := range parts {
		fmt.Fprintf(w, "\n%s\n%s %s\n\n%s\n", rule, p.name, p.version, p.text)
	}
}

const rule = "------------------------------------------------------------------------------"
