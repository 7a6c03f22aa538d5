package ingest

import (
	"context"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/scan/scantest"
)

// away is the folder of b as the catalog has it.
func (b *bench) away() photo.Folder {
	b.t.Helper()
	f, err := b.in.Catalog.Folder(b.t.Context(), b.folder.ID)
	b.do(err)
	return f
}

// kinds counts the changes that were told since the last call, by kind.
func (b *bench) kinds() map[photo.ChangeKind]int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := map[photo.ChangeKind]int{}
	for _, c := range b.changes {
		n[c.Kind]++
	}
	b.changes = nil
	return n
}

// missing are the names of the photos that are away, by path.
func (b *bench) missing() (names []string) {
	b.t.Helper()
	all, err := b.in.Catalog.InFolder(b.t.Context(), b.folder.ID)
	b.do(err)
	for _, p := range all {
		if p.Away {
			names = append(names, filepath.Base(p.Path))
		}
	}
	return names
}

// A folder of which more than a fifth vanished goes on: only the losses wait.
func TestAFolderThatMissesManyGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(b *bench)
		part []string // looked at after it, each by itself; nil: all
		want Summary
		left int // missing then
	}{
		"nothing":     {func(*bench) {}, nil, Summary{}, 15},
		"a new photo": {func(b *bench) { b.draw("new.png", red) }, []string{"."}, Summary{Added: 1}, 15},
		"new photos below": {func(b *bench) {
			b.draw("in/a.png", red)
			b.draw("in/b.png", green)
		}, []string{"in"}, Summary{Added: 2}, 15},
		"a changed photo": {func(b *bench) { b.draw("30.png", red) }, []string{"."}, Summary{Changed: 1}, 15},
		"a moved photo": {func(b *bench) {
			b.do(os.Mkdir(b.at("in"), 0o755))
			b.rename("30.png", "in/30.png")
		}, nil, Summary{Moved: 1}, 15},
		"one more is lost": {func(b *bench) {
			b.do(os.Remove(b.at("30.png")))
		}, []string{"."}, Summary{Missing: 1}, 16},
		"one is back": {func(b *bench) { b.restore(3) }, []string{"."}, Summary{Found: 1}, 14},
		"one is elsewhere": {func(b *bench) {
			b.draw("in/other.png", gray(4))
		}, []string{"in"}, Summary{Moved: 1}, 14},
		"as many new photos": {func(b *bench) { b.more(60) }, nil, Summary{Added: 60}, 15},
		"all are back": {func(b *bench) {
			for n := range 15 {
				b.restore(n)
			}
		}, []string{"."}, Summary{Found: 15}, 0},
		"all are elsewhere": {func(b *bench) {
			for n := range 15 {
				b.draw(fmt.Sprintf("in/other%02d.png", n), gray(n+1))
			}
		}, []string{"in"}, Summary{Moved: 15}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := full(t, 40)
			b.do(os.Mkdir(b.aside(""), 0o755))
			for n := range 15 {
				b.do(os.Rename(b.at(b.numbered(n)), b.aside(b.numbered(n))))
			}
			b.kinds()
			if s := b.scan(); s != (Summary{Missing: 15}) || b.away().Missing != 15 {
				t.Fatalf("got %+v, %+v", s, b.away())
			}
			if k := b.kinds(); k["missing"] != 15 || k["away"] != 1 || len(k) != 2 {
				t.Errorf("told: %v", k)
			}
			before := b.counts()
			c.do(b)
			s := b.part(nil, c.part)
			if s != c.want {
				t.Errorf("got %+v, want %+v", s, c.want)
			}
			if n := b.encode(); n != c.want.Added+c.want.Changed {
				t.Errorf("%d encoded", n)
			}
			f := b.away()
			if f.Away != (c.left > 0) || f.Away && f.Reason != photo.AwayLost || f.Missing != c.left ||
				len(b.missing()) != c.left {
				t.Errorf("got %+v, %d are away, want %d", f, len(b.missing()), c.left)
			}
			after := b.counts()
			if after.Away != c.left || after.Gone != 0 || after.Photos != before.Photos+c.want.Added ||
				after.Encoded != after.Photos || after.Waiting != 0 {
				t.Errorf("got %+v", after)
			}
			if k := b.kinds(); k["back"] != 0 && c.left > 0 || k["back"] != 1 && c.left == 0 {
				t.Errorf("told: %v", k)
			}
			if s := b.trust(); s.Gone != c.left || b.away().Away || b.counts().Gone != c.left ||
				b.counts().Photos != after.Photos-c.left {
				t.Errorf("accepted: %+v, %+v, %+v", s, b.away(), b.counts())
			}
		})
	}
}

func (b *bench) numbered(n int) string { return fmt.Sprintf("%02d.png", n) }

