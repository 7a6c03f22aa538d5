// Package app is the program: it reads the command line, opens the library,
// starts the window or a command, and stops them in the right order.
package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/mattn/go-isatty"

	"recollect/app/command"
	"recollect/app/command/cli"
	"recollect/app/console"
	"recollect/assets"
	"recollect/engine/model/ort/telemetry"
	"recollect/engine/model/ort/worker"
)

// Main runs the program that metadata, the text of FyneApp.toml, describes, with the command line
// args, without the program's own name, and returns its exit status. An interrupt or a request to
// end stops it cleanly: what was done so far is kept.
func Main(metadata string, args []string) int {
	// Now, while no other thread can be reading the environment, and for child processes.
	if err := telemetry.Disable(); err != nil {
		fmt.Fprintln(os.Stderr, "recollect:", err)
		return 1
	}
	if worker.Asked(args) {
		return worker.Serve(os.Stdin, os.Stdout)
	}
	console.Attach()
	boundHeap()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // a command's stderr holds one sentence, no log
	ctx, signals, cancel := catchSignals(context.Background())
	defer cancel()
	about := read(metadata)
	env := cli.Environment{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Progress:    isatty.IsTerminal(os.Stderr.Fd()),
		Answers:     isatty.IsTerminal(os.Stdin.Fd()) && isatty.IsTerminal(os.Stderr.Fd()),
		Getenv:      os.Getenv,
		Model:       assets.Mini(),
		RuntimeDirs: besideDirs(),
		Worker:      command.Worker(),
		Version:     about.Version,
	}
	status, window := command.Run(ctx, env, args)
	if window != nil {
		console.Leave()
		return show(ctx, about.ID, env, *window, signals)
	}
	return status
}
