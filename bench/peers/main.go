// Command peers compares Recollect's reading of metadata with goexif's, so that
// the choice of library can be checked again.
//
//	go run . DIR           # answers and times; exiftool's are the truth
//	go run . -fuzz 60s DIR # what broken files do to each
//
// Both readers work in processes of their own, with 2 GiB of address space and ten
// seconds for each file, because running out of memory ends a Go program. It prints
// tables in Markdown.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/format"
)

func main() {
	child := flag.String("child", "", "read pictures from standard input with this reader (used by the program itself)")
	fuzz := flag.Duration("fuzz", 0, "feed broken files to each reader for so long")
	flag.Parse()
	if err := run(*child, *fuzz, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(child string, fuzz time.Duration, args []string) error {
	if child != "" {
		return serve(child, os.Stdin, os.Stdout)
	}
	if len(args) != 1 {
		return fmt.Errorf("give one folder")
	}
	files, err := pictures(args[0])
	if err != nil {
		return err
	}
	if fuzz > 0 {
		return fuzzAll(files, fuzz)
	}
	return compareAll(args[0], files)
}

// picture is a file whose bytes both readers get.
type picture struct {
	path, format string // format as format.Sniff names it
	data         []byte
}

// maxFileBytes leaves out films and other giants.
const maxFileBytes = 64 << 20

// pictures reads all files of a folder that are pictures by content.
func pictures(dir string) ([]picture, error) {
	var all []picture
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil || info.Size() > maxFileBytes {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := format.Sniff(data[:min(len(data), format.HeadBytes)])
		if f, known := format.Of(name); known && f.Role != format.Film {
			all = append(all, picture{path, name, data})
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no pictures in %s", dir)
	}
	return all, err
}
