package command

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recollect/app/command/cli"
	"recollect/app/command/doctor"
)

// animals are photos that a test may index.
var animals = filepath.FromSlash("../../testdata/sample-photos/photos/animals")

// tagged is a library of the animals, one of which has a tag.
func tagged(t *testing.T) (m terminal, duck string) {
	t.Helper()
	m = newTerminal(t)
	duck = filepath.Join(animals, "white-duck.jpg")
	lines[summaryLine](m, "index", animals)
	if r := m.run("tag", "zoo", duck); r.status != cli.OK {
		t.Fatalf("got %+v", r)
	}
	return m, duck
}

// hasTag reports whether the duck still has its tag.
func hasTag(t *testing.T, m terminal, duck string) bool {
	t.Helper()
	return strings.Contains(m.run("search", "tag:zoo").stdout, filepath.Base(duck))
}

// atNoon makes it noon here until the test ends, so that the day does not end before it.
func atNoon(t *testing.T) {
	t.Helper()
	h, m, s := time.Now().UTC().Clock()
	here := time.Local
	time.Local = time.FixedZone("here", 12*3600-(3600*h+60*m+s))
	t.Cleanup(func() { time.Local = here })
}

// The command line makes a backup of the day, tells its age, and one dated in the future
// keeps it from nothing.
func TestTheCommandLineBacksUp(t *testing.T) {
	atNoon(t)
	m, duck := tagged(t)
	dir := filepath.Join(m.library, "backups")
	today := filepath.Join(dir, "recollect-"+time.Now().Format(time.DateOnly)+".db")
	if _, err := os.Stat(today); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(today, filepath.Join(dir, "recollect-2999-01-01.db")); err != nil {
		t.Fatal(err)
	}
	if r := m.run("favourite", duck); r.status != cli.OK {
		t.Fatalf("got %+v", r)
	}
	if _, err := os.Stat(today); err != nil {
		t.Error(err)
	}
	reported := func() doctor.Finding {
		for _, f := range lines[doctor.Finding](m, "doctor") {
			if f.Check == "backups" {
				return f
			}
		}
		t.Fatal("nothing is told of backups")
		return doctor.Finding{}
	}
	newest := "2, the newest of " + time.Now().Format("2 January 2006") + ", today"
	if f := reported(); !f.OK || !strings.Contains(string(f.What), newest) {
		t.Errorf("got %+v", f)
	}
	// One that cannot be made stops nothing, and is told.
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700), os.Mkdir(today, 0o700),
		os.Mkdir(filepath.Join(today, "x"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if r := m.run("favourite", "--remove", duck); r.status != cli.OK || r.stderr != "" {
		t.Errorf("got %+v", r)
	}
	if r := m.run("doctor"); r.status != cli.Failed || !strings.Contains(r.stdout, "the last one could not be made: ") {
		t.Errorf("got %+v", r)
	}
	if err := os.RemoveAll(today); err != nil {
		t.Fatal(err)
	}
	if r := m.run("favourite", duck); r.status != cli.OK {
		t.Errorf("got %+v", r)
	}
	if f := reported(); !f.OK {
		t.Errorf("got %+v", f)
	}
}

// Whoever opens a damaged library restores it, and says so in one sentence; status says it
// until a repair has found nothing more.
func TestRestoringIsTold(t *testing.T) {
	m, duck := tagged(t)
	path := filepath.Join(m.library, "recollect.db")
	for _, verb := range [][]string{{"favourite", duck}, {"--json", "index"}, {"--json", "doctor", "--repair"}} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bad := bytes.Clone(data)
		clear(bad[8192:][:4096])
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		r := m.run(verb...)
		if r.status != cli.OK || strings.Count(r.stderr, "\n") != 1 ||
			!strings.Contains(r.stderr, "restored from the backup of") ||
			!strings.Contains(r.stderr, "Nothing that you typed is lost") {
			t.Errorf("%q: got %+v", verb, r)
		}
		if verb[0] == "--json" && !strings.Contains(r.stdout, `"restored":{"at":`) {
			t.Errorf("%q: %s", verb, r.stdout)
		}
		status := lines[statusLine](m, "status")[0]
		if status.Restored == nil || status.Restored.Typed.Tags != 1 || status.Restored.Backup.IsZero() {
			t.Fatalf("%q: status tells %+v", verb, status.Restored)
		}
		if kept, err := os.ReadFile(filepath.Join(status.Restored.Aside, "recollect.db")); err != nil ||
			!bytes.Equal(kept, bad) {
			t.Errorf("%q: what was damaged is not kept (%v)", verb, err)
		}
		if !hasTag(t, m, duck) {
			t.Errorf("%q: the tag is lost", verb)
		}
	}
	if r := m.run("doctor", "--repair"); r.status != cli.OK || !strings.Contains(r.stdout, "nothing had to be mended") {
		t.Errorf("got %+v", r)
	}
	if s := lines[statusLine](m, "status")[0]; s.Restored != nil {
		t.Errorf("it is told for ever: %+v", s.Restored)
	}
}

// A byte that is wrong in the head of any page is mended, with a backup and without one.
func TestDoctorRepairsEveryPage(t *testing.T) {
	for _, without := range []string{"", "backups"} {
		m, duck := tagged(t)
		path := filepath.Join(m.library, "recollect.db")
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		for page := int64(1); page < info.Size()/4096; page += 23 {
			if without != "" {
				if err := os.RemoveAll(filepath.Join(m.library, without)); err != nil {
					t.Fatal(err)
				}
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if at := page*4096 + 7; at < int64(len(data)) {
				data[at] ^= 0x10
			}
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if r := m.run("doctor", "--repair"); r.status != cli.OK {
				t.Errorf("page %d: got %+v", page, r)
			}
			if !hasTag(t, m, duck) {
				lines[summaryLine](m, "index", animals) // which gives the photo back
				if !hasTag(t, m, duck) {
					t.Errorf("page %d: the tag is lost", page)
				}
			}
		}
	}
}

// A file that was never a catalog is left alone, until the doctor is asked to begin anew.
func TestNothingToSave(t *testing.T) {
	m := newTerminal(t)
	path := filepath.Join(m.library, "recollect.db")
	rubbish := bytes.Repeat([]byte("rubbish "), 1000)
	if err := errors.Join(os.MkdirAll(m.library, 0o700), os.WriteFile(path, rubbish, 0o600)); err != nil {
		t.Fatal(err)
	}
	if r := m.run("index", animals); r.status != cli.Failed || !strings.Contains(r.stderr, "doctor --repair") {
		t.Errorf("got %+v", r)
	}
	if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, rubbish) {
		t.Errorf("the file was touched (%v)", err)
	}
	r := m.run("doctor", "--repair")
	if r.status != cli.OK || !strings.Contains(r.stdout, "begun anew") ||
		!strings.Contains(r.stdout, "lost may be: what was typed") {
		t.Errorf("got %+v", r)
	}
	kept, err := filepath.Glob(filepath.Join(m.library, "damaged", "*", "recollect.db"))
	if err != nil || len(kept) != 1 {
		t.Errorf("kept are %q, %v", kept, err)
	}
}
