package ingest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/volume"
)

// If a scan misses more than one in tooMany photos of a folder, and at least few, the photos are
// not recorded as gone: a drive may be incomplete, or a program may be working on the folder. Fewer
// than few are, so that tidying a small folder needs no confirmation.
const (
	tooMany = 5
	few     = 10
)

// verdict is a scan's judgement of a part's folder.
type verdict struct {
	why    photo.AwayReason
	lost   map[photo.ID]bool // the photos within the scan that are not there
	others []photo.Recorded  // missing photos outside of the scan
}

// missing is how many photos of the folder are not there.
func (j verdict) missing() int { return len(j.lost) + len(j.others) }

// judge decides whether the folder of a part is offline. missing are the photos of the library that
// were missing before.
func (in *Ingester) judge(p Part, v folderState, changes []scan.Change, missing []photo.Recorded) verdict {
	if v.unreachable {
		return verdict{why: photo.AwayMissing}
	}
	j := verdict{lost: in.lost(p, changes), others: notSeen(p, changes, missing)}
	// If photos were added while others are missing, the share of missing ones means nothing: added
	// ones must not hide a loss.
	doubted := len(j.others) > 0 ||
		slices.ContainsFunc(v.known, func(k photo.Recorded) bool { return k.Missing && j.lost[k.ID] })
	lost, all := j.missing(), max(p.Folder.Photos, len(v.known))
	other := p.otherVolume()
	if other {
		lost += strangers(v, changes)
	}
	switch {
	case p.Trust || lost == 0:
	case p.entered() && in.emptied(p, v):
		j.why = photo.AwayEmpty
	case lost*tooMany <= all && (!doubted || lost < few):
	case other:
		j.why = photo.AwayVolume
	case lost >= few || doubted || p.Folder.Reason == photo.AwayEmpty:
		j.why = photo.AwayLost
	}
	return j
}

// lost returns the photos of a part that are not there although nobody excluded them.
func (in *Ingester) lost(p Part, changes []scan.Change) map[photo.ID]bool {
	root, all := p.Folder.Path, map[photo.ID]bool{}
	hidden := map[string]bool{} // by folder
	for _, c := range changes {
		if c.Kind != scan.Gone || !photo.Within(c.File.Path, root) || in.Walker.Excludes(root, c.File.Path, false) {
			continue
		}
		dir := filepath.Dir(c.File.Path)
		if _, asked := hidden[dir]; !asked {
			hidden[dir] = in.Walker.Hides(root, dir)
		}
		if !hidden[dir] {
			all[c.ID] = true
		}
	}
	return all
}

// notSeen returns the missing photos of a part's folder that a scan did not cover, or where it
// could not read.
func notSeen(p Part, changes []scan.Change, missing []photo.Recorded) (others []photo.Recorded) {
	seen := map[photo.ID]bool{}
	for _, c := range changes {
		seen[c.ID] = true
	}
	for _, m := range missing {
		if photo.Within(m.Path, p.Folder.Path) && !seen[m.ID] {
			others = append(others, m)
		}
	}
	return others
}

// believed returns the missing photos that this scan did not cover, of a folder with few losses:
// they are gone as well.
func (j verdict) believed() (changes []scan.Change) {
	if j.why != "" {
		return nil
	}
	for _, m := range j.others {
		if _, err := os.Lstat(m.Path); errors.Is(err, fs.ErrNotExist) {
			changes = append(changes, scan.Change{Kind: scan.Gone, ID: m.ID, File: m.File})
		}
	}
	return changes
}

// strangers counts the files whose size differs from that of the photo at the same path. Cameras
// use the same numbers on every card.
func strangers(v folderState, changes []scan.Change) int {
	size := make(map[photo.ID]int64, len(v.known))
	for _, k := range v.known {
		size[k.ID] = k.Size
	}
	n := 0
	for _, c := range changes {
		if was, known := size[c.ID]; known && c.Kind == scan.Changed && was != c.File.Size {
			n++
		}
	}
	return n
}

// otherVolume reports whether the folder is on another volume than before, if both are known.
func (p Part) otherVolume() bool {
	at, err := volume.Of(p.Folder.Path)
	return err == nil && at.Volume != "" && p.Folder.Volume != "" && at.Volume != p.Folder.Volume
}

// emptied reports whether a folder that had photos is empty: it may be only the mount point of a
// drive.
func (in *Ingester) emptied(p Part, v folderState) bool {
	if len(v.found) > 0 || len(v.unread) > 0 {
		return false
	}
	entries, err := os.ReadDir(p.Folder.Path)
	return err == nil && !slices.ContainsFunc(entries, func(d os.DirEntry) bool {
		return !in.Walker.Skips(filepath.Join(p.Folder.Path, d.Name())) // every volume has such files
	})
}

