package thumb

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

// torn is not whole, and carries the name of a small picture.
const torn = "abcd000000000000000000000000000000000000000000000000000000000000-320"

// Nothing that others put into the folder, or that a link there leads to, is
// removed by anything that removes; what is ours goes only from a folder of ours.
func TestOnlyWhatIsOursIsRemoved(t *testing.T) {
	tests := []struct {
		name string
		// lay puts things into the library's folder and returns what must stay.
		lay  func(t *testing.T, library string) []string
		goes []string // paths in thumbs that are removed
		want error    // of Trim
	}{
		{
			name: "thumbs is a link to a folder of others",
			lay: func(t *testing.T, library string) []string {
				there := filepath.Join(library, "others")
				stay := []string{
					put(t, filepath.Join(there, "v1", "ab", first)), put(t, filepath.Join(there, "v2", "ab", torn)),
					put(t, filepath.Join(there, "v1", "photo.jpg")),
				}
				link(t, there, filepath.Join(library, "thumbs"))
				return stay
			},
			want: ErrForeign,
		},
		{
			name: "a generation is a link",
			lay: func(t *testing.T, library string) []string {
				there := filepath.Join(library, "others")
				stay := []string{
					put(t, filepath.Join(there, "ab", first)), put(t, filepath.Join(there, "ab", torn)),
					put(t, filepath.Join(there, "ab", "photo.jpg")),
				}
				for _, generation := range []string{"v1", "v2"} {
					link(t, there, filepath.Join(library, "thumbs", generation))
				}
				return stay
			},
			want: ErrForeign,
		},
		{
			name: "a generation is a link inside of thumbs",
			lay: func(t *testing.T, library string) []string {
				there := filepath.Join(library, "thumbs", "photos")
				stay := []string{put(t, filepath.Join(there, "ab", first)), put(t, filepath.Join(there, "ab", torn))}
				for _, generation := range []string{"v1", "v2"} {
					link(t, "photos", filepath.Join(library, "thumbs", generation))
				}
				return stay
			},
			want: ErrForeign,
		},
		{
			name: "another program's folder, with names like ours in it",
			lay: func(t *testing.T, library string) []string {
				at := func(parts ...string) string {
					return put(t, filepath.Join(append([]string{library, "thumbs"}, parts...)...))
				}
				return []string{
					at("v1", "ab", first), at("v1", "notes.txt"), at("v2", "ab", torn), at("v2", "notes.txt"),
				}
			},
			want: ErrForeign,
		},
		{
			name: "a folder that is a cache of another program",
			lay: func(t *testing.T, library string) []string {
				at := func(parts ...string) string {
					return put(t, filepath.Join(append([]string{library, "thumbs"}, parts...)...))
				}
				return []string{at("v1", "ab", first), at("v1", markName), at("v2", "ab", torn), at("v2", markName)}
			},
			want: ErrForeign,
		},
		{
			name: "files of others in folders of ours",
			lay: func(t *testing.T, library string) []string {
				thumbs := filepath.Join(library, "thumbs")
				put(t, filepath.Join(thumbs, "v1", "ab", first))
				put(t, filepath.Join(thumbs, "v2", "ab", torn))
				err := errors.Join(writeMark(filepath.Join(thumbs, "v1")), writeMark(filepath.Join(thumbs, "v2")))
				if err != nil {
					t.Fatal(err)
				}
				var stay []string
				for _, name := range []string{
					"v1/ab/photo.jpg", "v1/cd/" + first, "v2/photo.jpg", "v2/ab/photo.jpg", "v2/ab/old.tmp",
					"v2/cd/" + torn, "v2/abc/" + torn, "v2/ab/sub/" + torn, "v01/ab/" + first, "v-1/x", "v0/x",
				} {
					stay = append(stay, put(t, filepath.Join(thumbs, filepath.FromSlash(name))))
				}
				outside := put(t, filepath.Join(library, "others", torn))
				link(t, outside, filepath.Join(thumbs, "v2", "ab", "ab"+strings.Repeat("0", 62)+"-320"))
				link(t, filepath.Dir(outside), filepath.Join(thumbs, "v2", "ef"))
				return append(stay, outside)
			},
			goes: []string{"v1/ab/" + first, "v2/ab/" + torn},
		},
		{
			name: "an older version's folders",
			lay: func(t *testing.T, library string) []string {
				thumbs := filepath.Join(library, "thumbs")
				put(t, filepath.Join(thumbs, "v1", "ab", first))
				put(t, filepath.Join(thumbs, "v2", "ab", torn))
				return nil
			},
			goes: []string{"v1", "v2/ab/" + torn},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			library := t.TempDir()
			stay := tt.lay(t, library)
			for _, path := range stay {
				age(t, path, 100*24*time.Hour)
			}
			thumbs := filepath.Join(library, "thumbs")
			c := Open(thumbs, 1) // nothing fits
			ab := photo.Hash{0xab, 0xcd}
			if _, err := c.Get(t.Context(), ab, Small); !errors.Is(err, ErrMissing) {
				t.Errorf("Get: %v", err)
			}
			if _, err := c.Check(t.Context(), true); err != nil && !errors.Is(err, tt.want) {
				t.Errorf("Check: %v", err)
			}
			if err := c.Trim(t.Context()); !errors.Is(err, tt.want) {
				t.Errorf("Trim: got %v, want %v", err, tt.want)
			}
			for _, path := range stay {
				if _, err := os.Lstat(path); err != nil {
					t.Errorf("gone: %v", err)
				}
			}
			for _, name := range tt.goes {
				_, err := os.Lstat(filepath.Join(thumbs, filepath.FromSlash(name)))
				if !errors.Is(err, os.ErrNotExist) {
					t.Errorf("%s: %v, want it gone", name, err)
				}
			}
		})
	}
}

