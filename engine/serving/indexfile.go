package serving

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/index/compact"
	"recollect/engine/relevance"
	"recollect/engine/search"
)

// An index lies in a file that is named for its model and for the sequence of the catalog up to which
// it is complete, so that it is opened without its vectors being read. A file is never changed: the next
// one has another name, since a file that is in use cannot be replaced on every system. All of
// them are caches: without them the index is made of the catalog.

// When an index is written. A smaller one is read from the catalog faster than it is looked for, and
// what a crash loses is read from there again.
const (
	leastSaved = 1000 // photos that changed since it was written, and then an eighth of all
	leastAtEnd = 200  // and a fiftieth, when no more changes are coming
	// neverSlow is how many photos are taken to be scanned within tune.Slow: a quarter of what takes as long on two
	// crowded cores.
	neverSlow = 50_000
)

const (
	indexSuffix      = ".index"
	unfinishedSuffix = ".tmp"
)

// indexName is the name of a file.
func indexName(fingerprint string, sequence int64) string {
	return fingerprint + "-" + strconv.FormatInt(sequence, 10) + indexSuffix
}

// indexFiles are the names of the files of a model, the newest first.
func indexFiles(dir, fingerprint string) []string {
	var names []string
	of := map[string]int64{}
	if file.OwnFolder(dir) != nil {
		return nil
	}
	entries, _ := os.ReadDir(dir) // without the folder there are none
	for _, e := range entries {
		number, ok := strings.CutPrefix(strings.TrimSuffix(e.Name(), indexSuffix), fingerprint+"-")
		sequence, err := strconv.ParseInt(number, 10, 64)
		if !ok || err != nil || e.Name() != indexName(fingerprint, sequence) {
			continue
		}
		of[e.Name()] = sequence
		names = append(names, e.Name())
	}
	slices.SortFunc(names, func(a, b string) int {
		if of[a] > of[b] {
			return -1
		}
		return 1
	})
	return names
}

// openCorpus opens the newest index of a model that can be read, or an empty one, and says up to which
// sequence of the catalog it is complete.
func (s *Models) openCorpus(ctx context.Context, m *Model) (*search.Corpus, int64) {
	again := true
	for tries := 0; again && tries < 3; tries++ { // another process may replace the files meanwhile
		again = false
		for _, name := range indexFiles(s.o.IndexDir, m.Fingerprint()) {
			c, sequence, err := openIndex(ctx, filepath.Join(s.o.IndexDir, name), m)
			if err == nil {
				c.Choose(s.choice(m))
				return c, sequence
			}
			if errors.Is(err, fs.ErrNotExist) {
				again = true
			} else if ctx.Err() == nil {
				s.o.Log.Warn("open the index", "file", name, "err", err)
			}
		}
	}
	return search.NewCorpus(m.Info().Dim), 0
}

func openIndex(ctx context.Context, path string, m *Model) (*search.Corpus, int64, error) {
	c, meta, err := search.OpenCorpus(ctx, path, m.Info().Dim)
	if err != nil {
		return nil, 0, err
	}
	if meta.Label != label(m) || filepath.Base(path) != indexName(m.Fingerprint(), meta.Sequence) {
		err := fmt.Errorf("%w: it is of %q up to %d", compact.ErrFile, meta.Label, meta.Sequence)
		return nil, 0, errors.Join(err, c.Close())
	}
	return c, meta.Sequence, nil
}

// label says what an index is of: the vectors of a model, and traits that were computed with a bank.
func label(m *Model) string { return m.Fingerprint() + " " + relevance.Edition() }

// Occasion is when SaveIndex is called.
type Occasion int

// The occasions.
const (
	WhileChanging Occasion = iota
	WhenQuiet              // for the moment nothing changes any more
	AtClose                // there are some seconds left
)

