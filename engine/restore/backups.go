package restore

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

	"recollect/engine/catalog"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// User data exists only in the catalog and its journal. So the first process that changes the
// library on a day makes a backup: backups/recollect-2026-11-24.db below the library's folder.
const (
	// Keep is how many backups are not removed.
	Keep = 10
	// Name is the name of a backup, as a layout of package time.
	Name = "recollect-2006-01-02.db"
	// maxNote is how long a note of this package beside the catalog may be.
	maxNote = 64 << 10
	// failedName is the file that says when and why the last backup could not be made.
	failedName = "failed.txt"
)

func (f Files) backupDir() string { return filepath.Join(f.Dir, "backups") }

// Backups is the state of a library's backups.
type Backups struct {
	Count  int
	Newest time.Time // the day of the newest; zero if there is none
	// Failed is why the last backup could not be made; empty: it was made. An error without
	// a code has the code "other" and its text as the argument "error".
	Failed photo.Reason
	// FailedAt is when that was, as time.DateTime writes it; it may be empty.
	FailedAt string
}

// Backups returns the state of the library's backups.
func (f Files) Backups() (Backups, error) {
	all, err := f.All(time.Now())
	b := Backups{Count: len(all)}
	if len(all) > 0 {
		b.Newest = dayOf(all[0])
	}
	failed, none := file.Read(filepath.Join(f.backupDir(), failedName), maxNote)
	if none == nil {
		b.FailedAt, b.Failed = parseFailure(strings.TrimSpace(string(failed)))
	}
	return b, err
}

// parseFailure reads what writeFailure wrote. Earlier versions wrote the error's text in
// place of the reason.
func parseFailure(text string) (at string, why photo.Reason) {
	if len(text) > len(time.DateTime) {
		at = text[:len(time.DateTime)]
		if _, err := time.Parse(time.DateTime, at); err == nil {
			return at, photo.Reason(strings.TrimSpace(text[len(at):]))
		}
	}
	return "", photo.Reason(text)
}

// writeFailure records that the backup at a time could not be made because of err.
func (f Files) writeFailure(at time.Time, err error) error {
	why, ok := photo.ReasonOf(err)
	if !ok {
		why = photo.NewReason("other", photo.Args{"error": err.Error()})
	}
	text := at.Format(time.DateTime) + " " + string(why) + "\n"
	return durable.WriteFile(filepath.Join(f.backupDir(), failedName), []byte(text), 0o600)
}

// BackUp makes today's backup of c, the catalog of these files, which no other process
// writes to, unless there is one or nothing has changed since the last. Why it could not
// be made is also in Backups.Failed.
func (f Files) BackUp(ctx context.Context, c *catalog.Catalog) error {
	now := time.Now()
	err := f.BackUpAt(ctx, c, now)
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		return errors.Join(err, f.writeFailure(now, err))
	}
	if gone := os.Remove(filepath.Join(f.backupDir(), failedName)); !errors.Is(gone, fs.ErrNotExist) {
		return gone
	}
	return nil
}

// BackUpAt makes the backup of the day of now, and removes those that are too many.
func (f Files) BackUpAt(ctx context.Context, c *catalog.Catalog, now time.Time) error {
	all, err := f.All(now)
	if err != nil {
		return err
	}
	path := filepath.Join(f.backupDir(), now.Format(Name))
	if len(all) > 0 && (all[0] == path || all[0] < path && !changedSince(f.Catalog(), all[0])) {
		return nil
	}
	if err := os.MkdirAll(f.backupDir(), 0o700); err != nil {
		return err
	}
	if err := c.Backup(ctx, path, f.Pace); err != nil {
		return err
	}
	if err := file.OwnFolder(f.backupDir()); err != nil {
		return err // a link leads elsewhere, where nothing may be removed
	}
	for _, old := range all[min(len(all), Keep-1):] {
		if err := os.Remove(old); err != nil {
			return fmt.Errorf("remove an old backup: %w", err)
		}
	}
	return c.WriteJournal(ctx) // which compacts it
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

// All returns the paths of all backups, newest first; those dated after now,
// made while the clock was wrong, come last.
func (f Files) All(now time.Time) ([]string, error) {
	dir := f.backupDir()
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, nil // something else in the folder's place holds none
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []string
	for _, entry := range entries {
		if _, err := time.Parse(Name, entry.Name()); err == nil && entry.Type().IsRegular() {
			all = append(all, filepath.Join(dir, entry.Name()))
		}
	}
	today := filepath.Join(dir, now.Format(Name))
	slices.SortFunc(all, func(a, b string) int {
		if (a > today) != (b > today) {
			return strings.Compare(a, b)
		}
		return strings.Compare(b, a)
	})
	return all, nil
}
