package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"os"
)

// kinds are the entries of an icon of macOS that hold PNG, by their names and sizes in pixels. Those of
// 32 and 64 are for 16 and 32 points on fine screens.
var kinds = []struct {
	name string
	size int
}{{"ic11", 32}, {"ic12", 64}, {"ic07", 128}, {"ic08", 256}, {"ic13", 256}, {"ic09", 512}, {"ic14", 512}}

// bundle writes the icon as macOS has it: a header and entries, each with a name of four letters and
// its length, which counts these eight bytes.
func bundle(icon, path string) error {
	whole, err := read(icon)
	if err != nil {
		return err
	}
	data, err := icns(whole)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

func icns(whole image.Image) ([]byte, error) {
	var entries bytes.Buffer
	made := map[int][]byte{} // by size: two sizes are there twice
	for _, k := range kinds {
		if made[k.size] == nil {
			data, err := scaled(whole, k.size)
			if err != nil {
				return nil, err
			}
			made[k.size] = data
		}
		entries.Write(entry(k.name, made[k.size]))
	}
	return entry("icns", entries.Bytes()), nil
}

func entry(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte(name), uint32(8+len(data)))
	return append(b, data...)
}
