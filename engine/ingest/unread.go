package ingest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/scan"
)

// noteUnread records which folders inside those of parts could not be listed, and reports those
// that changed. Folders outside of the scan stay as they were.
func (in *Ingester) noteUnread(ctx context.Context, parts []Part, states []folderState) error {
	before, err := in.Catalog.Unreadable(ctx, false)
	if err != nil {
		return err
	}
	now := slices.DeleteFunc(slices.Clone(before), func(u photo.Unreadable) bool {
		return wasScanned(parts, states, u.Path)
	})
	for _, v := range states {
		for _, u := range v.unread {
			if u.Dir {
				now = append(now, unreadable(u))
			} else {
				in.OnChange(photo.Change{Kind: photo.ChangeFileUnreadable, Path: u.Path})
			}
		}
	}
	now = outermost(now)
	if slices.Equal(before, now) {
		return nil
	}
	if err := in.commit(ctx, func(tx *catalog.Tx) error { return tx.SetUnreadable(now) }); err != nil {
		return err
	}
	in.reportNew(photo.ChangeFolderUnreadable, now, before)
	in.reportNew(photo.ChangeFolderReadable, before, now)
	return nil
}

// reportNew reports the folders that are in list and not in but.
func (in *Ingester) reportNew(kind photo.ChangeKind, list, but []photo.Unreadable) {
	for _, u := range list {
		if !slices.ContainsFunc(but, func(b photo.Unreadable) bool { return b.Path == u.Path }) {
			in.OnChange(photo.Change{Kind: kind, Path: u.Path})
		}
	}
}

// wasScanned reports whether a scan of parts tried to list the folder dir, or dir does not exist
// any more.
func wasScanned(parts []Part, states []folderState, dir string) bool {
	for i, p := range parts {
		if !photo.Within(dir, p.Folder.Path) || states[i].unreachable {
			continue
		}
		below := slices.ContainsFunc(p.Deep, func(up string) bool { return photo.Within(dir, up) })
		if p.whole() || below || slices.Contains(p.Shallow, dir) {
			return true
		}
		_, err := os.Lstat(dir)
		return errors.Is(err, fs.ErrNotExist)
	}
	return false
}

// outermost returns the folders of all that lie in no other, by path, each once.
func outermost(all []photo.Unreadable) []photo.Unreadable {
	slices.SortStableFunc(all, func(a, b photo.Unreadable) int { return strings.Compare(a.Path, b.Path) })
	var out []photo.Unreadable
	for _, u := range all {
		if !slices.ContainsFunc(out, func(up photo.Unreadable) bool { return photo.Within(u.Path, up.Path) }) {
			out = append(out, u)
		}
	}
	return out
}

func unreadable(u scan.Unread) photo.Unreadable {
	reason := photo.NewReason("unread:folder", nil)
	if errors.Is(u.Err, fs.ErrPermission) {
		reason = photo.NewReason("unread:not-allowed", nil)
	}
	return photo.Unreadable{Path: u.Path, Reason: reason, Detail: u.Err.Error()}
}
