// Command onnxruntime puts ONNX Runtime's library, in the one version that
// Recollect is built for, into a folder.
//
// It fetches the library through the package client that the machine has: pip,
// or else npm (only packed, no script of the package is run). What arrives is
// kept only if its SHA-256 is the one written here. The client decides where
// packages come from.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const version = "1.30.0"

// library is one platform's build of ONNX Runtime. The two routes carry builds
// of their own, hence a member and a SHA-256 for each.
type library struct {
	file       string // name beside the program
	wheelTag   string // for pip's --platform
	wheel, npm member
}

// member is a file in a package and the SHA-256 of its bytes in hexadecimal.
type member struct{ path, sum string }

var libraries = map[string]library{
	"linux/amd64": {
		file:     "libonnxruntime.so",
		wheelTag: "manylinux_2_28_x86_64",
		wheel:    member{"onnxruntime/capi/libonnxruntime.so.1.30.0", "c902c70b3003c0e99fada202f37478c515ae9bba7944c2b2abd0017bae0c82ed"},
		npm:      member{"package/bin/napi-v6/linux/x64/libonnxruntime.so.1", "ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23"},
	},
	"linux/arm64": {
		file:     "libonnxruntime.so",
		wheelTag: "manylinux_2_28_aarch64",
		wheel:    member{"onnxruntime/capi/libonnxruntime.so.1.30.0", "8a218e1e446880131115c368ec7005969a5022af9a15a26173de648fef0b7789"},
		npm:      member{"package/bin/napi-v6/linux/arm64/libonnxruntime.so.1", "1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76"},
	},
	"windows/amd64": {
		file:     "onnxruntime.dll",
		wheelTag: "win_amd64",
		wheel:    member{"onnxruntime/capi/onnxruntime.dll", "e42c5c917207ff706530315177e39dca2539695a6a8d968a22225e34291b1f12"},
		npm:      member{"package/bin/napi-v6/win32/x64/onnxruntime.dll", "508c362f5673483dd3a086379c392795b2e42d10d5e6f3f90ebd7ac21c97af67"},
	},
	"darwin/arm64": {
		file:     "libonnxruntime.dylib",
		wheelTag: "macosx_14_0_arm64",
		wheel:    member{"onnxruntime/capi/libonnxruntime.1.30.0.dylib", "b46713ea6a25a5227541c21001f6422c1ccdeaecc369aa026a61b752520325c3"},
		npm:      member{"package/bin/napi-v6/darwin/arm64/libonnxruntime.1.30.0.dylib", "685d2be5dba1309c89d3a5324b7fd06a5c42f1a61bfea32d14c4cc28d072121d"},
	},
}

func main() {
	out := flag.String("o", "build", "folder to put the library into")
	platform := flag.String("platform", runtime.GOOS+"/"+runtime.GOARCH, "for which system and processor")
	flag.Parse()
	if err := run(*out, *platform); err != nil {
		fmt.Fprintln(os.Stderr, "onnxruntime:", err)
		os.Exit(1)
	}
}

// run leaves the library for platform in the folder out.
func run(out, platform string) error {
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
	route, err := fetch(lib, work, target)
	if err != nil {
		return err
	}
	fmt.Printf("onnxruntime: %s %s through %s\n", target, version, route)
	return nil
}

// fetch tries pip, then npm, and tells which of them brought the library.
func fetch(lib library, work, target string) (route string, err error) {
	errPip := withPip(lib, work, target)
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

func withPip(lib library, work, target string) error {
	pip, err := firstWorking(pips)
	if err != nil {
		return err
	}
	// Platform and interpreter are named, so that any pip fetches the same wheel.
	args := []string{
		"download", "--quiet", "--disable-pip-version-check", "--no-deps",
		"--only-binary=:all:", "--python-version=3.12", "--platform=" + lib.wheelTag,
		"--dest", work, "onnxruntime==" + version,
	}
	if err := client(work, pip, args...); err != nil {
		return err
	}
	wheel, err := only(work, "*.whl")
	if err != nil {
		return err
	}
	return fromZip(wheel, lib.wheel, target)
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
	return fromTar(archive, lib.npm, target)
}

// firstWorking is the first of commands that answers to --version.
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

// only is the one file in dir that matches pattern.
func only(dir, pattern string) (string, error) {
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("want one %s, got %d", pattern, len(found))
	}
	return found[0], nil
}
