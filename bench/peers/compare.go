package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/format"
)

// tally counts how the answers to one field compare with exiftool's.
type tally struct {
	right, wrong, missing int
	extra                 int // where exiftool says nothing
}

// score is what came of one reader.
type score struct {
	date, orientation, place tally
	failed                   int // files that ended it, or of which it said nothing but an error
	took                     []time.Duration
}

func compareAll(dir string, files []picture) error {
	truth, err := exiftool(dir)
	if err != nil {
		return err
	}
	fmt.Printf("%d files. Of each field: right, wrong, missing, and answers where exiftool has none.\n\n", len(files))
	fmt.Println("| Reader | date | orientation | place | errors | median | all files |")
	fmt.Println("|---|---|---|---|---|---|---|")
	for _, name := range readerNames {
		s, err := compare(name, files, truth)
		if err != nil {
			return err
		}
		slices.Sort(s.took)
		var sum time.Duration
		for _, t := range s.took {
			sum += t
		}
		fmt.Printf("| %s | %s | %s | %s | %d | %.3f ms | %.0f ms |\n", name, s.date, s.orientation, s.place, s.failed,
			ms(s.took[len(s.took)/2]), ms(sum))
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (t tally) String() string {
	return fmt.Sprintf("%d, %d, %d, %d", t.right, t.wrong, t.missing, t.extra)
}

func compare(name string, files []picture, truth map[string]answer) (score, error) {
	var s score
	p := &process{reader: name}
	defer p.end()
	for _, f := range files {
		got, err := p.ask(f.data)
		switch {
		case err == errHang || err == errDied:
			got = answer{Took: patience}
			if err == errDied {
				got.Took = 0
			}
			s.failed++
			fmt.Printf("%s: %s: %v\n\n", name, f.path, err)
		case err != nil:
			return s, err
		case got.Trouble != "":
			s.failed++
		}
		s.took = append(s.took, got.Took)
		s.add(f, got, truth[f.path])
	}
	return s, nil
}

func (s *score) add(f picture, got, want answer) {
	s.date.add(got.Date != "", want.Date != "", got.Date == want.Date)
	// Their decoders turn these, and the tag must not turn them again.
	if is, _ := format.Of(f.format); !is.Turned {
		s.orientation.add(got.Orientation > 1, want.Orientation > 1, got.Orientation == want.Orientation)
	}
	s.place.add(got.Place != nil, want.Place != nil, near(got.Place, want.Place))
}

func (t *tally) add(got, want, equal bool) {
	switch {
	case want && !got:
		t.missing++
	case want && equal:
		t.right++
	case want:
		t.wrong++
	case got:
		t.extra++
	}
}

// near allows a metre.
func near(a, b *[2]float64) bool {
	return a != nil && b != nil && math.Abs(a[0]-b[0]) < 1e-5 && math.Abs(a[1]-b[1]) < 1e-5
}

// exiftool asks it for all files of a folder. It is keyed by path.
func exiftool(dir string) (map[string]answer, error) {
	cmd := exec.Command("exiftool", "-json", "-n", "-r", "-q", "-ExifIFD:DateTimeOriginal", "-IFD0:Orientation",
		"-Composite:GPSLatitude", "-Composite:GPSLongitude", dir)
	out, err := cmd.Output()
	if len(out) == 0 { // its exit status is also set by faults of single files
		return nil, fmt.Errorf("exiftool, which is needed: %w", err)
	}
	var lines []struct {
		SourceFile                string
		DateTimeOriginal          any
		Orientation               any
		GPSLatitude, GPSLongitude any
	}
	if err := json.Unmarshal(out, &lines); err != nil {
		return nil, err
	}
	all := map[string]answer{}
	for _, l := range lines {
		var a answer
		if s, ok := l.DateTimeOriginal.(string); ok {
			if t, err := time.Parse("2006:01:02 15:04:05", strings.TrimSpace(s)); err == nil {
				a.Date = t.Format(dateLayout)
			}
		}
		if n, ok := l.Orientation.(float64); ok && n <= 8 {
			a.Orientation = int(n)
		}
		lat, ok1 := l.GPSLatitude.(float64)
		long, ok2 := l.GPSLongitude.(float64)
		if ok1 && ok2 {
			a.Place = &[2]float64{lat, long}
		}
		all[filepath.FromSlash(l.SourceFile)] = a
	}
	return all, nil
}