// aside is a path outside of the library.
func (b *bench) aside(name string) string { return filepath.Join(filepath.Dir(b.dir), "aside", name) }

func (b *bench) restore(n int) {
	b.t.Helper()
	b.do(os.Rename(b.aside(b.numbered(n)), b.at(b.numbered(n))))
}

func (b *bench) more(photos int) {
	b.t.Helper()
	for n := range photos {
		b.draw(fmt.Sprintf("more/%03d.png", n), color.RGBA{R: uint8(n), G: 200, A: 255})
	}
}

// Photos that are still missing when few are, wherever they were, are gone as others.
func TestFewPhotosThatAreStillMissing(t *testing.T) {
	b := newBench(t)
	for n := range 40 {
		b.draw(fmt.Sprintf("%d/%02d.png", n/20, n), gray(n+1))
	}
	b.scan()
	b.encode()
	b.do(os.Rename(b.at("0"), b.aside("")))
	for n := 20; n < 25; n++ {
		b.do(os.Remove(b.at(fmt.Sprintf("1/%02d.png", n))))
	}
	if s := b.scan(); s != (Summary{Missing: 25}) {
		t.Fatalf("got %+v", s)
	}
	b.do(os.Rename(b.aside(""), b.at("0")))
	b.draw("1/20.png", gray(21)) // of which nobody has told yet
	if s := b.part([]string{"0"}, nil); s != (Summary{Found: 20, Gone: 4}) || b.away().Away {
		t.Errorf("got %+v, %+v", s, b.away())
	}
	if n := b.counts(); n.Photos != 36 || n.Gone != 4 || n.Away != 0 || n.Encoded != 36 {
		t.Errorf("got %+v", n)
	}
	if s := b.part(nil, []string{"1"}); s != (Summary{Changed: 1}) {
		t.Errorf("the one that is there: %+v", s)
	}
}

// A folder that is partly away and does not change costs no write.
func TestAFolderThatMissesManyAndIsQuiet(t *testing.T) {
	b := full(t, 20)
	b.lose(12)
	b.scan()
	commits := 0
	b.in.OnCommit = func(context.Context) { commits++ }
	for _, part := range [][]string{nil, {"."}} {
		if s := b.part(nil, part); s != (Summary{}) || commits != 0 {
			t.Errorf("%q: got %+v, %d commits", part, s, commits)
		}
	}
}

// What is lost and what is new are seen at once, and what moved is no loss.
func TestLossesAreCountedAfterMoves(t *testing.T) {
	for name, c := range map[string]struct {
		moved, deleted, added int
		want                  Summary
	}{
		"15 deleted and 20 added": {0, 15, 20, Summary{Added: 20, Missing: 15}},
		"40 copied to elsewhere":  {40, 0, 0, Summary{Moved: 40}},
		"40 moved and 12 deleted": {40, 12, 0, Summary{Moved: 40, Gone: 12}},
		"40 moved and 13 deleted": {40, 13, 5, Summary{Moved: 40, Missing: 13, Added: 5}},
	} {
		t.Run(name, func(t *testing.T) {
			b := full(t, 60)
			b.lose(c.moved + c.deleted)
			for n := range c.moved { // other files of the same content
				b.draw(fmt.Sprintf("in/x%02d.png", n), gray(n+1))
			}
			b.more(c.added)
			if s := b.scan(); s != c.want {
				t.Errorf("got %+v, want %+v", s, c.want)
			}
			if f := b.away(); f.Missing != c.want.Missing || f.Away != (c.want.Missing > 0) {
				t.Errorf("got %+v", f)
			}
			if s := b.scan(); s != (Summary{}) || b.away().Missing != c.want.Missing {
				t.Errorf("looked at again: %+v, %+v", s, b.away())
			}
			if n := b.encode(); n != c.added {
				t.Errorf("%d encoded, want %d", n, c.added)
			}
		})
	}
}

// A folder becomes whole when its photos turn up in another one of the library.
func TestMissingPhotosTurnUpInAnotherFolder(t *testing.T) {
	b := full(t, 20)
	dir := filepath.Join(filepath.Dir(b.dir), "other")
	b.do(os.Mkdir(dir, 0o755))
	other, err := b.in.Catalog.AddFolder(t.Context(), dir)
	b.do(err)
	b.lose(12)
	b.scan()
	ids := b.ids()
	b.kinds()
	for n := range 12 {
		b.draw(fmt.Sprintf("../other/%02d.png", n), gray(n+1))
	}
	s, err := b.in.Scan(t.Context(), Part{Folder: other})
	if err != nil || s != (Summary{Moved: 12}) || b.away().Away || b.encode() != 0 || b.kinds()["back"] != 1 {
		t.Errorf("got %+v, %v, %+v", s, err, b.away())
	}
	p, err := b.in.Catalog.ByPath(t.Context(), filepath.Join(dir, "00.png"))
	if err != nil || p.ID != ids["00.png"] || p.Away {
		t.Errorf("got %+v, %v", p, err)
	}
}

