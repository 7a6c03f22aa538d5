package engine

import (
	"bufio"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

// indexEnv names the library that a helper process changes, roundEnv says for which time.
const (
	indexEnv = "RECOLLECT_TEST_INDEX"
	roundEnv = "RECOLLECT_TEST_ROUND"
)

// TestChangeAndSave is the other process of TestKilledWhileSaving: it adds and removes photos, and writes the
// index, until it is killed.
func TestChangeAndSave(t *testing.T) {
	library := os.Getenv(indexEnv)
	if library == "" {
		return
	}
	round, err := strconv.Atoi(os.Getenv(roundEnv))
	if err != nil {
		t.Fatal(err)
	}
	e := open(t, options(t, library))
	folders, err := e.catalog.Folders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dogs(t, e) // it opens the bank
	os.Stdout.WriteString("begun\n")
	for i := range 12 { // 3,000 photos
		from := 10_000*round + 260*i
		addSome(t, e, folders[0].ID, from, from+260)
		err := e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
			for j := range photo.ID(10) {
				if err := tx.SetGone(photo.ID(1+200*round+10*i)+j, time.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		e.committed(t.Context())
		if err := e.saveIndex(t.Context(), serving.WhenQuiet); err != nil {
			t.Fatal(err)
		}
	}
	<-t.Context().Done() // it is killed
}

// killWhileSaving starts the other process, calls meanwhile while it works, and kills it d later.
func killWhileSaving(t *testing.T, library string, round int, d time.Duration, meanwhile func()) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChangeAndSave$", "-test.timeout=10m")
	c.Env = append(os.Environ(), indexEnv+"="+library, roundEnv+"="+strconv.Itoa(round))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "begun" {
		t.Fatalf("the process said %q", lines.Text())
	}
	meanwhile()
	time.Sleep(d) // to a moment that is left to chance
	killed := c.Process.Kill()
	if err := c.Wait(); err == nil && killed == nil {
		t.Fatal("the process ended by itself")
	}
}

// A process is killed at any moment of adding, removing and writing the index, while others read. Whoever
// opens the library then finds what is found without an index in a file.
func TestKilledWhileSaving(t *testing.T) {
	kills := 3
	if os.Getenv("RECOLLECT_SOAK") != "" {
		kills = 100
	}
	o := options(t, t.TempDir())
	e := withPhotos(t, o, 1200)
	if err := errors.Join(e.saveIndex(t.Context(), serving.WhenQuiet), e.Close()); err != nil {
		t.Fatal(err)
	}
	reading := o
	reading.Mode = ReadOnly
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	unfinished, used := 0, 0
	for round := range kills {
		t.Run("", func(t *testing.T) { // what it opens and copies goes at its end
			killWhileSaving(t, o.Library, round+1, time.Duration(random.IntN(12))*time.Millisecond, func() {
				if round%4 != 1 {
					unfinished += awaitUnfinished(t, o.Library)
					return
				}
				r := open(t, reading)
				dogs(t, r) // its file may be gone by now
				if n := r.models.Answerer().Corpus.Len(); n < 1000 {
					t.Errorf("beside: %d photos", n)
				}
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
			without := o
			without.Library = copyTree(t, o.Library)
			if err := os.RemoveAll(filepath.Join(without.Library, "index")); err != nil {
				t.Fatal(err)
			}
			used += sameAnswers(t, o, without)
		})
	}
	t.Logf("%d kills, %d of them soon after a file was begun; %d photos came from files", kills, unfinished, used)
	e = open(t, o)
	dogs(t, e)
	folders, err := e.catalog.Folders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	addSome(t, e, folders[0].ID, 5000, 6000)
	if err := e.saveIndex(t.Context(), serving.WhenQuiet); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(o.Library, "index"))
	// The others say that the folder is a cache, and how the index is searched.
	if err != nil || len(entries) != 3 || len(indexesOf(t, o)) != 1 {
		t.Errorf("%v is left, %v", entries, err)
	}
}

// sameAnswers compares a library with one that has no index in a file, and returns how many photos came
// from the file.
func sameAnswers(t *testing.T, o, without Options) int {
	t.Helper()
	with, other := open(t, o), open(t, without)
	corpus := with.models.Answerer().Corpus
	if got, want := dogs(t, with), dogs(t, other); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	fromFile := corpus.Len() - corpus.Pending()
	if n := other.models.Answerer().Corpus.Len(); corpus.Len() != n {
		t.Errorf("%d photos, want %d", corpus.Len(), n)
	}
	err := errors.Join(with.Upkeep.Check(t.Context()), other.Upkeep.Check(t.Context()))
	if err := errors.Join(err, with.Close(), other.Close()); err != nil {
		t.Error(err)
	}
	return fromFile
}

// awaitUnfinished returns 1 once a file of an index is being written, 0 if none is for a second.
func awaitUnfinished(t *testing.T, library string) int {
	t.Helper()
	for end := time.Now().Add(time.Second); time.Now().Before(end); {
		left, err := filepath.Glob(filepath.Join(library, "index", ".*.tmp"))
		if err != nil {
			t.Fatal(err)
		}
		if len(left) > 0 {
			return 1
		}
	}
	return 0
}
