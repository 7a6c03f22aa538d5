package pack

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestArchives(t *testing.T) {
	write := func(change func(z *zip.Writer)) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		change(z)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "a.zip")
		put(t, path, b.Bytes())
		return path
	}
	named := func(names ...string) string {
		return write(func(z *zip.Writer) {
			for _, name := range names {
				if _, err := z.Create(name); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	link := &zip.FileHeader{Name: "onnx/model.onnx"}
	link.SetMode(os.ModeSymlink | 0o777)
	good, err := os.ReadFile(hf(t).zip(t, "a.zip"))
	if err != nil {
		t.Fatal(err)
	}
	file := func(data []byte) string {
		path := filepath.Join(t.TempDir(), "b.zip")
		put(t, path, data)
		return path
	}
	for _, tt := range []struct{ name, path, want string }{
		{"a way out", named("../model.onnx"), "pack:zip-name"},
		{"a way out inside", named("a/../../model.onnx"), "pack:zip-name"},
		{"a place of its own", named("/etc/model.onnx"), "pack:zip-name"},
		{"a way out on Windows", named(`a\..\..\model.onnx`), "pack:zip-name"},
		{"a drive", named("C:model.onnx"), "pack:zip-name"},
		{"deep", named(strings.Repeat("a/", 20) + "model.onnx"), "pack:zip-name"},
		{"one name twice", named("a/model.onnx", "A/Model.onnx"), "pack:zip-twice"},
		{"many", named(many(mostFiles + 1)...), "pack:too-many"},
		{"a link", write(func(z *zip.Writer) {
			if _, err := z.CreateHeader(link); err != nil {
				t.Fatal(err)
			}
		}), "pack:link"},
		{"another method", write(func(z *zip.Writer) {
			if _, err := z.CreateRaw(&zip.FileHeader{Name: "a.onnx", Method: 14}); err != nil {
				t.Fatal(err)
			}
		}), "pack:zip-method"},
		{"a secret", write(func(z *zip.Writer) {
			if _, err := z.CreateRaw(&zip.FileHeader{Name: "a.onnx", Flags: 1}); err != nil {
				t.Fatal(err)
			}
		}), "pack:zip-method"},
		{"zeros", write(func(z *zip.Writer) {
			w, err := z.Create("model.onnx")
			if err == nil {
				_, err = w.Write(make([]byte, 64<<20))
			}
			if err != nil {
				t.Fatal(err)
			}
		}), "pack:zip-bomb"},
		{"more than there can be", write(func(z *zip.Writer) {
			if _, err := z.CreateRaw(&zip.FileHeader{Name: "a.onnx", UncompressedSize64: 1 << 50}); err != nil {
				t.Fatal(err)
			}
		}), "pack:zip-bomb"},
		{"cut off", file(good[:len(good)-30]), "pack:zip-damaged"},
		{"two models", hf(t).with(hf(t).into("b/")).zip(t, "a.zip"), "pack:several"},
		{"of pictures", named("a/1.jpg"), "pack:empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := inspect(t.Context(), tt.path, Options{}); codeOf(err) != tt.want {
				t.Errorf("want %s, got %v", tt.want, err)
			}
		})
	}
	imported(t, hf(t).into("Modell 木/").with(files{
		"__MACOSX/Modell 木/onnx/._vision_model.onnx": {1}, "Modell 木/.DS_Store": {1},
	}).zip(t, "a.zip"), Options{})
}

func many(n int) (names []string) {
	for i := range n {
		names = append(names, "a"+string(rune('a'+i%26))+strings.Repeat("x", i/26%20)+string(rune(0x4e00+i)))
	}
	return names
}

// An entry whose bytes are not those that its checksum says is refused before it is in place.
func TestArchiveDamaged(t *testing.T) {
	path := hf(t).with(files{"vocab.json": nil}).zip(t, "a.zip")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("PK\x01\x02")) // the first entry of the list
	binary.LittleEndian.PutUint32(data[at+16:], 12345)
	put(t, path, data)
	if _, err := inspect(t.Context(), path, Options{}); codeOf(err) != "pack:zip-damaged" {
		t.Errorf("got %v", err)
	}
}

func FuzzInspect(f *testing.F) {
	n := seeing()
	n.pad = 10
	for _, pack := range []files{
		{"vision_model.onnx": n.bytes(), "text_model.onnx": reading().bytes(), "config.json": []byte(immichConfig)},
		{"a/../b": nil},
		{"a.onnx": {1, 2}, "A.onnx": nil},
	} {
		data, err := os.ReadFile(pack.zip(f, "a.zip"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "a.zip")
		put(t, path, append([]byte("PK\x03\x04"), data[min(len(data), 4):]...))
		if _, err := inspect(t.Context(), path, Options{}); err != nil && codeOf(err) == "" {
			t.Errorf("no reason: %v", err)
		}
	})
}

// Archives that are not packed are read in place.
func TestStored(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range immich2(t) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name})
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "stored.zip")
	put(t, path, b.Bytes())
	imported(t, path, Options{})
}
