package catalog

import (
	"time"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// In a folder that is partly offline (AwayLost), photos with missing files have a time in gone_ns
// though they are not gone: they wait for the user's answer or for their files, and nothing else
// about them changes. In a folder that is offline for another reason, every photo is offline.

// SetMissing records that the file of a photo was missing at the given time; the zero time: it is
// not missing. It reports whether that is a change. The photo's folder must be offline.
func (t *Tx) SetMissing(id photo.ID, since time.Time) (bool, error) {
	at := int64(0)
	if !since.IsZero() {
		at = since.UnixNano()
	}
	res, err := t.db.Repeat(`
		UPDATE photos SET gone_ns = ?1 WHERE id = ?2 AND state <> ?3 AND (gone_ns <> 0) <> (?1 <> 0)`, at, id, gone)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// SetAway records why a folder is offline; "": it is online, and none of its photos is missing.
func (t *Tx) SetAway(id photo.FolderID, why photo.AwayReason) error {
	err := t.exec(`UPDATE folders SET away = ?1 <> '', reason = ?1 WHERE id = ?2 AND reason <> ?3`, why, id, removed)
	if err != nil || why != "" {
		return err
	}
	return t.exec(`UPDATE photos SET gone_ns = 0 WHERE folder_id = ? AND state <> ? AND gone_ns <> 0`, id, gone)
}

// EndLosses records partly offline folders as online if none of their photos is missing any more,
// and returns them.
func (t *Tx) EndLosses() ([]photo.Folder, error) {
	online, err := store.Collect(t.ctx, t.sql, scanFolder, folderQuery+`AND f.reason = 'lost' AND NOT EXISTS
		(SELECT 1 FROM photos p WHERE p.folder_id = f.id AND p.state <> 3 AND p.gone_ns <> 0)`)
	if err != nil {
		return nil, err
	}
	for i := range online {
		if err := t.SetAway(online[i].ID, ""); err != nil {
			return nil, err
		}
		online[i].Away, online[i].Reason = false, ""
	}
	return online, nil
}
