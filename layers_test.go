package main

import (
	"slices"
	"strings"
	"testing"
)

const module = "recollect"

// layers says which packages of ours each package may import. Imports go one
// way, and a package that is not listed fails the test: decide first where it
// belongs. A package stands at the margin, and what it may import below it.
const layers = `
.
	app
app
	app/command
	app/command/cli
	app/instance
	assets
	engine
	engine/file
	engine/format
	engine/model/ort/telemetry
	engine/photo
	ui
app/instance
	engine/durable
	engine/file
	engine/photo
app/plain
app/command
	app/command/bench
	app/command/cli
	app/command/doctor
	app/command/models
	app/plain
	assets
	engine
	engine/file
	engine/photo
	engine/query
	engine/trash
app/command/models
	app/command/cli
	app/plain
	engine/photo
app/command/doctor
	app/command/cli
	app/plain
	engine
	engine/photo
app/command/bench
	app/command/cli
	app/plain
	engine
	engine/file
	engine/photo
	engine/query
app/command/cli
	app/plain
	engine/photo
	words
assets
words
	engine/photo
engine
	engine/analyse
	engine/catalog
	engine/catalog/follow
	engine/catalog/journal
	engine/decode
	engine/durable
	engine/exclude
	engine/file
	engine/format
	engine/ingest
	engine/library
	engine/lock
	engine/meta
	engine/model
	engine/model/clip
	engine/model/ort
	engine/model/ort/telemetry
	engine/models
	engine/photo
	engine/power
	engine/query
	engine/relevance
	engine/restore
	engine/scan
	engine/search
	engine/synthetic
	engine/texts
	engine/things
	engine/thumb
	engine/volume
	engine/watch
	engine/zeroshot
engine/ingest
	engine/catalog
	engine/cloud
	engine/decode
	engine/photo
	engine/scan
	engine/volume
engine/analyse
	engine/catalog
	engine/colour
	engine/decode
	engine/file
	engine/model/clip
	engine/photo
	engine/relevance
	engine/thumb
engine/analyse/analysetest
	engine/decode
	engine/model/clip
	engine/photo
engine/models
	engine/photo
engine/model/store
	engine/durable
	engine/file
	engine/model
	engine/photo
engine/synthetic
	engine/catalog
	engine/colour
	engine/photo
engine/lock
	engine/catalog
	engine/durable
	engine/file
	engine/photo
engine/restore
	engine/catalog
	engine/catalog/journal
	engine/durable
	engine/file
	engine/photo
engine/library
	engine/catalog
	engine/exclude
	engine/file
	engine/photo
	engine/query
	engine/volume
	engine/watch
engine/search
	engine/catalog
	engine/catalog/filter
	engine/index
	engine/photo
	engine/query
	engine/relevance
	engine/things
engine/zeroshot
	engine/photo
engine/things
	engine/photo
	engine/zeroshot
engine/texts
	engine/durable
	engine/file
	engine/photo
engine/index
	engine/photo
engine/index/indextest
	engine/index
	engine/photo
engine/relevance
	engine/photo
engine/catalog/follow
	engine/catalog
	engine/photo
engine/catalog/journal
	engine/durable
	engine/file
	engine/photo
engine/catalog/store
	engine/durable
	engine/file
	engine/photo
engine/catalog/record
	engine/catalog/store
	engine/photo
engine/catalog/userdata
	engine/catalog/check
	engine/catalog/filter
	engine/catalog/journal
	engine/catalog/record
	engine/catalog/store
	engine/photo
engine/catalog/files
	engine/catalog/filter
	engine/catalog/record
	engine/catalog/store
	engine/photo
engine/catalog/ledger
	engine/catalog/filter
	engine/catalog/record
	engine/catalog/store
	engine/photo
engine/catalog/words
	engine/catalog/filter
	engine/catalog/record
	engine/catalog/store
	engine/format
	engine/photo
engine/catalog/check
	engine/catalog/filter
	engine/catalog/record
	engine/catalog/shots
	engine/catalog/store
	engine/catalog/words
	engine/colour
	engine/photo
engine/catalog/shots
	engine/catalog/record
	engine/catalog/store
	engine/format
	engine/photo
engine/catalog/salvage
	engine/catalog/journal
	engine/catalog/store
	engine/photo
engine/catalog
	engine/catalog/check
	engine/catalog/files
	engine/catalog/filter
	engine/catalog/journal
	engine/catalog/ledger
	engine/catalog/record
	engine/catalog/salvage
	engine/catalog/shots
	engine/catalog/store
	engine/catalog/words
	engine/catalog/userdata
	engine/colour
	engine/durable
	engine/file
	engine/format
	engine/photo
	engine/query
engine/colour
engine/model
	engine/photo
	engine/relevance
engine/model/list
	assets
	engine/model
	engine/photo
engine/model/fetch
	engine/durable
	engine/file
	engine/model/list
	engine/photo
	engine/volume
engine/model/token
	engine/model
	engine/model/token/clean
	engine/model/token/fault
	engine/model/token/hf
	engine/model/token/subword
engine/model/token/clean
engine/model/token/fault
	engine/model
	engine/photo
engine/model/token/hf
	engine/model/token/clean
	engine/model/token/fault
	engine/model/token/subword
engine/model/token/subword
engine/model/clip
	engine/decode
	engine/model
	engine/model/onnx
	engine/model/ort
	engine/model/token
	engine/photo
	engine/relevance
engine/model/pack
	engine/durable
	engine/file
	engine/model
	engine/model/list
	engine/model/onnx
	engine/model/pack/config
	engine/photo
	engine/volume
engine/model/pack/config
	engine/model
	engine/photo
engine/model/onnx
engine/model/onnx/onnxtest
	engine/model/onnx
engine/model/clip/cliptest
	engine/model/ort
engine/model/ort
	engine/model/ort/provider
	engine/model/ort/telemetry
	engine/photo
engine/model/ort/failover
	engine/model/ort
	engine/model/ort/provider
	engine/model/ort/worker
	engine/photo
engine/model/ort/orttest
	engine/model/onnx
	engine/model/onnx/onnxtest
	engine/model/ort
	engine/model/ort/worker
engine/model/ort/probe
	engine/durable
	engine/file
	engine/model/ort
	engine/model/ort/failover
	engine/model/ort/provider
	engine/model/ort/worker
engine/model/ort/provider
engine/model/ort/worker
	engine/model/ort
	engine/model/ort/provider
	engine/model/ort/telemetry
engine/model/ort/telemetry
	engine/file
engine/thumb
	engine/decode
	engine/durable
	engine/file
	engine/photo
engine/decode
	engine/cloud
	engine/decode/bmp
	engine/decode/gif
	engine/decode/heif
	engine/decode/icc
	engine/decode/jpeg
	engine/decode/png
	engine/decode/raw
	engine/decode/tiff
	engine/decode/webp
	engine/file
	engine/format
	engine/meta
	engine/photo
engine/decode/heif
	engine/container
engine/decode/icc
	engine/container
	engine/format
engine/decode/jpeg
	engine/container
engine/decode/png
	engine/container
engine/decode/gif
	engine/container
engine/decode/webp
	engine/container
engine/decode/bmp
engine/decode/tiff
	engine/container
engine/decode/raw
	engine/container
	engine/format
engine/meta
	engine/container
	engine/file
	engine/format
	engine/meta/exif
	engine/meta/iptc
	engine/meta/moment
	engine/meta/record
	engine/meta/takeout
	engine/meta/words
	engine/meta/xmp
	engine/photo
engine/meta/moment
	engine/photo
engine/meta/words
engine/meta/place
	engine/meta/words
	engine/photo
engine/meta/record
	engine/photo
engine/meta/exif
	engine/container
	engine/meta/moment
	engine/meta/place
	engine/meta/record
	engine/meta/words
	engine/photo
engine/meta/xmp
	engine/meta/moment
	engine/meta/place
	engine/meta/record
	engine/meta/words
	engine/photo
engine/meta/iptc
	engine/meta/moment
	engine/meta/record
	engine/meta/words
	engine/photo
engine/meta/takeout
	engine/meta/place
	engine/meta/record
	engine/meta/words
	engine/photo
engine/query
	engine/format
	engine/photo
	engine/query/language
engine/query/language
	engine/photo
engine/cloud
	engine/photo
engine/scan
	engine/cloud
	engine/file
	engine/format
	engine/photo
engine/scan/scantest
engine/watch
	engine/photo
	engine/scan
engine/volume
engine/power
engine/durable
	engine/file
engine/trash
	engine/file
	engine/photo
engine/exclude
	engine/durable
	engine/file
	engine/photo
engine/file
	engine/photo
engine/format
	engine/container
engine/photo
engine/container
engine/catalog/filter
	engine/catalog/record
	engine/catalog/store
	engine/colour
	engine/format
	engine/photo
	engine/query
`

