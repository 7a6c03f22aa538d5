package catalog

import (
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// removed is the reason of a folder that was removed from the library. Others do not see it as a
// folder; its row stays as long as the catalog has photos of it, all of them gone.
const removed photo.AwayReason = "removed"

// hasUserData is the SQL condition for photos with user data.
const hasUserData = `(EXISTS (SELECT 1 FROM favourites WHERE photo_id = photos.id) OR EXISTS (SELECT 1 FROM tags
	WHERE photo_id = photos.id)
	OR EXISTS (SELECT 1 FROM shows WHERE photo_id = photos.id AND verdict <> 0)
	OR EXISTS (SELECT 1 FROM edits WHERE photo_id = photos.id)
	OR EXISTS (SELECT 1 FROM members WHERE photo_id = photos.id))`

// RemoveFolder removes a folder and its photos from the library; the files stay. Photos with user
// data stay in the catalog as if they had vanished at the given time, so that a scan of any folder
// that has the files restores that data, until ForgetGone forgets them. Gone does not list them and
// Counts does not count them. The vectors of the others stay, so that nothing is embedded again
// when the folder is added again.
func (t *Tx) RemoveFolder(id photo.FolderID, at time.Time) error {
	paths, err := store.Collect(t.ctx, t.sql, store.Text, `SELECT path FROM folders WHERE id = ?`, id)
	if err != nil {
		return err
	}
	for _, path := range paths {
		t.Note(journal.Act{Do: journal.Folder, Name: journal.Text(path), No: true})
	}
	err = t.exec(`
		DELETE FROM photos WHERE folder_id = ?1 AND NOT `+hasUserData+`;
		DELETE FROM problems WHERE photo_id IN (SELECT id FROM photos WHERE folder_id = ?1);
		UPDATE photos SET was = path, path = 'gone:' || id, state = ?2, gone_ns = ?3, lead = 0, shot = 0
			WHERE folder_id = ?1 AND state <> ?2;
		UPDATE folders SET away = 1, reason = ?4 WHERE id = ?1`, id, gone, at.UnixNano(), removed)
	if err != nil {
		return err
	}
	if err := t.dropSpentFolders(); err != nil {
		return err
	}
	return t.dropEmptyDirs()
}

// dropSpentFolders deletes removed folders without photos.
func (t *Tx) dropSpentFolders() error {
	return t.exec(`DELETE FROM folders WHERE reason = ? AND NOT EXISTS (SELECT 1 FROM photos
		WHERE folder_id = folders.id)`, removed)
}
