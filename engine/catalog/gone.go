package catalog

import (
	"fmt"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/record"
	"recollect/engine/photo"
)

// SetGone records that the file of a photo is gone, as was found at the given time. Only Gone and
// GoneFiles return the photo from then on, until Move records where its file is again, or
// ForgetGone forgets it. A file that could not be shown is forgotten at once, unless it has user
// data.
func (t *Tx) SetGone(id photo.ID, at time.Time) error {
	// The photo leaves its shot in two steps: the first returns the shot.
	there, err := t.change(`
		UPDATE photos SET was = path, path = 'gone:' || id, state = ?, gone_ns = ?, lead = 0
		WHERE id = ? AND (state < ? OR state = ? AND `+hasUserData+`)`,
		gone, at.UnixNano(), id, broken, broken)
	if err != nil {
		return fmt.Errorf("photo %d is gone: %w", id, err)
	}
	if !there {
		return t.Delete(id)
	}
	return t.exec(`UPDATE photos SET shot = 0 WHERE id = ?1; DELETE FROM problems WHERE photo_id = ?1`, id)
}

// restoreGone restores the state of a photo whose file is there again.
func (t *Tx) restoreGone(id photo.ID) error {
	active, err := t.ledger.Active()
	if err != nil {
		return err
	}
	// The hash of a photo that was never read is the journal's (see addPlaceholder).
	_, err = t.db.Repeat(`UPDATE photos SET hash = NULL, todo = ?2
		WHERE id = ?1 AND hash IS NOT NULL AND colours IS NULL AND colour = ?3`,
		id, active, record.PackRGB(photo.UnknownColour))
	if err != nil {
		return err
	}
	_, err = t.db.Repeat(`
		UPDATE photos SET was = '', gone_ns = 0, state = hash IS NOT NULL WHERE id = ?`, id)
	return err
}

// ForgetGone forgets the photos that have been gone since before the given time, and returns how many.
func (t *Tx) ForgetGone(before time.Time) (int, error) {
	err := t.NoteOfAll(journal.Act{Do: journal.Forget}, `SELECT id FROM photos WHERE state = ? AND gone_ns < ?
		AND `+hasUserData, gone, before.UnixNano())
	if err != nil {
		return 0, err
	}
	res, err := t.sql.ExecContext(t.ctx, `DELETE FROM photos WHERE state = ? AND gone_ns < ?`, gone, before.UnixNano())
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, err
	}
	if err := t.dropSpentFolders(); err != nil || n == 0 {
		return 0, err
	}
	return int(n), t.dropEmptyDirs()
}
