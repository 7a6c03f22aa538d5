// Recollect finds photos by what is in them. Everything stays on this computer.
package main

import (
	"os"

	"recollect/app"
)

func main() { os.Exit(app.Main(os.Args[1:])) }
