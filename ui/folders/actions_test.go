package folders

import (
	"strings"
	"testing"

	"recollect/engine/photo"
)

func TestAFolderThatMissesPhotosIsTold(t *testing.T) {
	for _, c := range []struct {
		folder photo.Folder
		want   string
	}{
		{photo.Folder{Path: "/a/Trip"}, ""},
		{photo.Folder{Path: "/a/Trip", Away: true, Reason: photo.AwayMissing}, ""},
		{photo.Folder{Path: "/a/Trip", Away: true, Reason: photo.AwayEmpty}, "Trip: The folder is empty"},
		{photo.Folder{Path: "/a/Trip", Away: true, Reason: photo.AwayLost}, "Trip: Many of the folder's photos"},
		{
			photo.Folder{Path: "/a/Trip", Away: true, Reason: photo.AwayLost, Missing: 1200},
			"Trip: 1,200 of the folder's photos are not there",
		},
	} {
		what, next := Suspicious([]photo.Folder{{Path: "/b"}, c.folder})
		if !strings.HasPrefix(what, c.want) || (what == "") != (c.want == "") || (next == "") != (c.want == "") {
			t.Errorf("%+v: %q, %q, want %q", c.folder, what, next, c.want)
		}
	}
}
