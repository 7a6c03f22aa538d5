// Recollect finds photos by what is in them. Everything stays on this computer.
package main

import (
	_ "embed"
	"os"

	"recollect/app"
)

// metadata is the one place of the program's version, id and name.
//
//go:embed FyneApp.toml
var metadata string

func main() { os.Exit(app.Main(metadata, os.Args[1:])) }
