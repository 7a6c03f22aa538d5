// Command index makes vectors, and measures Recollect's index and coder/hnsw over them. compare.py runs it,
// and Python's indexes on the same files.
//
//	index vectors DIR N DIM    makes N vectors, and queries of both kinds
//	index photos DIR N MODEL LIBRARY FOLDER...    embeds pictures in folders and changed copies, N in all
//	index build DIR            builds Recollect's index
//	index search DIR EF...     asks it
//	index filters DIR EF       asks it with filters
//	index coder DIR EF...      builds coder/hnsw's and asks it
//
// Results are lines of JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: index vectors|build|search|filters|coder DIR ...")
	}
	if args[0] == "photos" {
		if len(args) < 6 {
			return errors.New("usage: index photos DIR N MODEL LIBRARY FOLDER...")
		}
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return embedPhotos(args[1], args[3], args[4], n, args[5:])
	}
	var numbers []int
	for _, a := range args[2:] {
		n, err := strconv.Atoi(a)
		if err != nil {
			return err
		}
		numbers = append(numbers, n)
	}
	switch dir := args[1]; args[0] {
	case "vectors":
		return writeVectors(dir, numbers[0], numbers[1])
	case "build":
		return build(dir)
	case "search":
		return search(dir, numbers)
	case "filters":
		return filters(dir, numbers[0])
	case "coder":
		return coder(dir, numbers)
	}
	return fmt.Errorf("no such command: %s", args[0])
}

// set is the vectors of a file, mapped.
type set struct {
	dim int
	all []float32
}

func (s set) len() int { return len(s.all) / s.dim }

func (s set) row(i int) []float32 { return s.all[i*s.dim:][:s.dim] }

// open maps a file of vectors. How many dimensions they have is in the file "dim".
func open(dir, name string) (set, error) {
	text, err := os.ReadFile(filepath.Join(dir, "dim"))
	if err != nil {
		return set{}, err
	}
	dim, err := strconv.Atoi(string(text))
	if err != nil {
		return set{}, err
	}
	data, err := mapped(filepath.Join(dir, name+".f32"))
	if err != nil {
		return set{}, err
	}
	return set{dim, unsafe.Slice((*float32)(unsafe.Pointer(&data[0])), len(data)/4)}, nil
}

func mapped(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
}

// k is how many answers are asked for.
const k = 10

// asked is how one kind of query was answered.
type asked struct {
	Index  string  `json:"index"`
	Kind   string  `json:"kind"`
	Effort int     `json:"ef"`
	Recall float64 `json:"recall"`
	P50    float64 `json:"p50_ms"`
	P99    float64 `json:"p99_ms"`
	Each   float64 `json:"mean_ms"`
}

// ask asks all queries of a kind, one after the other, and prints how they were answered: recall is the share
// of the k that an exact comparison finds (truth, by Python).
func ask(name, dir, kind string, ef int, answer func([]float32) []uint32) error {
	qs, err := open(dir, kind)
	if err != nil {
		return err
	}
	data, err := mapped(filepath.Join(dir, kind+".truth"))
	if err != nil {
		return err
	}
	truth := unsafe.Slice((*uint32)(unsafe.Pointer(&data[0])), len(data)/4)
	took := make([]time.Duration, qs.len())
	hits, all := 0, time.Duration(0)
	for range 2 { // the first time brings what is touched into memory
		hits, all = 0, 0
		for i := range took {
			began := time.Now()
			got := answer(qs.row(i))
			took[i] = time.Since(began)
			all += took[i]
			for _, id := range truth[i*k : (i+1)*k] {
				if slices.Contains(got, id) {
					hits++
				}
			}
		}
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	n := len(took)
	return put(asked{
		name, kind, ef, float64(hits) / float64(n*k), ms(took[n/2]), ms(took[n*99/100]), ms(all) / float64(n),
	})
}

func put(line any) error { return json.NewEncoder(os.Stdout).Encode(line) }
