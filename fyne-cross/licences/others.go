package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// other is something that is shipped and is no Go module.
type other struct {
	name, version string
	file          string   // in the program's folder; empty if it is within the program
	licences      []string // files with the terms: in the source, of a module (MODULE:FILE), or of the system
}

// others are all of them. What lies beside the program without being listed here is an error.
var others = []other{
	{"libjpeg-turbo", "", "", []string{"/usr/share/doc/libjpeg62-turbo-dev/copyright"}},
	{"GLFW", "3.4", "", []string{"github.com/go-gl/glfw/v3.4/glfw:glfw/LICENSE.md"}},
	{"libheif", "1.18.2", "", []string{"engine/decode/heif/wasm/LICENSE.libheif"}},
	{"libde265", "1.0.15", "", []string{"engine/decode/heif/wasm/LICENSE.libde265"}},
	{"libavif", "1.1.1", "", []string{"engine/decode/heif/wasm/LICENSE.libavif"}},
	{"libaom", "3.10.0", "", []string{"engine/decode/heif/wasm/LICENSE.aom"}},
	{"libyuv", "", "", []string{"engine/decode/heif/wasm/LICENSE.libyuv"}},
	{"gen2brain/heic, gen2brain/avif", "0.4.5, 0.4.4", "", []string{"engine/decode/heif/wasm/LICENSE.gen2brain"}},
	{"recollect-mini, the search model", "", "", []string{"assets/models/mini/MODEL_CARD.md"}},
	{"GeoNames", "", "", []string{"engine/places/LICENSE.geonames"}},
	{"fonts of Fyne", "", "", []string{
		"fyne.io/fyne/v2:theme/font/LICENSE.txt", "fyne.io/fyne/v2:theme/font/LICENSE_DejaVu-Powerline.txt",
		"fyne.io/fyne/v2:theme/font/LICENSE_EmojiOneColor.txt", "fyne.io/fyne/v2:theme/font/LICENSE_Inter.txt",
	}},
	{"sample photos", "", "sample-photos", []string{"testdata/sample-photos/CREDITS.md"}},
	{"Recollect", "", "", []string{"LICENSE"}},
}

// runtimes are the names of ONNX Runtime's library.
var runtimes = []string{"libonnxruntime.so", "onnxruntime.dll", "libonnxruntime.dylib", "DirectML.dll"}

// shipped are the parts that are no modules. It checks that each entry of the folder is one of them.
func shipped(folder, notices string, dirOf map[string]string) ([]part, error) {
	var parts []part
	known := map[string]bool{"recollect": true, "recollect.exe": true}
	for _, o := range others {
		p := part{name: o.name, version: o.version}
		for _, file := range o.licences {
			if module, rest, ok := strings.Cut(file, ":"); ok {
				file = filepath.Join(dirOf[module], rest)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			p.text += strings.TrimSpace(string(text)) + "\n\n"
		}
		known[o.file] = true
		parts = append(parts, p)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := e.Name()
		for _, lib := range runtimes {
			if name != lib {
				continue
			}
			p, err := runtimePart(filepath.Join(folder, name), notices)
			if err != nil {
				return nil, err
			}
			known[name] = true
			parts = append(parts, p)
		}
		if !known[name] {
			return nil, fmt.Errorf("%s is shipped, and no entry says what it is", filepath.Join(folder, name))
		}
	}
	return parts, nil
}

// runtimePart is ONNX Runtime's library, with the licences of what it is made of.
func runtimePart(path, notices string) (part, error) {
	text, err := os.ReadFile("fyne-cross/licences/onnxruntime.txt")
	if err != nil {
		return part{}, err
	}
	third, err := os.ReadFile(notices)
	if err != nil {
		return part{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return part{}, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return part{}, err
	}
	return part{
		name: "ONNX Runtime (" + filepath.Base(path) + ")", sum: hex.EncodeToString(sum.Sum(nil)),
		text: strings.TrimSpace(string(text)) + "\n\n" + strings.TrimSpace(string(third)),
	}, nil
}
