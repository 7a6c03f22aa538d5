package ingest

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/volume"
)

// A scan that misses more than one photo in tooMany of a folder, and at least
// few, does not believe what it sees: a drive may be half there, or a
// program may be at work on the folder. Of fewer than few nobody would say so
// each time that he tidies up a small folder.
const (
	tooMany = 5
	few     = 10
)

// judge tells why the folder of a part counts as away, after what was seen of it,
// or "".
func (in *Ingester) judge(p Part, v view, changes []scan.Change) photo.AwayReason {
	if v.missing {
		return photo.AwayMissing
	}
	switch lost, all := in.lost(p, changes), max(p.Folder.Photos, len(v.known)); {
	case p.Trust || lost == 0:
		return ""
	case p.entered() && in.emptied(p, v):
		return photo.AwayEmpty
	case lost*tooMany <= all:
		return ""
	case p.otherVolume():
		return photo.AwayVolume
	case lost >= few:
		return photo.AwayLost
	}
	return ""
}

// lost counts the photos of a part that are not there although nobody asked for
// them to be left out.
func (in *Ingester) lost(p Part, changes []scan.Change) int {
	root, n := p.Folder.Path, 0
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
			n++
		}
	}
	return n
}

// otherVolume reports whether the folder is known to lie on another volume than before.
func (p Part) otherVolume() bool {
	at, err := volume.Of(p.Folder.Path)
	return err == nil && at.Volume != "" && p.Folder.Volume != "" && at.Volume != p.Folder.Volume
}

// emptied reports whether nothing is in a folder that held photos: it may be
// only the place where a drive is mounted.
func (in *Ingester) emptied(p Part, v view) bool {
	if len(v.found) > 0 || len(v.unread) > 0 {
		return false
	}
	entries, err := os.ReadDir(p.Folder.Path)
	return err == nil && !slices.ContainsFunc(entries, func(d os.DirEntry) bool {
		return !in.Walker.Skips(filepath.Join(p.Folder.Path, d.Name())) // which every volume has
	})
}

// note records whether a folder is away, and where it lies if it is not and
// all of it was seen.
func (in *Ingester) note(ctx context.Context, p Part, why photo.AwayReason) error {
	if why != p.Folder.Reason {
		err := in.Catalog.SetAway(ctx, p.Folder.ID, why)
		in.OnCommit()
		if err != nil {
			return err
		}
	}
	if why != "" || !p.whole() {
		return nil
	}
	at, err := volume.Of(p.Folder.Path)
	if err != nil || at.Volume == p.Folder.Volume && at.Path == p.Folder.VolumePath {
		return nil // what cannot be told now is told by a later scan
	}
	return in.Catalog.SetVolume(ctx, p.Folder.ID, at.Volume, at.Path)
}
