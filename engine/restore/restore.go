// Package restore makes backups of a library's catalog, and replaces a damaged catalog, so that
// user data survives a bad disk. It deletes nothing: the damaged file is moved into the folder
// damaged.
package restore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/catalog/journal"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// A damaged catalog is replaced by its newest good backup or, without one, by the rows that can be
// read of it. Then the journal is replayed. If the journal is damaged too, user data comes from the
// rows that can be read. The damaged file is moved to damaged/.

const (
	journalName  = "typed.log"
	sumsName     = "recollect.sums"
	restoredName = "restored.json"
)

// Files are the files of a library that hold what it knows.
type Files struct {
	Dir string // the library's folder
	Log *slog.Logger
	// Pace waits while a backup should; nil: it never should.
	Pace func(context.Context) error
}

// Catalog is the path of the catalog.
func (f Files) Catalog() string { return filepath.Join(f.Dir, "recollect.db") }

// Journal is the path of the journal of user data.
func (f Files) Journal() string { return filepath.Join(f.Dir, journalName) }

// Sums is the path of the catalog's checksums.
func (f Files) Sums() string { return filepath.Join(f.Dir, sumsName) }

func (f Files) part() string { return f.Catalog() + ".part" }
func (f Files) note() string { return filepath.Join(f.Dir, restoredName) }

// Lost returns catalog.ErrDamaged if the catalog of a library is missing although its journal or a
// backup is there.
func (f Files) Lost() error {
	_, err := os.Stat(f.Catalog())
	if !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if os.Rename(f.part(), f.Catalog()) == nil {
		return nil // a process ended just before this rename
	}
	all, err := f.All(time.Now())
	if _, none := os.Stat(f.Journal()); err != nil || none != nil && len(all) == 0 {
		return err
	}
	return fmt.Errorf("%w: the file is not there", catalog.ErrDamaged)
}

// Mend replaces a damaged catalog, which nobody may have open, by a sound one, and returns how. If
// nothing can be saved, it begins an empty one if begin is set; otherwise the damaged catalog stays
// where it is, and the error is damage.
func (f Files) Mend(ctx context.Context, o catalog.Options, damage error, begin bool) (*photo.Restoration, error) {
	now := time.Now()
	m := &mending{f: f, ctx: ctx, o: o, part: f.part(), salvaged: f.Catalog() + ".salvaged"}
	m.o.Sums, m.o.Verify, m.o.Journal = "", false, ""
	m.report.At = now
	m.report.Aside = unused(filepath.Join(f.Dir, "damaged", now.Format("2006-01-02T150405")))
	defer m.clean()
	if err := m.build(begin); err != nil {
		return nil, errors.Join(damage, err)
	}
	// Before the catalog is replaced, so that it is reported even if this process ends here.
	if err := f.Note(m.report); err != nil {
		return nil, errors.Join(damage, err)
	}
	if err := m.replace(); err != nil {
		return nil, errors.Join(damage, err, os.Remove(f.note()))
	}
	f.Log.Error("the catalog was damaged and has been replaced", "report", m.report, "damage", damage)
	return &m.report, nil
}

// unused returns path or, if that exists, path with the first number that is free.
func unused(path string) string {
	free := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s-%d", path, n)
	}
}

// mending builds the catalog that will replace a damaged one.
type mending struct {
	f              Files
	ctx            context.Context // of one call of Mend
	o              catalog.Options
	part, salvaged string
	report         photo.Restoration
}

// errNothing means that nothing can be saved.
var errNothing = errors.New("there is no good backup, and nothing can be read of the damaged file")

// build makes a sound catalog at m.part.
func (m *mending) build(begin bool) error {
	whole := catalog.JournalWhole(m.f.Journal())
	fromBackup, err := m.fromBackup()
	if err != nil {
		return err
	}
	var read catalog.Salvaged
	var unread error
	if !whole || !fromBackup {
		read, unread = catalog.Salvage(m.ctx, m.f.Catalog(), m.salvaged, m.o)
		if m.ctx.Err() != nil {
			return m.ctx.Err()
		}
	}
	switch {
	case fromBackup: // it lies at m.part
	case unread == nil:
		err = os.Rename(m.salvaged, m.part)
		m.report.Salvaged = read.Rows
	case !begin && !m.haveJournal():
		return errors.Join(errNothing, unread)
	}
	if err != nil {
		return err
	}
	if err := m.catchUp(fromBackup && !whole && unread == nil, read.Orphans); err != nil {
		return err
	}
	if !whole {
		m.reportLosses(fromBackup, read, unread)
	}
	return nil
}

func (m *mending) haveJournal() bool {
	_, err := os.Stat(m.f.Journal())
	return err == nil
}

