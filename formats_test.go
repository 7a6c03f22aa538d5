package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"recollect/engine/format"
)

// notPictures are the texts in program code that end like the names of a person's files and name
// something else.
var notPictures = map[string]string{
	".json":                    "the end of such names",
	"calibration.json":         "what was fitted to a model",
	"config.json":              "what Hugging Face and open_clip say of a network",
	"open_clip_config.json":    "what open_clip says of a network",
	"preprocess_cfg.json":      "how Immich prepares pictures",
	"preprocessor_config.json": "how Hugging Face prepares pictures",
	"tokenizer_config.json":    "what Hugging Face says of a tokenizer",
	"vocab.json":               "a vocabulary of Hugging Face",
	"fetch.json":               "what a download has seen",
	"icon.png":                 "the program's icon",
	"model.json":               "what a model says of itself",
	"restored.json":            "what a repair brings back",
	"providers.json":           "what was found of execution providers",
	"trials.json":              "how fast models were",
	"tokenizer.json":           "how Hugging Face describes a tokenizer",
	"xml:com.adobe.xmp":        "the keyword of XMP in a PNG",
}

// TestExtensions wants no extension of a format in program code outside of the table of formats:
// what is known of formats stands there.
func TestExtensions(t *testing.T) {
	used := map[string]bool{}
	for path, literals := range texts(t) {
		for _, text := range literals {
			ext := filepath.Ext(text)
			if f, known := format.Named("name" + ext); !known {
				continue
			} else if notPictures[text] == "" {
				t.Errorf("%s: %q: ask engine/format for %s", path, text, f.Title)
			}
			used[text] = true
		}
	}
	for text := range notPictures {
		if !used[text] {
			t.Errorf("%q stands nowhere: take it out of the list", text)
		}
	}
}

// beginnings are the texts in program code that are the first bytes of a format and are needed where
// they stand.
var beginnings = map[string]string{
	"II*\x00": "the mark of EXIF within a block of metadata",
	"MM\x00*": "the mark of EXIF within a block of metadata",
	"\xFF\xD8\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x00": "a JPEG's beginning, which a TIFF leaves out",
}

// TestFirstBytes wants no first bytes of a format in program code outside of the table of formats and
// package container.
func TestFirstBytes(t *testing.T) {
	used := map[string]bool{}
	for path, literals := range texts(t) {
		for _, text := range literals {
			name := format.Sniff([]byte(text))
			if name == "" || filepath.ToSlash(filepath.Dir(path)) == "engine/container" {
				continue
			}
			if used[text] = true; beginnings[text] == "" {
				t.Errorf("%s: %q: ask engine/format for %s", path, text, name)
			}
		}
	}
	for text := range beginnings {
		if !used[text] {
			t.Errorf("%q stands nowhere: take it out of the list", text)
		}
	}
}

// texts gives the string literals of the program by file, without those of tests and tools.
func texts(t *testing.T) map[string][]string {
	all := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." &&
			(strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "build") {
			return filepath.SkipDir
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		program := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
		// The table itself, and what makes up names of photos.
		if !program || isTool(dir) || dir == "engine/format" || dir == "engine/synthetic" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil {
					all[path] = append(all[path], text)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
