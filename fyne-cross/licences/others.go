package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// other is something that is shipped and is no Go module.
type other struct {
	name, version string
	file          string   // in the program's folder; empty if it is within the program
	licences      []string // files with the terms: in the source, of a module (MODULE:FILE), or of the system
	within        []string // patterns of the files that are embedded in the program, as embedded lists them
}

// others are all of them. What lies beside the program, or is embedded in it, without being listed
// here is an error.
var others = []other{
	{
		name: "libjpeg-turbo", licences: []string{"/usr/share/doc/libjpeg62-turbo-dev/copyright"},
		within: []string{
			"recollect/engine/decode/jpeg/-l:libturbojpeg.a", "recollect/engine/decode/jpeg/libturbojpeg.pc",
		},
	},
	{name: "GLFW", version: "3.4", licences: []string{"github.com/go-gl/glfw/v3.4/glfw:glfw/LICENSE.md"}},
	{
		name: "libheif", version: "1.18.2", licences: []string{"engine/decode/heif/wasm/LICENSE.libheif"},
		within: []string{"recollect/engine/decode/heif/wasm/libheif.wasm.gz"},
	},
	{name: "libde265", version: "1.0.15", licences: []string{"engine/decode/heif/wasm/LICENSE.libde265"}},
	{
		name: "libavif", version: "1.1.1", licences: []string{"engine/decode/heif/wasm/LICENSE.libavif"},
		within: []string{"recollect/engine/decode/heif/wasm/libavif.wasm.gz"},
	},
	{name: "libaom", version: "3.10.0", licences: []string{"engine/decode/heif/wasm/LICENSE.aom"}},
	{name: "libyuv", licences: []string{"engine/decode/heif/wasm/LICENSE.libyuv"}},
	{
		name: "gen2brain/heic, gen2brain/avif", version: "0.4.5, 0.4.4",
		licences: []string{"engine/decode/heif/wasm/LICENSE.gen2brain"},
	},
	{
		name: "recollect-mini, the search model", licences: []string{"assets/models/mini/MODEL_CARD.md"},
		within: []string{"recollect/assets/models/mini/*"},
	},
	{
		name: "GeoNames", licences: []string{"engine/places/LICENSE.geonames"},
		within: []string{"recollect/engine/places/cities.tsv.gz"},
	},
	{
		name: "Natural Earth", version: "4.1.0", licences: []string{"ui/world/LICENSE.naturalearth"},
		within: []string{"recollect/ui/world/world.bin"},
	},
	{
		name: "fonts of Fyne", licences: []string{
			"fyne.io/fyne/v2:theme/font/LICENSE.txt", "fyne.io/fyne/v2:theme/font/LICENSE_DejaVu-Powerline.txt",
			"fyne.io/fyne/v2:theme/font/LICENSE_EmojiOneColor.txt", "fyne.io/fyne/v2:theme/font/LICENSE_Inter.txt",
		},
		within: []string{
			"fyne.io/fyne/v2/theme/font/NotoSans-*.ttf", "fyne.io/fyne/v2/theme/font/DejaVuSansMono-Powerline.ttf",
			"fyne.io/fyne/v2/theme/font/EmojiOneColor.otf", "fyne.io/fyne/v2/theme/font/InterSymbols-Regular.ttf",
		},
	},
	{
		name: "prompt templates for ImageNet", licences: []string{"engine/zeroshot/LICENSE-templates"},
		within: []string{"recollect/engine/zeroshot/imagenet80.txt"},
	},
	{
		name: "sample photos", file: "sample-photos", licences: []string{"testdata/sample-photos/CREDITS.md"},
		within: []string{"recollect/engine/model/clip/trial/*.jpg"},
	},
	{name: "Recollect", licences: []string{"LICENSE"}, within: own},
}

// own are embedded files that were made for Recollect: its texts, its lists of words, its tables.
var own = []string{
	"recollect/FyneApp.toml", "recollect/app/command/cli/*.json", "recollect/words/*.json",
	"recollect/ui/phrases/*.json", "recollect/assets/icon.png", "recollect/assets/things.txt",
	"recollect/assets/models.json", "recollect/assets/accelerators.json", "recollect/engine/models/examples.json",
	"recollect/engine/catalog/store/migrations/*.sql", "recollect/engine/exclude/defaults.txt",
	"recollect/engine/things/screens.txt", "recollect/engine/relevance/prompts.txt",
	"recollect/engine/model/clip/trial/pairs.txt",
}

// onWindows are what only the packages for Windows hold.
var onWindows = []other{
	{name: "MinGW-w64's runtime", licences: []string{"/usr/share/doc/mingw-w64-x86-64-dev/copyright"}},
	{name: "GCC's runtime", licences: []string{"/usr/share/doc/gcc-mingw-w64-x86-64-win32-runtime/copyright"}},
	{name: "NSIS, the installer", version: "3.08", licences: []string{"/usr/share/doc/nsis/copyright"}},
	{
		name: "DirectML (DirectML.dll)", version: "1.15.4", file: "DirectML.dll",
		licences: []string{"fyne-cross/windows/licences/directml.txt"},
	},
	visualC("msvcp140.dll"), visualC("msvcp140_1.dll"), visualC("msvcp140_atomic_wait.dll"),
	visualC("vcruntime140.dll"), visualC("vcruntime140_1.dll"),
}

// visualC is a file of the Visual C++ runtime.
func visualC(file string) other {
	return other{
		name: "Visual C++ runtime (" + file + ")", version: "14.51.36231", file: file,
		licences: []string{"fyne-cross/windows/licences/visualc.txt"},
	}
}

// runtimes are the names of ONNX Runtime's library.
var runtimes = []string{"libonnxruntime.so", "onnxruntime.dll", "libonnxruntime.dylib"}

// shipped are the parts that are no modules. It checks that each entry of the folder is one of them.
// An entry about something embedded counts only if the list all of what is embedded has it: systems differ.
func shipped(folder, notices string, dirOf map[string]string, all []string) ([]part, error) {
	var parts []part
	var err error
	known := map[string]bool{"recollect": true, "recollect.exe": true, "recollect.com": true}
	these := others
	if _, err := os.Stat(filepath.Join(folder, "recollect.exe")); err == nil {
		these = slices.Concat(others, onWindows)
	}
	for _, o := range these {
		if len(o.within) > 0 && o.file == "" && !slices.ContainsFunc(all, o.has) {
			continue
		}
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
		if p.sum, err = sumOf(filepath.Join(folder, o.file)); err != nil {
			return nil, err
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
	sum, err := sumOf(path)
	if err != nil {
		return part{}, err
	}
	return part{
		name: "ONNX Runtime (" + filepath.Base(path) + ")", sum: sum,
		text: strings.TrimSpace(string(text)) + "\n\n" + strings.TrimSpace(string(third)),
	}, nil
}

// sumOf returns the SHA-256 of a file in hexadecimal digits, empty for what is a folder or is not there.
func sumOf(path string) (string, error) {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
