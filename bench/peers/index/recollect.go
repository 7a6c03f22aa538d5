package main

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"recollect/engine/index/compact"
	"recollect/engine/photo"
)

const file = "recollect.index"

// built is how an index was built.
type built struct {
	Index   string  `json:"index"`
	Build   float64 `json:"build_s"`
	CPU     float64 `json:"cpu_s"`
	Bytes   int64   `json:"file_bytes"`
	Peak    int64   `json:"build_peak_bytes"`
	Vectors int     `json:"vectors"`
}

func build(dir string) error {
	all, err := open(dir, "all")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, file)
	began := time.Now()
	x := compact.New(all.dim, 0)
	for i := range all.len() {
		x.Add(photo.ID(i), all.row(i))
	}
	if err := x.Save(context.Background(), path, compact.Meta{}, true); err != nil {
		return err
	}
	took := time.Since(began)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return put(built{"recollect", took.Seconds(), processorTime(), info.Size(), peak(), all.len()})
}

// processorTime is the seconds of the processors that the process took.
func processorTime() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

func peak() int64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return u.Maxrss * 1024
}

// held is what a process has in memory.
type held struct {
	Index     string `json:"index"`
	File      int64  `json:"file_pages_bytes"` // pages of the index's file that are mapped and resident
	Anonymous int64  `json:"anonymous_bytes"`  // of the whole process
	Resident  int64  `json:"resident_bytes"`
}

func search(dir string, efs []int) error {
	x, _, err := compact.Open(filepath.Join(dir, file), dimOf(dir), 0)
	if err != nil {
		return err
	}
	defer x.Close()
	for _, kind := range []string{"pictures", "sentences"} {
		for _, ef := range efs {
			err := ask("recollect", dir, kind, ef, func(q []float32) []uint32 {
				found, err := x.NearestWith(context.Background(), q, k, nil, ef)
				if err != nil {
					panic(err)
				}
				ids := make([]uint32, len(found))
				for i, m := range found {
					ids[i] = uint32(m.ID)
				}
				return ids
			})
			if err != nil {
				return err
			}
		}
	}
	return put(memory("recollect", file))
}

func dimOf(dir string) int {
	s, err := open(dir, "pictures")
	if err != nil {
		return 0
	}
	return s.dim
}

// memory reads what is resident from /proc: of files whose path ends in name, and all of it.
func memory(index, name string) held {
	h := held{Index: index}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return h
	}
	defer f.Close()
	header := regexp.MustCompile(`^[0-9a-f]+-[0-9a-f]+ `)
	lines := bufio.NewScanner(f)
	in := false
	for lines.Scan() {
		line := lines.Text()
		if header.MatchString(line) {
			in = strings.HasSuffix(line, name)
			continue
		}
		what, rest, _ := strings.Cut(line, ":")
		kB, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
		switch what {
		case "Rss":
			h.Resident += kB << 10
			if in {
				h.File += kB << 10
			}
		case "Anonymous":
			h.Anonymous += kB << 10
		}
	}
	return h
}
