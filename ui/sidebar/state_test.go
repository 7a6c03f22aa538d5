package sidebar

import (
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
)

// A folder says to the pointer and to screen readers how changes in it are noticed; a sign has one only where that is
// not at once.
func TestStatesOfFolders(t *testing.T) {
	b, _ := shownBar(t)
	folders := []photo.Folder{
		{ID: 1, Path: "/watched", Photos: 7, State: photo.FolderWatched},
		{ID: 2, Path: "/polled", Photos: 7, State: photo.FolderPolled},
		{ID: 3, Path: "/away", Photos: 7, State: photo.FolderAway, Away: true, Reason: photo.AwayMissing},
		{ID: 4, Path: "/secret", Photos: 7, State: photo.FolderUnreadable},
		{ID: 5, Path: "/lost", Photos: 7, State: photo.FolderWatched, Away: true, Reason: photo.AwayLost, Missing: 3},
		{ID: 6, Path: "/unknown", Photos: 7},
	}
	b.SetFolders(slices.Clone(folders))
	for i, want := range []struct {
		says, number string
		sign         bool
	}{
		{"Watched", "7", false},
		{"now and then", "7", true},
		{"cannot be reached", "7", true},
		{"cannot be read", "7", true},
		{"not there", "3 missing", false},
		{"", "7", false},
	} {
		r := b.tree.shelf.box.Objects[i].(*row)
		said := strings.Contains(r.says, want.says) && (r.says == "") == (want.says == "")
		if !said || (r.badge != nil) != want.sign {
			t.Errorf("%s says %q, has a sign: %v", r.name, r.says, r.badge != nil)
		}
		if r.number != want.number {
			t.Errorf("%s has the number %q, want %q", r.name, r.number, want.number)
		}
		if label := r.AccessibilityLabel(); strings.Contains(label, r.says+")") != want.sign {
			t.Errorf("%s is called %q", r.name, label)
		}
		told := 0
		for _, item := range b.menu(folders[i]).Items {
			if want.says != "" && strings.Contains(item.Label, want.says) {
				told++
			}
		}
		if want.sign && told != 1 {
			t.Errorf("the menu of %s says so %d times", r.name, told)
		}
	}
	folders[1].State = photo.FolderWatched
	b.SetFolders(folders)
	if r := b.tree.shelf.box.Objects[1].(*row); r.badge != nil || !strings.Contains(r.says, "Watched") {
		t.Errorf("once it can be watched it says %q", r.says)
	}
}
