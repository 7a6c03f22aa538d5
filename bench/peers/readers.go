package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/rwcarlsen/goexif/exif"

	"recollect/engine/format"
	"recollect/engine/meta"
	"recollect/engine/photo"
)

// answer is what a reader says of one picture. Empty fields mean that it says nothing.
type answer struct {
	Date        string      // "2006-01-02 15:04:05", DateTimeOriginal
	Orientation int         // 1 to 8
	Place       *[2]float64 // degrees north and east
	Took        time.Duration
	Trouble     string // an error, or what it panicked with
	Panicked    bool
}

const dateLayout = "2006-01-02 15:04:05"

// readers are the two that are compared, by name.
var readers = map[string]func([]byte) (answer, error){
	"Recollect": ours,
	"goexif":    theirs,
}

// readerNames is their order in tables.
var readerNames = []string{"Recollect", "goexif"}

func ours(data []byte) (answer, error) {
	name := format.Sniff(data[:min(len(data), format.HeadBytes)])
	got := meta.Read(bytes.NewReader(data), name, photo.File{Path: "picture"}, time.Now())
	a := answer{Orientation: got.Orientation}
	if got.Taken.From == photo.FromExif {
		a.Date = got.Taken.Format(dateLayout)
	}
	if p := got.Meta.Place; p != nil {
		a.Place = &[2]float64{p.Latitude, p.Longitude}
	}
	return a, nil
}

func theirs(data []byte) (answer, error) {
	x, err := exif.Decode(bytes.NewReader(data))
	if x == nil {
		return answer{}, err
	}
	var a answer
	if tag, err := x.Get(exif.DateTimeOriginal); err == nil {
		if s, err := tag.StringVal(); err == nil {
			if t, err := time.Parse("2006:01:02 15:04:05", s); err == nil {
				a.Date = t.Format(dateLayout)
			}
		}
	}
	if tag, err := x.Get(exif.Orientation); err == nil {
		a.Orientation, _ = tag.Int(0)
	}
	if lat, long, err := x.LatLong(); err == nil {
		a.Place = &[2]float64{lat, long}
	}
	return a, nil
}

// serve answers for each picture on in, its length as 4 bytes before it, with a line
// of JSON.
func serve(name string, in io.Reader, out io.Writer) error {
	read, ok := readers[name]
	if !ok {
		return fmt.Errorf("no reader %q", name)
	}
	if err := limitMemory(2 << 30); err != nil {
		return err
	}
	r, enc := bufio.NewReader(in), json.NewEncoder(out)
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return nil // the other side is done
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(r, data); err != nil {
			return err
		}
		if err := enc.Encode(timed(read, data)); err != nil {
			return err
		}
	}
}

func timed(read func([]byte) (answer, error), data []byte) (a answer) {
	start := time.Now()
	defer func() {
		if p := recover(); p != nil {
			a = answer{Trouble: fmt.Sprint(p), Panicked: true}
		}
		a.Took = time.Since(start)
	}()
	a, err := read(data)
	if err != nil {
		a.Trouble = err.Error()
	}
	return a
}
