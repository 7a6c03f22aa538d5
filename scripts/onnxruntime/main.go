// Command onnxruntime puts ONNX Runtime's library, in the one version that
// Recollect is built for (libraries.go), into a folder.
//
// It fetches the library through the package client that the machine has: pip,
// or else npm (only packed, no script of the package is run). What arrives is
// kept only if its SHA-256 is the one written here and it holds no telemetry
// client; -check looks for one in any file. The package client decides where
// packages come from.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	out := flag.String("o", "build", "folder to put the library into")
	platform := flag.String("platform", runtime.GOOS+"/"+runtime.GOARCH, "for which system and processor")
	accelerated := flag.Bool("accelerated", false, "take npm's build, which on Windows has DirectML")
	notices := flag.String("notices", "", "file for the licences of what ONNX Runtime is made of; needs pip")
	file := flag.String("check", "", "look for a telemetry client in this library, and do nothing else")
	flag.Parse()
	do := func() error { return run(*out, *platform, *notices, *accelerated) }
	if *file != "" {
		do = func() error { return checkFile(*file) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "onnxruntime:", err)
		os.Exit(1)
	}
}

// run leaves the library for platform in the folder out, and its notices in a file if one is named.
func run(out, platform, notices string, accelerated bool) error {
	lib, ok := libraries[platform]
	if !ok {
		return fmt.Errorf("no build is known for %s", platform)
	}
	work, err := os.MkdirTemp("", "onnxruntime")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	target := filepath.Join(out, lib.file)
	if accelerated {
		return both(lib, work, target, notices)
	}
	if notices != "" {
		if err := withPip(lib.wheelTag, work, wanted{lib.wheel, target}, wanted{thirdParty, notices}); err != nil {
			return err
		}
		fmt.Printf("onnxruntime: %s %s and %s through pip\n", target, version, notices)
		return nil
	}
	route, err := fetch(lib, work, target)
	if err != nil {
		return err
	}
	fmt.Printf("onnxruntime: %s %s through %s\n", target, version, route)
	return nil
}

// both fetches npm's build, and the notices through pip if a file for them is named.
func both(lib library, work, target, notices string) error {
	if err := withNpm(lib, work, target); err != nil {
		return err
	}
	fmt.Printf("onnxruntime: %s %s through npm\n", target, version)
	if notices == "" {
		return nil
	}
	return withPip(libraries["linux/amd64"].wheelTag, work, wanted{thirdParty, notices})
}

// fetch tries pip, then npm, and returns which of them had the library.
func fetch(lib library, work, target string) (route string, err error) {
	errPip := withPip(lib.wheelTag, work, wanted{lib.wheel, target})
	if errPip == nil {
		return "pip", nil
	}
	errNpm := withNpm(lib, work, target)
	if errNpm == nil {
		return "npm", nil
	}
	return "", fmt.Errorf("neither pip nor npm brought the library: %w", errors.Join(errPip, errNpm))
}

// pips are the ways to call pip, the one that a virtual environment sets first.
var pips = [][]string{{"python3", "-m", "pip"}, {"pip3"}, {"pip"}}

// wanted is a member of a package, and where it goes.
type wanted struct {
	member
	target string
}

func withPip(platform, work string, all ...wanted) error {
	pip, err := firstWorking(pips)
	if err != nil {
		return err
	}
	// Platform and interpreter are named, so that any pip fetches the same wheel.
	args := []string{
		"download", "--quiet", "--disable-pip-version-check", "--no-deps",
		"--only-binary=:all:", "--python-version=3.12", "--platform=" + platform,
		"--dest", work, "onnxruntime==" + version,
	}
	if err := client(work, pip, args...); err != nil {
		return err
	}
	wheel, err := only(work, "*.whl")
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := fromZip(wheel, w.member, w.target); err != nil {
			return err
		}
	}
	return nil
}

func withNpm(lib library, work, target string) error {
	npm, err := firstWorking([][]string{{"npm"}})
	if err != nil {
		return err
	}
	if err := client(work, npm, "pack", "--silent", "--ignore-scripts", "onnxruntime-node@"+version); err != nil {
		return err
	}
	archive, err := only(work, "*.tgz")
	if err != nil {
		return err
	}
	if err := fromTar(archive, lib.npm, target); err != nil || lib.beside.path == "" {
		return err
	}
	return fromTar(archive, lib.beside, filepath.Join(filepath.Dir(target), path.Base(lib.beside.path)))
}

// firstWorking returns the first of commands that answers to --version.
func firstWorking(commands [][]string) ([]string, error) {
	for _, c := range commands {
		args := append(c[1:len(c):len(c)], "--version")
		if exec.Command(c[0], args...).Run() == nil {
			return c, nil
		}
	}
	return nil, fmt.Errorf("%s is not on this machine", commands[len(commands)-1][0])
}

// client runs a package client in the folder work; its output is part of the
// error, and of nothing else.
func client(work string, command []string, args ...string) error {
	cmd := exec.Command(command[0], append(command[1:len(command):len(command)], args...)...)
	cmd.Dir = work
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, said)
	}
	return nil
}

// only returns the one file in dir that matches pattern.
func only(dir, pattern string) (string, error) {
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("want one %s, got %d", pattern, len(found))
	}
	return found[0], nil
}