// allowed is the table of layers by package.
func allowed() map[string][]string {
	table := map[string][]string{}
	pkg := ""
	for line := range strings.Lines(strings.TrimSpace(layers)) {
		name := strings.TrimSpace(line)
		if line[0] != '\t' {
			pkg = name
			table[pkg] = []string{}
			continue
		}
		table[pkg] = append(table[pkg], name)
	}
	return table
}

// only says which foreign packages stay behind one door of ours.
var only = map[string]string{
	"github.com/yalue/onnxruntime_go": "engine/model/ort",
	"database/sql":                    "engine/catalog",
	"modernc.org/sqlite":              "engine/catalog",
	"github.com/fsnotify/fsnotify":    "engine/watch",
	"fyne.io/fyne":                    "ui", // and app, which starts it
}

func TestLayers(t *testing.T) {
	table, seen := allowed(), map[string]bool{}
	for pkg, imports := range packages(t) {
		seen[pkg] = true
		may, listed := table[pkg]
		if !listed && !inUI(pkg) && !isTool(pkg) {
			t.Errorf("package %s is not in the table of layers", pkg)
			continue
		}
		for path, file := range imports {
			ours, isOurs := strings.CutPrefix(path, module+"/")
			if isOurs && listed && !slices.Contains(may, ours) {
				t.Errorf("%s: %s must not import %s", file, pkg, ours)
			}
			if isOurs && inUI(pkg) && ours != "engine/photo" && ours != "words" && !inUI(ours) &&
				ours != "engine/query" {
				t.Errorf("%s: the window must not import %s", file, ours)
			}
			checkDoors(t, pkg, path, file)
			checkPlain(t, pkg, path, file)
		}
	}
	for pkg := range table {
		if !seen[pkg] {
			t.Errorf("the table of layers lists %s, which does not exist", pkg)
		}
	}
}