// A file of the content of a missing photo whose own file came back unseen is a copy.
func TestACopyOfAMissingPhotoThatIsBack(t *testing.T) {
	b := full(t, 20)
	b.lose(12)
	b.scan()
	ids := b.ids()
	b.draw("00.png", gray(1))
	b.draw("in/copy.png", gray(1))
	if s := b.part(nil, []string{"in"}); s != (Summary{Added: 1}) {
		t.Errorf("got %+v", s)
	}
	if b.scan(); b.ids()["00.png"] != ids["00.png"] || b.away().Missing != 11 {
		t.Errorf("got %+v", b.away())
	}
}

// Photos that wait while their drive is unplugged wait on when it is there again, and
// those that were added before do not outnumber them.
func TestMissingPhotosOfAFolderThatIsUnplugged(t *testing.T) {
	b := full(t, 60)
	b.lose(15)
	b.more(40)
	b.scan()
	b.encode()
	b.do(os.Rename(b.dir, b.aside("")))
	if b.scan(); b.reason() != photo.AwayMissing || b.counts().Away != 100 || b.away().Missing != 0 {
		t.Errorf("unplugged: %+v, %+v", b.away(), b.counts())
	}
	b.do(os.Rename(b.aside(""), b.dir))
	if s := b.scan(); s != (Summary{}) || b.reason() != photo.AwayLost || b.away().Missing != 15 ||
		b.counts().Away != 15 {
		t.Errorf("plugged in: %+v, %+v, %+v", s, b.away(), b.counts())
	}
}

// Something new in an empty folder is taken in, and the photos that were there wait,
// few as they are.
func TestSomethingNewInAnEmptyFolder(t *testing.T) {
	b := full(t, 3)
	b.lose(3)
	if b.scan(); b.reason() != photo.AwayEmpty || b.counts().Away != 3 {
		t.Fatalf("away: %q, %+v", b.reason(), b.counts())
	}
	b.draw("new.png", red)
	if s := b.part(nil, []string{"."}); s != (Summary{Added: 1, Missing: 3}) || b.reason() != photo.AwayLost ||
		b.counts().Away != 3 {
		t.Errorf("got %+v, %q, %+v", s, b.reason(), b.counts())
	}
	b.draw("in/new.png", green)
	if s := b.part(nil, []string{"in"}); s != (Summary{Added: 1}) || b.reason() != photo.AwayLost {
		t.Errorf("got %+v, %q", s, b.reason())
	}
}

// Of another drive nothing is taken in, though its pictures have the names of the folder's own.
func TestTheNamesOfAnotherVolume(t *testing.T) {
	b := full(t, 12)
	f := b.away()
	if f.Volume == "" {
		t.Skip("the system does not tell on which volume the test's folder lies")
	}
	b.do(b.in.Catalog.SetVolume(t.Context(), f.ID, "another", "."))
	for n := range 12 {
		b.write(b.numbered(n), fmt.Sprintf("another picture, of another size: %d", n))
	}
	b.write("new.png", "new")
	if s := b.scan(); s != (Summary{}) || b.reason() != photo.AwayVolume || b.counts().Away != 12 ||
		b.counts().Problems != 0 {
		t.Errorf("got %+v, away %q, %+v", s, b.reason(), b.counts())
	}
	for n := range 12 { // all of it was copied to a larger drive
		b.draw(b.numbered(n), gray(n+1))
	}
	b.do(os.Remove(b.at("new.png")))
	if s := b.scan(); s.Changed != 12 || b.reason() != "" || b.away().Volume != f.Volume {
		t.Errorf("got %+v, %+v", s, b.away())
	}
}

// A scan that ends in the middle leaves a sound record, and the next one goes on.
func TestAScanOfAFolderThatMissesManyIsCutOff(t *testing.T) {
	for _, kind := range []photo.ChangeKind{"missing", "away", "moved", "added"} {
		t.Run(string(kind), func(t *testing.T) {
			b := full(t, 60)
			b.lose(16)
			b.draw("in/moved.png", gray(1))
			b.more(200)
			ctx, cancel := context.WithCancel(t.Context())
			reportAway := b.in.OnChange
			b.in.OnChange = func(c photo.Change) {
				if reportAway(c); c.Kind == kind {
					cancel()
				}
			}
			if s, err := b.in.Scan(ctx, Part{Folder: b.away()}); err == nil {
				t.Fatalf("got %+v", s)
			}
			b.do(b.in.Catalog.Check(t.Context()))
			if b.scan(); b.away().Missing != 15 || b.reason() != photo.AwayLost || b.counts().Photos != 260 {
				t.Errorf("got %+v, %+v", b.away(), b.counts())
			}
		})
	}
}

