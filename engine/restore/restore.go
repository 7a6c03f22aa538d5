package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/catalog/journal"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// A damaged catalog is replaced: by its newest good backup, or by what can be read of
// it, and all that people typed is done again from the journal beside it or, where
// that is no good, taken from what can be read. The damaged file is kept in damaged/.

const (
	journalName  = "typed.log"
	sumsName     = "recollect.sums"
	restoredName = "restored.json"
)

func (e *Engine) journalPath() string  { return filepath.Join(e.opts.Library, journalName) }
func (e *Engine) partPath() string     { return e.catalogPath() + ".part" }
func (e *Engine) restoredPath() string { return filepath.Join(e.opts.Library, restoredName) }

// mend puts a sound catalog in the place of a damaged one, which nobody may have open.
// Where nothing can be saved, the damaged catalog stays where it is, unless begin, and the
// error is damage.
func (e *Engine) mend(ctx context.Context, o catalog.Options, damage error, begin bool) error {
	now := time.Now()
	m := &mending{e: e, ctx: ctx, o: o, part: e.partPath(), salvaged: e.catalogPath() + ".salvaged"}
	m.o.Sums, m.o.Verify, m.o.Journal = "", false, ""
	m.report.At = now
	m.report.Aside = unused(filepath.Join(e.opts.Library, "damaged", now.Format("2006-01-02T150405")))
	defer m.clean()
	if err := m.build(begin); err != nil {
		return errors.Join(damage, err)
	}
	// Told even if this process ends before it is done.
	if err := e.keepRestored(m.report); err != nil {
		return errors.Join(damage, err)
	}
	if err := m.replace(); err != nil {
		return errors.Join(damage, err, os.Remove(e.restoredPath()))
	}
	e.opts.Log.Error("the catalog was damaged and has been replaced", "report", m.report, "damage", damage)
	e.restored = &m.report
	e.state.set(func(s *photo.Status) { s.Restored = e.restored })
	return nil
}

// unused is path, or the first of it with a number that does not exist.
func unused(path string) string {
	free := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s-%d", path, n)
	}
}

// mending is a catalog in the making that will replace a damaged one.
type mending struct {
	e              *Engine
	ctx            context.Context // of one call of mend
	o              catalog.Options
	part, salvaged string
	report         photo.Restoration
}

// errNothing means that nothing can be saved.
var errNothing = errors.New("there is no good backup, and nothing can be read of the damaged file")

// build makes a sound catalog at m.part.
func (m *mending) build(begin bool) error {
	whole := catalog.JournalWhole(m.e.journalPath())
	fromBackup, err := m.fromBackup()
	if err != nil {
		return err
	}
	var read catalog.Salvaged
	var unread error
	if !whole || !fromBackup {
		read, unread = catalog.Salvage(m.ctx, m.e.catalogPath(), m.salvaged, m.o)
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
		m.tellLosses(fromBackup, read, unread)
	}
	return nil
}

func (m *mending) haveJournal() bool {
	_, err := os.Stat(m.e.journalPath())
	return err == nil
}

// fromBackup copies the newest good backup to m.part. It reports whether there is one.
func (m *mending) fromBackup() (bool, error) {
	all, err := backups(m.e.backupDir(), time.Now())
	if err != nil {
		return false, err
	}
	for _, backup := range all {
		if err := m.try(backup); err != nil {
			if m.ctx.Err() != nil {
				return false, m.ctx.Err()
			}
			m.e.opts.Log.Warn("a backup is no good", "path", backup, "err", err)
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

// catchUp does again in m.part what the journal tells, or begins an empty catalog there
// for it; merge: and adds what could be read of the damaged one.
func (m *mending) catchUp(merge bool, orphans []journal.Act) error {
	o := m.o
	o.Journal = m.part + ".typed" // a copy: the journal itself stays until the catalog is in its place
	if err := durable.Copy(m.e.journalPath(), o.Journal); err != nil && !errors.Is(err, fs.ErrNotExist) {
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
	return errors.Join(c.Check(m.ctx), c.Close())
}

// tellLosses says what nobody can know to be there: without a whole journal.
func (m *mending) tellLosses(fromBackup bool, read catalog.Salvaged, unread error) {
	since := ""
	if fromBackup {
		since = " since " + m.report.Backup.Format("2 January 2006")
	}
	if unread != nil {
		m.report.Lost = append(m.report.Lost,
			"what was typed"+since+", as far as the journal does not tell it: nothing can be read of the damaged catalog")
		return
	}
	for _, lost := range read.Lost {
		m.report.Lost = append(m.report.Lost, lost+since)
	}
	if !fromBackup {
		for _, orphan := range read.Orphans {
			m.report.Lost = append(m.report.Lost, orphan.String())
		}
	}
}

// replace sets the damaged catalog aside, with the journal as it was, and puts m.part
// in its place. On an error the damaged catalog is where it was.
func (m *mending) replace() error {
	e := m.e
	if err := os.MkdirAll(m.report.Aside, 0o700); err != nil {
		return err
	}
	// What needs room comes first: nothing has been moved yet if there is none.
	err := durable.Copy(e.journalPath(), filepath.Join(m.report.Aside, journalName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := catalog.SetAside(e.catalogPath(), m.report.Aside); err != nil {
		return errors.Join(err, catalog.PutBack(m.report.Aside, e.catalogPath()))
	}
	// The catalog first: beside the old journal it is right, and the new journal is only shorter.
	if err := durable.Replace(m.part, e.catalogPath()); err != nil {
		return errors.Join(err, catalog.PutBack(m.report.Aside, e.catalogPath()))
	}
	if err := durable.Replace(m.part+".typed", e.journalPath()); err != nil {
		e.opts.Log.Warn("replace the journal; opening the catalog writes it anew", "err", err)
	}
	return nil
}

// clean removes what was made on the way.
func (m *mending) clean() {
	for _, path := range []string{m.part, m.salvaged} {
		for _, extra := range []string{"", "-wal", "-shm", "-journal", ".typed"} {
			if err := os.Remove(path + extra); err != nil && !errors.Is(err, fs.ErrNotExist) {
				m.e.opts.Log.Warn("remove what mending has left", "err", err)
			}
		}
	}
}

// keepRestored writes down what was restored, until RestoredRead.
func (e *Engine) keepRestored(r photo.Restoration) error {
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return durable.WriteFile(e.restoredPath(), append(data, '\n'), 0o600)
}

// readRestored brings back what an earlier process has restored and nobody has read.
func (e *Engine) readRestored() {
	data, err := file.Read(e.restoredPath(), maxNote)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	var r photo.Restoration
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil {
		e.opts.Log.Warn("read what was restored", "err", err)
		return
	}
	e.state.set(func(s *photo.Status) { s.Restored = &r })
}

// RestoredRead says that a person has read what Status.Restored tells.
func (u *Upkeep) RestoredRead() error {
	e := u.e
	e.state.set(func(s *photo.Status) { s.Restored = nil })
	err := os.Remove(e.restoredPath())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return err
}

// Restored is what had to be restored when the Engine was opened or repaired, or nil.
func (u *Upkeep) Restored() *photo.Restoration { return u.e.restored }

// dayOf is the day of a backup, by its name.
func dayOf(backup string) time.Time {
	day, err := time.ParseInLocation(backupName, filepath.Base(backup), time.Local)
	if err != nil {
		panic(fmt.Sprintf("%s is no backup", backup)) // backups checks it
	}
	return day
}
