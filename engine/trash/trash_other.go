//go:build !linux && !darwin && !(windows && (amd64 || arm64))

package trash

import "io/fs"

func put(string, fs.FileInfo) (Item, error) { return Item{}, ErrNoTrash }

func heldFrom(string) []Item { return nil }
