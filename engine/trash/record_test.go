package trash

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// bin makes a $I file.
func bin(format uint64, path string) []byte {
	b := binary.LittleEndian.AppendUint64(nil, format)
	b = append(b, make([]byte, 16)...)
	chars := append(utf16.Encode([]rune(path)), 0)
	if format == 2 {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(chars)))
	} else {
		chars = append(chars, make([]uint16, 260-len(chars))...)
	}
	for _, c := range chars {
		b = binary.LittleEndian.AppendUint16(b, c)
	}
	return b
}

func TestParseRecord(t *testing.T) {
	const path = `C:\Users\Zoë\Pictures\海.jpg`
	whole := bin(2, path)
	tests := []struct {
		name string
		data []byte
		want string // empty for errRecord
	}{
		{"Windows 7", bin(1, path), path},
		{"Windows 10", whole, path},
		{"long", bin(2, `C:\`+strings.Repeat("long", 5000)), `C:\` + strings.Repeat("long", 5000)},
		{"empty", nil, ""},
		{"no length", whole[:26], ""},
		{"cut", whole[:len(whole)-2], ""},
		{"another format", bin(3, path), ""},
		{"length beyond the file", slices.Concat(whole[:24], []byte{255, 255, 255, 255}, whole[28:]), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseRecord(tt.data)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("want %q, got %q and %v", tt.want, got, err)
			}
		})
	}
}

func FuzzParseRecord(f *testing.F) {
	f.Add(bin(1, `C:\1.jpg`))
	f.Add(bin(2, `C:\1.jpg`))
	f.Fuzz(func(t *testing.T, b []byte) {
		path, err := parseRecord(b)
		if len(path) > 3*len(b) || err != nil && path != "" {
			t.Errorf("want a path no longer than the data, got %d of %d bytes and %v", len(path), len(b), err)
		}
	})
}