// fromBackup copies the newest good backup to m.part. It reports whether there is one.
func (m *mending) fromBackup() (bool, error) {
	all, err := m.f.All(time.Now())
	if err != nil {
		return false, err
	}
	for _, backup := range all {
		if err := m.try(backup); err != nil {
			if m.ctx.Err() != nil {
				return false, m.ctx.Err()
			}
			m.f.Log.Warn("a backup is no good", "path", backup, "err", err)
			m.clean()
			continue
		}
		m.report.Backup = dayOf(backup)
		return true, nil
	}
	return false, nil
}

// try makes a copy of backup at m.part and opens it once, so that one of an
// older version is migrated, and a damaged one is found.
func (m *mending) try(backup string) error {
	if err := durable.Copy(backup, m.part); err != nil {
		return err
	}
	c, err := catalog.Open(m.ctx, m.part, m.o)
	if err != nil {
		return err
	}
	err = c.Check(m.ctx)
	if errors.Is(err, catalog.ErrDamaged) && c.CheckFile(m.ctx) == nil {
		if _, err = c.Repair(m.ctx); err == nil {
			err = c.Check(m.ctx)
		}
	}
	return errors.Join(err, c.Close())
}

// catchUp replays the journal in m.part, which is an empty catalog if there was none. With merge,
// it also adds the user data that could be read of the damaged catalog.
func (m *mending) catchUp(merge bool, orphans []journal.Act) error {
	o := m.o
	o.Journal = m.part + ".typed" // a copy: the journal itself stays until the catalog is in its place
	if err := durable.Copy(m.f.Journal(), o.Journal); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	c, err := catalog.Open(m.ctx, m.part, o)
	if err != nil {
		return err
	}
	defer c.Close() // again, on an error
	m.report.Redone, m.report.Lost = c.Replayed().Acts, c.Replayed().Lost
	if merge {
		n, lost, err := c.Merge(m.ctx, m.salvaged, orphans)
		if err != nil {
			return err
		}
		m.report.Redone += n
		m.report.Lost = append(m.report.Lost, lost...)
	}
	typed, err := c.Typed(m.ctx)
	if err != nil {
		return err
	}
	m.report.Typed = typed
	return errors.Join(c.Check(m.ctx), c.BeginHistory(m.ctx), c.Close())
}

// reportLosses reports what may be lost because the journal is incomplete.
func (m *mending) reportLosses(fromBackup bool, read catalog.Salvaged, unread error) {
	if unread != nil {
		m.report.Lost = append(m.report.Lost, "lost:typed")
		return
	}
	m.report.Lost = append(m.report.Lost, read.Lost...)
	if !fromBackup {
		for _, orphan := range read.Orphans {
			m.report.Lost = append(m.report.Lost, orphan.Lost())
		}
	}
}

// replace moves the damaged catalog aside, with a copy of the journal, and moves m.part to its
// place. On an error the damaged catalog is where it was.
func (m *mending) replace() error {
	f := m.f
	if err := os.MkdirAll(m.report.Aside, 0o700); err != nil {
		return err
	}
	// The copy comes first: if the disk is full, nothing has been moved yet.
	err := durable.Copy(f.Journal(), filepath.Join(m.report.Aside, journalName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := catalog.SetAside(f.Catalog(), m.report.Aside); err != nil {
		return errors.Join(err, catalog.PutBack(m.report.Aside, f.Catalog()))
	}
	// The catalog first: it is correct beside the old journal too; the new one is only shorter.
	if err := durable.Replace(m.part, f.Catalog()); err != nil {
		return errors.Join(err, catalog.PutBack(m.report.Aside, f.Catalog()))
	}
	if err := durable.Replace(m.part+".typed", f.Journal()); err != nil {
		f.Log.Warn("replace the journal; opening the catalog writes it anew", "err", err)
	}
	return nil
}

// clean removes temporary files.
func (m *mending) clean() {
	for _, path := range []string{m.part, m.salvaged} {
		for _, extra := range []string{"", "-wal", "-shm", "-journal", ".typed"} {
			if err := os.Remove(path + extra); err != nil && !errors.Is(err, fs.ErrNotExist) {
				m.f.Log.Warn("remove what mending has left", "err", err)
			}
		}
	}
}

// Note records what was restored, until Forget.
func (f Files) Note(r photo.Restoration) error {
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return durable.WriteFile(f.note(), append(data, '\n'), 0o600)
}

// Noted returns what an earlier process has restored and nobody has read; nil: nothing.
func (f Files) Noted() *photo.Restoration {
	data, err := file.Read(f.note(), maxNote)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var r photo.Restoration
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil {
		f.Log.Warn("read what was restored", "err", err)
		return nil
	}
	return &r
}

// Forget removes the note: a person has read it.
func (f Files) Forget() error {
	err := os.Remove(f.note())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return err
}

// dayOf returns the day in the name of a backup.
func dayOf(backup string) time.Time {
	day, err := time.ParseInLocation(Name, filepath.Base(backup), time.Local)
	if err != nil {
		panic(fmt.Sprintf("%s is no backup", backup)) // All checks it
	}
	return day
}