func link(t *testing.T, to, at string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, at); err != nil {
		t.Fatal(err)
	}
}

// A folder that is a link is used all the same: a person may keep it elsewhere.
func TestLinkedFolderIsUsed(t *testing.T) {
	library := t.TempDir()
	there := filepath.Join(library, "elsewhere")
	if err := os.Mkdir(there, 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, there, filepath.Join(library, "thumbs"))
	c := Open(filepath.Join(library, "thumbs"), 0)
	if err := c.Put(hash("a"), Small, plain(red, 20, 10)); err != nil {
		t.Fatal(err)
	}
	checkColour(t, c, hash("a"), Small, red, image.Pt(20, 10))
	if err := c.Trim(t.Context()); err != nil {
		t.Errorf("Trim, with nothing to remove: %v", err)
	}
}

// A small picture that is a link is not read, nor is the time of what it leads to set.
func TestLinkedPictureIsNotTouched(t *testing.T) {
	c, dir := open(t)
	h := hash("a")
	if err := c.Put(h, Small, plain(red, 20, 10)); err != nil {
		t.Fatal(err)
	}
	path, photo := c.path(h, Small), filepath.Join(dir, "photo.jpg")
	if err := os.Rename(path, photo); err != nil {
		t.Fatal(err)
	}
	age(t, photo, 100*24*time.Hour)
	before, err := os.Stat(photo)
	if err != nil {
		t.Fatal(err)
	}
	link(t, photo, path)
	if _, err := c.Get(t.Context(), h, Small); err == nil {
		t.Error("it was read")
	}
	if after, err := os.Stat(photo); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("the time was set: %v", err)
	}
	if err := c.Put(h, Small, plain(blue, 20, 10)); err != nil {
		t.Fatal(err)
	}
	checkColour(t, c, h, Small, blue, image.Pt(20, 10))
	if data, err := os.ReadFile(photo); err != nil || int64(len(data)) != before.Size() {
		t.Errorf("what the link led to: %d bytes, %v", len(data), err)
	}
}

// An older version's folder is marked while all in it is ours: a file that others
// put there later changes nothing.
func TestOlderFolderIsAdopted(t *testing.T) {
	c, dir := open(t)
	old := put(t, filepath.Join(dir, "v2", "ab", torn))
	if err := c.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "v2", "notes.txt"))
	if bad, err := c.Check(t.Context(), true); err != nil || !slices.Equal(bad, []string{old}) {
		t.Errorf("Check: %v, %v", bad, err)
	}
	if got := files(t, dir); !slices.Equal(got, []string{"v2/notes.txt"}) {
		t.Errorf("left %v", got)
	}
}