// A photo that waits for its vector and is missing is not tried.
func TestMissingPhotosAreNotEncoded(t *testing.T) {
	b := newBench(t)
	for n := range 20 {
		b.draw(b.numbered(n), gray(n+1))
	}
	b.scan()
	b.lose(12)
	b.scan()
	if n := b.encode(); n != 8 || b.counts().Problems != 0 || b.counts().Waiting != 0 || b.counts().Away != 12 {
		t.Errorf("%d encoded, %+v", n, b.counts())
	}
}

// Photos of a folder that cannot be read are not lost; it is recorded until it can
// be read or is not there any more.
func TestAFolderThatCannotBeRead(t *testing.T) {
	if scantest.WithoutPrivilege(t) {
		return
	}
	for _, mode := range []os.FileMode{0, 0o100, 0o400} {
		t.Run(mode.String(), func(t *testing.T) {
			b := newBench(t)
			for n := range 30 {
				b.draw(fmt.Sprintf("in/%02d.png", n), gray(n+1))
				b.draw(fmt.Sprintf("in/below/%02d.png", n), gray(n+50))
			}
			b.draw("red.png", red)
			b.scan()
			b.encode()
			in := b.at("in")
			b.do(os.Chmod(in, mode))
			t.Cleanup(func() { _ = os.Chmod(in, 0o755) })
			b.kinds()
			for _, part := range [][]string{nil, {"in"}, {"."}, {"in/below"}} {
				if s := b.part(part, nil); s != (Summary{}) || b.reason() != "" || b.counts().Photos != 61 ||
					b.counts().Away != 0 {
					t.Errorf("%q: got %+v, %+v", part, s, b.counts())
				}
				if part == nil {
					b.wantUnreadable("in", 60)
				}
			}
			if k := b.kinds(); k["unreadable"] != 1 || len(k) != 1 {
				t.Errorf("told: %v", k)
			}
			b.draw("blue.png", blue)
			b.part(nil, []string{"."})
			b.wantUnreadable("in", 60)
			b.do(os.Chmod(in, 0o755))
			b.kinds()
			b.part([]string{"in"}, nil)
			b.wantUnreadable("", 0)
			if k := b.kinds(); k["readable"] != 1 {
				t.Errorf("told: %v", k)
			}
			b.do(os.Chmod(in, mode))
			b.scan()
			b.do(os.Chmod(in, 0o755))
			b.do(os.RemoveAll(in))
			b.part(nil, []string{"."})
			b.wantUnreadable("", 0)
		})
	}
}

func (b *bench) wantUnreadable(dir string, known int) {
	b.t.Helper()
	all, err := b.in.Catalog.Unreadable(b.t.Context(), true)
	b.do(err)
	if dir == "" && len(all) == 0 {
		return
	}
	if len(all) != 1 || all[0].Path != b.at(dir) || all[0].Known != known || all[0].Reason == "" ||
		all[0].Detail == "" {
		b.t.Errorf("got %+v, want %q with %d", all, dir, known)
	}
}

// A photo that is missing where nothing can be read any more stays so.
func TestMissingPhotosOfAFolderThatCannotBeRead(t *testing.T) {
	if scantest.WithoutPrivilege(t) {
		return
	}
	b := newBench(t)
	for n := range 30 {
		b.draw(fmt.Sprintf("in/%02d.png", n), gray(n+1))
	}
	b.draw("red.png", red)
	b.scan()
	for n := range 12 {
		b.do(os.Remove(b.at(fmt.Sprintf("in/%02d.png", n))))
	}
	b.scan()
	was := b.missing()
	b.do(os.Chmod(b.at("in"), 0))
	t.Cleanup(func() { _ = os.Chmod(b.at("in"), 0o755) })
	b.draw("blue.png", blue)
	if s := b.scan(); s != (Summary{Added: 1}) || len(was) != 12 || !slices.Equal(b.missing(), was) {
		t.Errorf("got %+v, %q, want %q", s, b.missing(), was)
	}
}

// What was lost while nobody recorded what is missing is told by looking at all.
func TestAFolderThatAnOlderProgramTookForLost(t *testing.T) {
	b := full(t, 60)
	b.lose(15)
	b.do(b.in.Catalog.SetAway(t.Context(), b.folder.ID, photo.AwayLost))
	b.draw("in/new.png", red)
	old := time.Now().Add(-time.Hour)
	b.do(os.Chtimes(b.at("in/new.png"), old, old))
	if s := b.part(nil, []string{"in"}); s != (Summary{Added: 1, Missing: 15}) {
		t.Errorf("got %+v", s)
	}
}
