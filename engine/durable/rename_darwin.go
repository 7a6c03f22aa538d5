package durable

import "golang.org/x/sys/unix"

// renameNew is errors.ErrUnsupported on volumes of FAT.
func renameNew(from, to string) error { return unix.RenamexNp(from, to, unix.RENAME_EXCL) }