// SaveIndex writes the index to a file if much of it has changed since the last one, and removes the
// files before; also if little has, unless more changes are coming. It takes minutes where a large library gets its
// graph, which therefore waits for another occasion than AtClose. Only the process that holds the library may
// call it, one call at a time.
func (a *Answerer) SaveIndex(ctx context.Context, when Occasion) error {
	if !a.known || a.only != nil || a.models.o.IndexDir == "" {
		return nil
	}
	// Read before: what comes in meanwhile is in the file, and is put there again by who opens it.
	sequence := a.follower.Sequence()
	if sequence == 0 { // it was never complete
		return nil
	}
	pending, n := a.Corpus.Pending(), a.Corpus.Len()
	enough := pending >= leastSaved+n/8
	if when != WhileChanging {
		enough = pending >= leastAtEnd+n/50
	}
	if !enough {
		return nil
	}
	choice, err := a.choose(ctx)
	if err != nil || choice.Graph && when == AtClose {
		return err
	}
	dir := a.models.o.IndexDir
	if err := errors.Join(file.OwnFolder(dir), os.MkdirAll(dir, 0o700), tag(dir)); err != nil {
		return err
	}
	// What was left unfinished may be what fills the disk.
	whole := func(name string) bool { return !strings.HasSuffix(name, unfinishedSuffix) }
	if err := removeIndexes(dir, whole); err != nil {
		return err
	}
	mine := a.Fingerprint() + "-"
	keep := func(name string) bool { return !strings.HasPrefix(name, mine) && a.models.names(name) }
	name := indexName(a.Fingerprint(), sequence)
	err = a.Corpus.Save(ctx, filepath.Join(dir, name), compact.Meta{Label: label(a.Model), Sequence: sequence},
		choice.Graph)
	switch {
	case errors.Is(err, compact.ErrFile): // the file in use is damaged: the next process begins anew
		return errors.Join(err, removeIndexes(dir, keep))
	case err != nil:
		return err
	}
	return errors.Join(a.tune(ctx, choice), removeIndexes(dir, func(other string) bool {
		return other == name || other == choiceName(a.Fingerprint()) || keep(other)
	}))
}

// tag marks the folder as a cache, which backups may leave out.
func tag(dir string) error {
	path := filepath.Join(dir, file.CacheTagName)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	says := file.CacheTag + "# Recollect keeps indexes here, and makes them again.\n"
	return durable.WriteFile(path, []byte(says), 0o600)
}

// names reports whether a file of an index is of a model at hand.
func (s *Models) names(file string) bool {
	for _, f := range s.Fingerprints() {
		if strings.HasPrefix(file, f+"-") {
			return true
		}
	}
	return false
}

// removeIndexes removes all files of indexes, and unfinished ones, but those to keep. An unfinished one has the name
// of the file that it should become, and more after it.
func removeIndexes(dir string, keep func(name string) bool) error {
	if err := file.OwnFolder(dir); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, hidden := strings.CutPrefix(e.Name(), ".")
		unfinished := hidden && strings.HasSuffix(name, unfinishedSuffix)
		cache := strings.HasSuffix(e.Name(), indexSuffix) || strings.HasSuffix(e.Name(), choiceSuffix)
		if (unfinished || cache) && !keep(name) {
			_ = os.Remove(filepath.Join(dir, e.Name())) // one that another process uses goes next time
		}
	}
	return nil
}

// DropIndexes removes all files of indexes.
func (s *Models) DropIndexes() error { return s.dropIndexes(func(string) bool { return false }) }

// DropIndex removes the files of the index of a model whose vectors were deleted. That of another model may be
// written meanwhile.
func (s *Models) DropIndex(fingerprint string) error {
	return s.dropIndexes(func(name string) bool { return !strings.HasPrefix(name, fingerprint+"-") })
}

func (s *Models) dropIndexes(keep func(name string) bool) error {
	if s.o.IndexDir == "" {
		return nil
	}
	err := removeIndexes(s.o.IndexDir, keep)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
