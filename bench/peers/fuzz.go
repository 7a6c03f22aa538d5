package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// maxFuzzBytes of a file are broken and read: metadata lies in front.
const maxFuzzBytes = 256 << 10

// fuzzAll feeds the same sequence of broken files to each reader.
func fuzzAll(files []picture, each time.Duration) error {
	for i := range files {
		files[i].data = files[i].data[:min(len(files[i].data), maxFuzzBytes)]
	}
	dir, err := os.MkdirTemp("", "peers-*")
	if err != nil {
		return err
	}
	fmt.Printf("%d files as seeds, %v for each reader. What ended one is in %s.\n\n", len(files), each, dir)
	fmt.Println("| Reader | files | panics | deaths, of memory | no answer in 10 s | longest answer |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, name := range readerNames {
		line, err := fuzz(name, files, each, dir)
		if err != nil {
			return err
		}
		fmt.Println(line)
	}
	return nil
}

func fuzz(name string, files []picture, each time.Duration, dir string) (string, error) {
	var inputs, panics, deaths, hangs int
	var longest time.Duration
	p := &process{reader: name}
	defer p.end()
	dice := rand.New(rand.NewPCG(1, 2))
	for end := time.Now().Add(each); time.Now().Before(end); inputs++ {
		data := broken(files[dice.IntN(len(files))].data, dice)
		got, err := p.ask(data)
		kind := ""
		switch {
		case errors.Is(err, errDied):
			deaths, kind = deaths+1, "death"
		case errors.Is(err, errHang):
			hangs, kind = hangs+1, "hang"
		case err != nil:
			return "", err
		case got.Panicked:
			panics, kind = panics+1, "panic"
		}
		longest = max(longest, got.Took)
		if kind != "" {
			file := filepath.Join(dir, fmt.Sprintf("%s-%s-%d", name, kind, inputs))
			if err := os.WriteFile(file, data, 0o600); err != nil {
				return "", err
			}
		}
	}
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %.1f ms |", name, inputs, panics, deaths, hangs, ms(longest)), nil
}

// broken returns a copy of data with up to eight changes of the kinds that break parsers:
// single bits, whole numbers at their limits where lengths and offsets may be, pieces
// copied elsewhere, and an early end.
func broken(data []byte, dice *rand.Rand) []byte {
	b := append([]byte(nil), data...)
	for range 1 + dice.IntN(8) {
		if len(b) < 16 {
			break
		}
		// Half of the changes are where directories are, in the first 4 KiB.
		n := len(b)
		if dice.IntN(2) == 0 {
			n = min(n, 4096)
		}
		at := dice.IntN(n - 8)
		switch dice.IntN(8) {
		case 0, 1, 2:
			b[at] ^= 1 << dice.IntN(8)
		case 3:
			b[at] = byte(dice.Uint32())
		case 4, 5:
			limits := [][]byte{
				{0xFF, 0xFF, 0xFF, 0xFF},
				{0x7F, 0xFF, 0xFF, 0xFF},
				{0xFF, 0xFF, 0xFF, 0x7F},
				{0, 0, 0, 0},
				{0x10, 0, 0, 0},
				{0, 0, 0, 0x10},
			}
			copy(b[at:], limits[dice.IntN(len(limits))])
		case 6:
			size := dice.IntN(min(64, len(b)-at))
			copy(b[dice.IntN(len(b)-size):], b[at:at+size])
		case 7:
			if dice.IntN(4) == 0 {
				b = b[:at]
			}
		}
	}
	return b
}
