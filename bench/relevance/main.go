// Command relevance fits and measures the decisions of package relevance: which
// photos are an answer to a sentence, and whether there is one.
//
//	go run ./bench/relevance fit    JUDGEMENTS=DIR ...   prints the constants
//	go run ./bench/relevance tables JUDGEMENTS=DIR ...   prints the tables of docs/quality.md
//
// JUDGEMENTS is a file of JSON lines as recollect eval reads them, DIR the folder of
// its pictures. A line may also name pictures that count neither way, as "maybe", and
// in both lists a name that ends with a stroke stands for all pictures of that folder.
// JUDGEMENTS may be followed by + and a second file: general things, with all pictures
// that show them, of which pairs "A - B" are made. All files here were written by
// looking at the pictures.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	model := flag.String("model", "assets/models/mini", "the `DIR` of the model")
	library := flag.String("runtime", "build", "the `DIR` of ONNX Runtime's library")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *model, *library, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "relevance:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, model, library string, args []string) error {
	if len(args) < 2 {
		return errors.New("usage: relevance fit|tables JUDGEMENTS[+SHOWS]=DIR [JUDGEMENTS[+SHOWS]=DIR]")
	}
	m := openModel(model, library)
	defer m.Close()
	bank, err := m.bank(ctx)
	if err != nil {
		return err
	}
	var sets []*set
	for _, arg := range args[1:] {
		s, err := m.load(ctx, bank, arg)
		if err != nil {
			return fmt.Errorf("%s: %w", arg, err)
		}
		sets = append(sets, s)
	}
	switch args[0] {
	case "fit":
		fit(out, sets)
	case "tables":
		for _, s := range sets {
			if err := s.tables(ctx, out, m); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("unknown command %q", args[0])
	}
	return nil
}
