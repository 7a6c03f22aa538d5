package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/library"
)

// What the user typed is only in the catalog and its journal, so that copies of it are
// kept: one a day, in backups/recollect-2026-11-24.db below the library's folder, made by
// the first process that changes it.
const (
	keepBackups = 10
	// backupLook is how often it is seen whether a day has passed: computers that
	// sleep at night have no fixed hour.
	backupLook = time.Hour
	backupName = "recollect-2006-01-02.db"
	// maxNote is how long a note of this package beside the catalog may be.
	maxNote = 64 << 10
	// failedName is the file that tells why the last backup could not be made.
	failedName = "failed.txt"
)

func (e *Engine) backupDir() string { return filepath.Join(e.opts.Library, "backups") }

// Backups tells how a library is backed up.
type Backups struct {
	Count  int
	Newest time.Time // its day; zero where there is none
	// Failed tells when and why the last backup could not be made; empty: it was made.
	Failed string
}

// Backups tells of the library's backups.
func (u *Upkeep) Backups() (Backups, error) {
	all, err := backups(u.e.backupDir(), time.Now())
	b := Backups{Count: len(all)}
	if len(all) > 0 {
		b.Newest = dayOf(all[0])
	}
	failed, none := file.Read(filepath.Join(u.e.backupDir(), failedName), maxNote)
	if none == nil {
		b.Failed = strings.TrimSpace(string(failed))
	}
	return b, err
}

// backUpDaily keeps backups, and forgets what is gone for long, until ctx ends.
func (e *Engine) backUpDaily(ctx context.Context) {
	look := time.NewTicker(backupLook)
	defer look.Stop()
	for {
		e.warn(ctx, "forget what is gone", library.ForgetGone(ctx, e.catalog, time.Now()))
		e.warn(ctx, "back up the catalog", e.Upkeep.BackUp(ctx))
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}

// BackUp makes today's backup, unless there is one, nothing has changed since the last,
// or another process holds the library, which makes it. Why it could not be made is
// told by Backups, too.
func (u *Upkeep) BackUp(ctx context.Context) error {
	e := u.e
	if e.mode != Exclusive {
		return nil
	}
	now := time.Now()
	err := e.backUp(ctx, now)
	if ctx.Err() != nil {
		return err
	}
	failed := filepath.Join(e.backupDir(), failedName)
	if err == nil {
		if gone := os.Remove(failed); !errors.Is(gone, fs.ErrNotExist) {
			return gone
		}
		return nil
	}
	text := fmt.Sprintf("%s %v\n", now.Format(time.DateTime), err)
	return errors.Join(err, durable.WriteFile(failed, []byte(text), 0o600))
}

// backUp makes the backup of the day of now, and removes those that are too many.
func (e *Engine) backUp(ctx context.Context, now time.Time) error {
	all, err := backups(e.backupDir(), now)
	if err != nil {
		return err
	}
	path := filepath.Join(e.backupDir(), now.Format(backupName))
	if len(all) > 0 && (all[0] == path || all[0] < path && !changedSince(e.catalogPath(), all[0])) {
		return nil
	}
	if err := os.MkdirAll(e.backupDir(), 0o700); err != nil {
		return err
	}
	if err := e.catalog.Backup(ctx, path); err != nil {
		return err
	}
	if err := file.OwnFolder(e.backupDir()); err != nil {
		return err // what it leads to is not ours to remove from
	}
	for _, old := range all[min(len(all), keepBackups-1):] {
		if err := os.Remove(old); err != nil {
			return fmt.Errorf("remove an old backup: %w", err)
		}
	}
	return e.catalog.WriteJournal(ctx) // it may be short again
}

// changedSince reports whether the catalog was written to after its backup was made.
func changedSince(catalog, backup string) bool {
	made, err := os.Stat(backup)
	if err != nil {
		return true
	}
	for _, path := range []string{catalog, catalog + "-wal"} {
		if info, err := os.Stat(path); err == nil && info.ModTime().After(made.ModTime()) {
			return true
		}
	}
	return false
}

// backups are the paths of all backups in dir, newest first; those dated after now,
// made while the clock was wrong, come last.
func backups(dir string, now time.Time) ([]string, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, nil // something else in the folder's place holds none
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []string
	for _, entry := range entries {
		if _, err := time.Parse(backupName, entry.Name()); err == nil && entry.Type().IsRegular() {
			all = append(all, filepath.Join(dir, entry.Name()))
		}
	}
	today := filepath.Join(dir, now.Format(backupName))
	slices.SortFunc(all, func(a, b string) int {
		if (a > today) != (b > today) {
			return strings.Compare(a, b)
		}
		return strings.Compare(b, a)
	})
	return all, nil
}
