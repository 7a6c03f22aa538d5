package library

import (
	"testing"

	"recollect/engine/photo"
	"recollect/engine/watch"
)

func TestStateOfAFolder(t *testing.T) {
	unreadable := []photo.Unreadable{{Path: "/p/secret"}, {Path: "/away/x"}}
	polled := []watch.Polled{{Dir: "/nas"}, {Dir: "/p/mount"}, {Dir: "/home/mount"}}
	for _, c := range []struct {
		folder photo.Folder
		want   photo.FolderState
	}{
		{photo.Folder{Path: "/pictures"}, photo.FolderWatched},
		{photo.Folder{Path: "/nas"}, photo.FolderPolled},
		{photo.Folder{Path: "/home"}, photo.FolderPolled},
		{photo.Folder{Path: "/p"}, photo.FolderUnreadable},
		{photo.Folder{Path: "/p/secret"}, photo.FolderUnreadable},
		{photo.Folder{Path: "/p/sec"}, photo.FolderWatched},
		{photo.Folder{Path: "/away", Away: true, Reason: photo.AwayMissing}, photo.FolderAway},
		{photo.Folder{Path: "/lost", Away: true, Reason: photo.AwayLost}, photo.FolderWatched},
	} {
		if got := stateOf(c.folder, unreadable, polled); got != c.want {
			t.Errorf("%s: %s, want %s", c.folder.Path, got, c.want)
		}
	}
}
