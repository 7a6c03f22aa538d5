package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"testing"
)

// The file is a header and whole entries up to its end, each a picture of its size.
func TestICNS(t *testing.T) {
	data, err := icns(image.NewNRGBA(image.Rect(0, 0, 4, 4))) // a small one: the race detector is slow on pixels
	if err != nil {
		t.Fatal(err)
	}
	if string(data[:4]) != "icns" || int(binary.BigEndian.Uint32(data[4:])) != len(data) {
		t.Fatalf("the header is % x of %d bytes", data[:8], len(data))
	}
	rest := data[8:]
	for _, k := range kinds {
		n := int(binary.BigEndian.Uint32(rest[4:]))
		picture, err := png.Decode(bytes.NewReader(rest[8:n]))
		if err != nil || string(rest[:4]) != k.name || picture.Bounds().Dx() != k.size {
			t.Errorf("%s: got %s, %v", k.name, rest[:4], err)
		}
		rest = rest[n:]
	}
	if len(rest) != 0 {
		t.Errorf("%d bytes are left", len(rest))
	}
}
