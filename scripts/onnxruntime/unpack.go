package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// fromZip writes the member m of a zip archive to target.
func fromZip(archive string, m member, target string) error {
	r, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := r.Open(m.path)
	if err != nil {
		return err
	}
	defer f.Close()
	return keep(f, m, target)
}

// fromTar writes the member m of a gzipped tar archive to target.
func fromTar(archive string, m member, target string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", archive, err)
	}
	r := tar.NewReader(z)
	for {
		head, err := r.Next()
		if err != nil {
			return fmt.Errorf("find %s in %s: %w", m.path, archive, err)
		}
		if head.Name == m.path {
			return keep(r, m, target)
		}
	}
}

// keep writes r to target if its bytes have the sum of m and hold no telemetry
// client. The target appears whole or not at all, so that its being there means
// that it is right.
func keep(r io.Reader, m member, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target))
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // no longer there once renamed
	defer tmp.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(tmp, sum), r); err != nil {
		return fmt.Errorf("unpack %s: %w", m.path, err)
	}
	got := hex.EncodeToString(sum.Sum(nil))
	if err := check(tmp.Name(), got, excuses); err != nil {
		return fmt.Errorf("%s: %w", m.path, err)
	}
	if got != m.sum {
		return fmt.Errorf("%s is not the file that was expected: want SHA-256 %s, got %s", m.path, m.sum, got)
	}
	if err := tmp.Chmod(0o755); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), target)
}
