// Package assets embeds the icon, the default search model and the vocabulary of things. Their
// licences stand beside the files.
package assets

import (
	"embed"
	"io/fs"
)

// Icon is the program's icon, a PNG of 512 x 512 pixels.
//
//go:embed icon.png
var Icon []byte

// Things is the vocabulary of things to look for in photos; its first lines describe
// the format.
//
//go:embed things.txt
var Things string

// Models is the list of search models that are known, as JSON: package list reads it.
//
//go:embed models.json
var Models []byte

// Accelerators is the table of libraries with which ONNX Runtime uses graphics cards, as JSON:
// package addon reads it.
//
//go:embed accelerators.json
var Accelerators []byte

//go:embed models/mini/model.json models/mini/calibration.json models/mini/*.onnx models/mini/vocab.txt
//go:embed models/mini/texts-*.bin models/mini/MODEL_CARD.md
var models embed.FS

// The networks once more, which does not make the program larger: as strings they
// can be used where they lie.
var (
	//go:embed models/mini/vision_model.onnx
	vision string
	//go:embed models/mini/text_model.onnx
	text string
)

// Mini returns the default search model: model.json and the files that it names, and
// the embeddings of the sentences that every library needs (scripts/texts makes them).
// It implements model.Mapped.
func Mini() fs.FS {
	files, err := fs.Sub(models, "models/mini")
	if err != nil {
		panic(err) // the path is constant and valid
	}
	return mini{files}
}

type mini struct{ fs.FS }

// Map implements model.Mapped.
func (mini) Map(name string) (data string, ok bool) {
	switch name {
	case "vision_model.onnx":
		return vision, true
	case "text_model.onnx":
		return text, true
	}
	return "", false
}
