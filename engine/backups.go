package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/durable"
	"recollect/engine/file"
)

// What the user typed is only in the catalog, so that copies of it are kept:
// one a day, in backups/recollect-2026-11-24.db below the library's folder.
const (
	keepBackups = 7
	// backupLook is how often it is seen whether a day has passed: computers that
	// sleep at night have no fixed hour.
	backupLook = time.Hour
	backupName = "recollect-2006-01-02.db"
)

func (e *Engine) backupDir() string { return filepath.Join(e.opts.Library, "backups") }

// backUpDaily keeps backups, and forgets what is gone for long, until ctx ends.
func (e *Engine) backUpDaily(ctx context.Context) {
	look := time.NewTicker(backupLook)
	defer look.Stop()
	for {
		e.warn(ctx, "forget what is gone", e.forgetGone(ctx, time.Now()))
		e.warn(ctx, "back up the catalog", e.backUp(ctx, time.Now()))
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}

// backUp makes today's backup, unless there is one or nothing has changed since
// the last, and removes those that are too many.
func (e *Engine) backUp(ctx context.Context, now time.Time) error {
	all, err := backups(e.backupDir())
	if err != nil {
		return err
	}
	path := filepath.Join(e.backupDir(), now.Format(backupName))
	if len(all) > 0 && (all[0] >= path || !changedSince(e.catalogPath(), all[0])) {
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
	return nil
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

// backups are the paths of all backups in dir, newest first.
func backups(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []string
	for _, entry := range entries {
		if _, err := time.Parse(backupName, entry.Name()); err == nil {
			all = append(all, filepath.Join(dir, entry.Name()))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(b, a) })
	return all, nil
}

// restore puts the newest good backup in the place of a damaged catalog, which
// is set aside in damaged/, and returns the day of that backup. Where there is
// none, the damaged catalog stays where it is, and the error is damage.
func (e *Engine) restore(ctx context.Context, o catalog.Options, damage error) (time.Time, error) {
	all, err := backups(e.backupDir())
	if err != nil {
		return time.Time{}, errors.Join(damage, err)
	}
	part := e.catalogPath() + ".part"
	for _, backup := range all {
		if err := prepare(ctx, backup, part, o); err != nil {
			e.opts.Log.Warn("a backup is no good", "path", backup, "err", err)
			continue
		}
		now := time.Now()
		aside := filepath.Join(e.opts.Library, "damaged", now.Format("2006-01-02T150405"))
		if err := errors.Join(catalog.SetAside(e.catalogPath(), aside), durable.Replace(part, e.catalogPath())); err != nil {
			return time.Time{}, errors.Join(damage, err)
		}
		e.opts.Log.Error("the catalog was damaged; a backup took its place", "backup", backup, "aside", aside, "damage", damage)
		return time.ParseInLocation(backupName, filepath.Base(backup), now.Location())
	}
	return time.Time{}, damage
}

// prepare makes a copy of backup at part and opens it once, so that one of an
// older version is migrated, and a damaged one is found.
func prepare(ctx context.Context, backup, part string, o catalog.Options) error {
	if err := copyFile(backup, part); err != nil {
		return err
	}
	c, err := catalog.Open(ctx, part, o)
	if err != nil {
		return err
	}
	return errors.Join(c.Check(ctx), c.Close())
}

func copyFile(from, to string) error {
	src, err := file.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := file.OpenOwn(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}
