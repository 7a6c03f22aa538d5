#!/bin/sh
# portable.sh lists the packages of the program that need no C compiler on any system: all but the window
# and what runs models. They are compiled for macOS too, where the whole cannot be built from here.
set -eu
GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 go list -e -deps -f '{{if and .Module .Module.Main}}{{.ImportPath}} {{join .Deps " "}}{{end}}' . |
	grep -v -e onnxruntime_go -e fyne.io/ | cut -d ' ' -f 1
