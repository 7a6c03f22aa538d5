package main

// layers says which packages of ours each package may import. Imports go one
// way, and a package that is not listed fails the test: decide first where it
// belongs. A package stands at the margin, and what it may import below it.
const layers = appLayers + engineLayers + fileLayers

// appLayers is the part of layers that is about the program around the engine.
const appLayers = `
.
	app
app
	app/command
	app/command/cli
	app/console
	app/instance
	app/login
	app/tray
	assets
	engine
	engine/file
	engine/format
	engine/model/ort/telemetry
	engine/model/ort/worker
	engine/photo
	ui
	ui/background
app/console
app/login
	engine/durable
	engine/file
app/tray
app/instance
	engine/durable
	engine/file
	engine/photo
app/plain
app/command
	app/command/bench
	app/command/cli
	app/command/doctor
	app/command/duplicates
	app/command/models
	app/plain
	assets
	engine
	engine/file
	engine/photo
	engine/query
	engine/trash
app/command/duplicates
	app/command/cli
	app/plain
	engine/duplicates
app/command/models
	app/command/cli
	app/plain
	engine/models
	engine/photo
app/command/doctor
	app/command/cli
	app/plain
	engine
	engine/decode
	engine/model/accelerator
	engine/model/addon
	engine/model/clip
	engine/model/fetch
	engine/model/ort/probe
	engine/model/ort/provider
	engine/photo
app/command/bench
	app/command/cli
	app/plain
	engine
	engine/file
	engine/index/tune
	engine/model
	engine/model/accelerator
	engine/model/clip
	engine/model/ort
	engine/photo
	engine/query
app/command/cli
	app/plain
	engine/model/store
	engine/photo
	words
assets
words
	engine/photo
`
