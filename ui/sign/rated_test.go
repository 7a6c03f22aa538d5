package sign

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

// Stars, a label and a rejection are shown where the tile has room for them, within it and left of the check mark.
func TestRated(t *testing.T) {
	test.NewTempApp(t)
	wide, narrow, tiny := fyne.NewSize(260, 196), fyne.NewSize(110, 196), fyne.NewSize(30, 30)
	r := NewRated(container.NewWithoutLayout())
	for _, tt := range []struct {
		said photo.Rated
		tile fyne.Size
		want string
	}{
		{photo.Rated{}, wide, ""},
		{photo.Rated{Stars: 3}, wide, "★★★"},
		{photo.Rated{Stars: 5, Label: "Red"}, wide, "● ★★★★★"},
		{photo.Rated{Label: "Rot"}, wide, "●"},
		{photo.Rated{Stars: photo.RejectedRating}, wide, "✕"},
		{photo.Rated{Stars: photo.RejectedRating, Label: "Blue"}, narrow, "● ✕"},
		{photo.Rated{Stars: 9}, wide, "★★★★★"},
		{photo.Rated{Stars: 5}, narrow, "★5"},
		{photo.Rated{Stars: 1}, narrow, "★"},
		{photo.Rated{Stars: 5}, tiny, ""},
	} {
		r.Place(tt.said, fyne.NewPos(100, 50), tt.tile)
		if got := r.Text(); got != tt.want {
			t.Errorf("%+v on %v shows %q, want %q", tt.said, tt.tile, got, tt.want)
		}
		if a := r.Area(); a.Shown && (a.At.X < 100 || a.At.Y+a.Size.Height > 50+tt.tile.Height ||
			a.At.X+a.Size.Width > 100+tt.tile.Width-TickSize-8) {
			t.Errorf("%+v on %v lies at %+v", tt.said, tt.tile, a)
		}
	}
	r.Hide()
	if r.Text() != "" || (*Rated)(nil).Text() != "" || (*Rated)(nil).Area().Shown {
		t.Error("what is hidden shows something")
	}
}