func idsOf(list []photo.Recorded) map[photo.ID]bool {
	ids := make(map[photo.ID]bool, len(list))
	for _, r := range list {
		ids[r.ID] = true
	}
	return ids
}

// settle judges the folders of parts and records the result. It returns the changes that are still
// to be recorded: none of a folder that is offline, and no loss of one that is partly so.
func (in *Ingester) settle(
	ctx context.Context, parts []Part, states []folderState, changes []scan.Change, missing []photo.Recorded,
) ([]scan.Change, Summary, error) {
	var s Summary
	known := idsOf(missing)
	for i, p := range parts {
		j := in.judge(p, states[i], changes, missing)
		mine, rest := split(p, j, changes, known)
		some, err := in.note(ctx, p, j, mine)
		s.Add(some)
		if err != nil {
			return nil, s, err
		}
		changes = append(rest, j.believed()...)
	}
	return changes, s, nil
}

// split removes from changes those of the part's folder about missing and found photos, which the
// verdict covers; mine are the new ones of these. Of an offline folder it removes all changes.
func split(p Part, j verdict, changes []scan.Change, known map[photo.ID]bool) (mine, rest []scan.Change) {
	for _, c := range changes {
		within := photo.Within(c.File.Path, p.Folder.Path)
		switch {
		case within && j.why != "" && !j.why.Partly():
		case within && j.why.Partly() && known[c.ID] && j.lost[c.ID]:
		case within && (c.Kind == scan.Found || j.why.Partly() && j.lost[c.ID]):
			mine = append(mine, c)
		default:
			rest = append(rest, c)
		}
	}
	return mine, rest
}

// note records in one transaction whether a folder is offline and which of its photos are missing;
// then its volume, if it is online and was scanned completely.
func (in *Ingester) note(ctx context.Context, p Part, j verdict, changes []scan.Change) (Summary, error) {
	var s Summary
	if j.why != p.Folder.Reason || len(changes) > 0 {
		news, err := in.noteMissing(ctx, p, j, changes)
		if err != nil {
			return s, err
		}
		for _, c := range news {
			if c.Kind == scan.Found {
				s.Found++
				in.OnChange(photo.Change{Kind: photo.ChangeFound, Path: c.File.Path})
			} else {
				s.Missing++
				in.OnChange(photo.Change{Kind: photo.ChangeMissing, Path: c.File.Path})
			}
		}
		if j.why != p.Folder.Reason || s.Missing > 0 {
			in.reportAway(p.Folder.Path, j.why, j.missing())
		}
	}
	if j.why != "" || !p.whole() {
		return s, nil
	}
	at, err := volume.Of(p.Folder.Path)
	if err != nil || at.Volume == p.Folder.Volume && at.Path == p.Folder.VolumePath {
		return s, nil // a later scan tries again
	}
	return s, in.Catalog.SetVolume(ctx, p.Folder.ID, at.Volume, at.Path)
}

// noteMissing returns those of the changes that were not known before.
func (in *Ingester) noteMissing(
	ctx context.Context, p Part, j verdict, changes []scan.Change,
) (news []scan.Change, err error) {
	now := time.Now()
	err = in.commit(ctx, func(tx *catalog.Tx) error {
		for _, c := range changes {
			since := now
			if c.Kind == scan.Found {
				since = time.Time{}
			}
			isNew, err := tx.SetMissing(c.ID, since)
			if err != nil {
				return err
			}
			if isNew {
				news = append(news, c)
			}
		}
		if j.why == p.Folder.Reason {
			return nil
		}
		return tx.SetAway(p.Folder.ID, j.why)
	})
	return news, err
}

// reportAway reports to OnChange whether a folder is offline, and how many of its photos are missing if
// it is partly so.
func (in *Ingester) reportAway(path string, why photo.AwayReason, missing int) {
	switch {
	case why == "":
		in.OnChange(photo.Change{Kind: photo.ChangeBack, Path: path})
	case why.Partly():
		in.OnChange(photo.Change{Kind: photo.ChangeAway, Path: path, Reason: why, Missing: missing})
	default:
		in.OnChange(photo.Change{Kind: photo.ChangeAway, Path: path, Reason: why})
	}
}

// endLosses marks folders as online whose missing photos were all found elsewhere.
func (in *Ingester) endLosses(ctx context.Context, changes []scan.Change, missing []photo.Recorded) error {
	waited := idsOf(missing)
	if !slices.ContainsFunc(changes, func(c scan.Change) bool { return waited[c.ID] }) {
		return nil
	}
	var whole []photo.Folder
	err := in.Catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		whole, err = tx.EndLosses()
		return err
	})
	if err != nil || len(whole) == 0 {
		return err
	}
	in.OnCommit(ctx)
	for _, f := range whole {
		in.reportAway(f.Path, "", 0)
	}
	return nil
}
