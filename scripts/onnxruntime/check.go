package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"recollect/engine/model/ort/telemetry"
)

// excuses says of a library, by its SHA-256, why it is taken although it holds a
// telemetry client. None is.
var excuses = map[string]string{}

// check refuses the library at path, whose SHA-256 is sum, if it holds a
// telemetry client and excuses does not say why it may.
func check(path, sum string, excuses map[string]string) error {
	marks, err := telemetry.FindIn(path)
	if err != nil {
		return err
	}
	if len(marks) == 0 || excuses[sum] != "" {
		return nil
	}
	return fmt.Errorf("it holds a telemetry client (SHA-256 %s): %q", sum, marks)
}

// checkFile checks any library and says what it found.
func checkFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, f); err != nil {
		return err
	}
	sum := hex.EncodeToString(digest.Sum(nil))
	if err := check(path, sum, excuses); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	fmt.Printf("onnxruntime: %s (SHA-256 %s) may be used: %s\n", path, sum,
		cmp.Or(excuses[sum], "it holds no telemetry client"))
	return nil
}
