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
	"recollect/assets"
	"recollect/engine/model/ort/telemetry"
	"recollect/engine/model/ort/worker"
)

// Version is the program's version; FyneApp.toml names the same.
const Version = "0.1.0"

// id names the program to the system, for its settings and its windows.
const id = "app.recollect.Recollect"

// Main runs the program with the command line args, without the program's own
// name, and returns its exit status. An interrupt or a request to end stops it
// cleanly: what was done so far is kept.
func Main(args []string) int {
	// Now, while no other thread can be reading the environment, and for child processes.
	if err := telemetry.Disable(); err != nil {
		fmt.Fprintln(os.Stderr, "recollect:", err)
		return 1
	}
	if worker.Asked(args) {
		return worker.Serve(os.Stdin, os.Stdout)
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // a command's stderr holds one sentence, no log
	ctx, signals, cancel := catchSignals(context.Background())
	defer cancel()
	env := cli.Environment{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Progress:    isatty.IsTerminal(os.Stderr.Fd()),
		Answers:     isatty.IsTerminal(os.Stdin.Fd()) && isatty.IsTerminal(os.Stderr.Fd()),
		Getenv:      os.Getenv,
		Model:       assets.Mini(),
		RuntimeDirs: command.RuntimeDirs(),
		Worker:      command.Worker(),
		Version:     Version,
	}
	status, window := command.Run(ctx, env, args)
	if window != nil {
		return show(ctx, env, *window, signals)
	}
	return status
}
