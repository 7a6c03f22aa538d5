// Command formats decodes every file of a folder and writes PNGs, at full size and
// upright, so that compare.py can compare them with another decoder's.
//
//	go run ./bench/formats DIR OUTDIR
//
// OUTDIR gets NAME.png for each file NAME of DIR that was decoded, and report.tsv with
// one line for each: its name, and why there is no picture.
package main

import (
	"bufio"
	"context"
	"fmt"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/words"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: formats DIR OUTDIR")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "formats:", err)
		os.Exit(1)
	}
}

// run decodes all files of dir and writes to out.
func run(ctx context.Context, dir, out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(out, "report.tsv"))
	if err != nil {
		return err
	}
	defer file.Close()
	report := bufio.NewWriter(file)
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		picture, problem := decode.File(ctx, photo.File{Path: path}, decode.Options{})
		if problem == nil {
			err = write(filepath.Join(out, name+".png"), picture)
		}
		fmt.Fprintf(report, "%s\t%s\n", filepath.ToSlash(name), reason(problem))
		return err
	})
	if err != nil {
		return err
	}
	return report.Flush()
}

// reason returns a problem in one line.
func reason(problem error) string {
	if problem == nil {
		return ""
	}
	what := words.English().Reason(decode.Reason(problem)).What
	return strings.Join(strings.Fields(what+" ("+problem.Error()+")"), " ")
}

func write(path string, p decode.Picture) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return encoder.Encode(file, p.OnScreen(math.MaxInt))
}
