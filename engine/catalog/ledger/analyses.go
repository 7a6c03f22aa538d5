package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// The ledger of analyses records which steps have analysed which contents. A step is identified by
// its key, the name and version of what derives something from a content; its results are in tables
// of their own, and stay when another key replaces it.

// ColourKey is the key of the step that finds dominant colours.
const ColourKey = "colour v1"

// EmbedKey is the key of the step that embeds contents with the model of a fingerprint.
func EmbedKey(model string) string { return "embed " + model }

// TraitsKey is the key of the step that computes traits with the bank of a fingerprint.
func TraitsKey(bank string) string { return "traits " + bank }

// SuggestKey is the key of the step that suggests things; value is that of ThingsKey.
func SuggestKey(value string) string { return "things " + value }

// mostSteps is how many keys can be recorded at a time.
const mostSteps = 62

// Ledger reads the records of analyses, models and changes.
type Ledger struct {
	db   *sql.DB
	bank string
}

// New returns the ledger of a catalog; bank is the fingerprint of the bank whose traits
// are in use, or empty. The caller closes db when nobody uses the ledger any more.
func New(db *sql.DB, bank string) *Ledger { return &Ledger{db, bank} }

// Tx records analyses and changes in a transaction.
type Tx struct {
	db    *store.Tx
	known *steps // nil: not read yet
}

// In returns the ledger's part of a transaction.
func In(db *store.Tx) *Tx { return &Tx{db: db} }

// Reread drops the cached steps after other parts of the transaction have changed them.
func (t *Tx) Reread() { t.known = nil }

// Active is the mask of the steps that every content needs.
func (t *Tx) Active() (int64, error) {
	s, err := t.steps()
	if err != nil {
		return 0, err
	}
	return s.active, nil
}

// steps are the known steps.
type steps struct {
	masks  map[string]int64
	active int64
}

// steps reads the steps once in a transaction.
func (t *Tx) steps() (*steps, error) {
	if t.known != nil {
		return t.known, nil
	}
	s := &steps{masks: map[string]int64{}}
	_, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (none struct{}, err error) {
		var key string
		var mask int64
		var active bool
		err = row.Scan(&key, &mask, &active)
		s.masks[key] = mask
		if active {
			s.active |= mask
		}
		return none, err
	}, `SELECT key, 1 << bit, active FROM steps`)
	if err == nil {
		t.known = s
	}
	return s, err
}

// mask returns the mask of a step and records the step if necessary.
func (t *Tx) mask(key string) (int64, error) {
	s, err := t.steps()
	if err != nil || s.masks[key] != 0 {
		return s.masks[key], err
	}
	var taken int64
	for _, m := range s.masks {
		taken |= m
	}
	for bit := range mostSteps {
		if mask := int64(1) << bit; taken&mask == 0 {
			s.masks[key] = mask
			return mask, t.db.Exec(`INSERT INTO steps (bit, key) VALUES (?, ?)`, bit, key)
		}
	}
	return 0, fmt.Errorf("%d steps of analysis are recorded already", mostSteps)
}

// Uses reports whether UseSteps has nothing to do.
func (l *Ledger) Uses(ctx context.Context, keys []string) (bool, error) {
	m, err := l.Models(ctx)
	if err != nil {
		return false, err
	}
	want := map[string]bool{}
	for _, key := range slices.Concat(keys, m.Keys()) {
		want[key] = true
	}
	steps, err := store.Collect(ctx, l.db, scanUsed, `SELECT key, active FROM steps`)
	for _, s := range steps {
		if s.active != want[s.key] || !s.active && !strings.HasPrefix(s.key, EmbedKey("")) {
			return false, err
		}
		delete(want, s.key)
	}
	return len(want) == 0, err
}

// used is a step of the ledger, and whether every content needs it.
type used struct {
	key    string
	active bool
}

func scanUsed(row store.Scanner) (u used, err error) {
	err = row.Scan(&u.key, &u.active)
	return u, err
}

// ForgetReplaced forgets the steps that are not in use, but for those that embed.
func (t *Tx) ForgetReplaced() error {
	var forgotten int64
	for key, mask := range t.known.masks {
		if t.known.active&mask == 0 && !strings.HasPrefix(key, EmbedKey("")) {
			forgotten |= mask
		}
	}
	if forgotten == 0 {
		return nil
	}
	t.known = nil
	return t.db.Exec(`
		UPDATE analyses SET done = done & ~?1, failed = failed & ~?1 WHERE (done | failed) & ?1 <> 0;
		DELETE FROM failures WHERE step & ?1 <> 0;
		DELETE FROM steps WHERE (1 << bit) & ?1 <> 0`, forgotten)
}

// Activate makes steps the ones that every content needs, and no others.
func (t *Tx) Activate(keys []string) error {
	want, err := t.masksOf(keys)
	if err != nil || want == t.known.active {
		return err
	}
	t.known.active = want
	if err := t.db.Exec(`UPDATE steps SET active = (1 << bit) & ?1 <> 0`, want); err != nil {
		return err
	}
	return t.db.Exec(todoQuery, want)
}

// todoQuery sets again what each photo still needs; ?1 is the mask of the active steps.
const todoQuery = `UPDATE photos SET todo = ` + TodoOf + ` WHERE todo <> ` + TodoOf

// TodoOf is which of the active steps, ?1, a photo still needs.
const TodoOf = `(?1 & ~coalesce((SELECT a.done | a.failed FROM analyses a WHERE a.hash = photos.hash), 0))`

// Missing returns up to limit photos whose content the step of a key has not analysed: those of
// first in their order, then the newest. They are shown by themselves and can be reached. The
// content of some is not known yet: their Hash is zero. Nothing is missing for a step that is not
// in use.
func (l *Ledger) Missing(ctx context.Context, key string, first []photo.ID, limit int) ([]photo.Photo, error) {
	var found []photo.Photo
	if len(first) > 0 {
		var err error
		if found, err = l.missingAmong(ctx, key, first, limit); err != nil || len(found) == limit {
			return found, err
		}
	}
	seen := make(map[photo.ID]bool, len(found))
	for _, p := range found {
		seen[p.ID] = true
	}
	newest, err := l.listed(ctx, missingNewest, key, limit)
	if err != nil {
		return nil, err
	}
	for _, p := range newest {
		if len(found) < limit && !seen[p.ID] {
			found = append(found, p)
		}
	}
	return found, nil
}

// isMissing holds for photos p that the step with the key ?1 must analyse and that can be reached.
const isMissing = `p.todo <> 0 AND p.lead = 0 AND p.state < 2
	AND p.todo & (SELECT 1 << bit FROM steps WHERE key = ?1) <> 0 AND NOT ` + record.Away

// Both have the key for ?1 and the limit for ?2. INDEXED BY: the index holds only what
// is missing, so that a library that is nearly complete costs nothing.
const (
	missingNewest = `SELECT ` + record.PhotoColumns + ` FROM photos p INDEXED BY photos_todo CROSS
		JOIN folders f ON f.id = p.folder_id
		WHERE ` + isMissing + ` ORDER BY p.taken_ns DESC, p.id LIMIT ?2`
	missingAmong = `SELECT ` + record.PhotoColumns + ` FROM json_each(?3) w CROSS JOIN photos p ON p.id = w.value
		CROSS JOIN folders f ON f.id = p.folder_id WHERE ` + isMissing + ` ORDER BY w.key LIMIT ?2`
)

func (l *Ledger) missingAmong(ctx context.Context, key string, ids []photo.ID, limit int) ([]photo.Photo, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list of photos: %w", err)
	}
	return l.listed(ctx, missingAmong, key, limit, string(list))
}

func (l *Ledger) listed(ctx context.Context, query string, args ...any) ([]photo.Photo, error) {
	return store.Collect(ctx, l.db, record.Photo, query, args...)
}

// Done records that the steps of keys have analysed a content and that their results, if there are
// any, are in the catalog. Keys that were never used, or were forgotten meanwhile, are ignored.
func (t *Tx) Done(h photo.Hash, keys ...string) error {
	mask, err := t.knownOf(keys)
	if err != nil || mask == 0 {
		return err
	}
	return t.done(h[:], mask)
}

// knownOf is the mask of those of keys that are recorded.
func (t *Tx) knownOf(keys []string) (all int64, err error) {
	s, err := t.steps()
	if err != nil {
		return 0, err
	}
	for _, key := range keys {
		all |= s.masks[key]
	}
	return all, nil
}

func (t *Tx) masksOf(keys []string) (all int64, err error) {
	for _, key := range keys {
		mask, err := t.mask(key)
		if err != nil {
			return 0, err
		}
		all |= mask
	}
	return all, nil
}

func (t *Tx) done(hash []byte, mask int64) error {
	_, err := t.db.Repeat(`
		INSERT INTO analyses (hash, done, failed) VALUES (?1, ?2, 0)
		ON CONFLICT DO UPDATE SET done = done | ?2, failed = failed & ~?2`, hash, mask)
	if err != nil {
		return err
	}
	if _, err := t.db.Repeat(`DELETE FROM failures WHERE hash = ?1 AND step & ?2 <> 0`, hash, mask); err != nil {
		return err
	}
	return t.settled(hash, mask)
}

// settled removes steps from what all photos of a content still need.
func (t *Tx) settled(hash []byte, mask int64) error {
	_, err := t.db.Repeat(`UPDATE photos SET todo = todo & ~?2 WHERE hash = ?1 AND todo & ?2 <> 0`, hash, mask)
	return err
}

// Failed records why the step of a key cannot analyse a content. The content is not missing again
// until RetryFailed.
func (t *Tx) Failed(h photo.Hash, key, reason string) error {
	mask, err := t.mask(key)
	if err != nil {
		return err
	}
	_, err = t.db.Repeat(`
		INSERT INTO analyses (hash, done, failed) VALUES (?1, 0, ?2)
		ON CONFLICT DO UPDATE SET failed = failed | ?2, done = done & ~?2`, h[:], mask)
	if err != nil {
		return err
	}
	_, err = t.db.Repeat(`INSERT INTO failures (hash, step, reason) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE
		SET reason = ?3`,
		h[:], mask, reason)
	if err != nil {
		return err
	}
	return t.settled(h[:], mask)
}

// RetryFailed makes the contents missing again for which active steps have failed.
func (t *Tx) RetryFailed() error {
	active, err := t.Active()
	if err != nil {
		return err
	}
	if err := t.db.Exec(`UPDATE analyses SET failed = 0 WHERE failed <> 0; DELETE FROM failures`); err != nil {
		return err
	}
	return t.db.Exec(todoQuery, active)
}

// Failure is a content that a step cannot analyse.
type Failure struct {
	Hash   photo.Hash
	Reason string
}

// Failures returns the contents for which the step of a key has failed.
func (l *Ledger) Failures(ctx context.Context, key string) ([]Failure, error) {
	return store.Collect(ctx, l.db, func(row store.Scanner) (Failure, error) {
		var f Failure
		var hash []byte
		if err := row.Scan(&hash, &f.Reason); err != nil {
			return f, err
		}
		return f, record.Hash(&f.Hash, hash)
	}, `SELECT hash, reason FROM failures WHERE step = (SELECT 1 << bit FROM steps WHERE key = ?)`, key)
}

// Progress is how far a step has come with the shown photos.
type Progress struct {
	Photos int // that can be shown
	Done   int
	Failed int
	// Missing are those that the step must still analyse and that can be reached.
	Missing int
	// Unreachable are those that it must still analyse and that cannot be reached.
	Unreachable int
}

// Progress returns how far the step of a key has come; the zero Progress if it is not in use.
func (l *Ledger) Progress(ctx context.Context, key string) (Progress, error) {
	var p Progress
	var todo int
	err := l.db.QueryRowContext(ctx, progressQuery, key).Scan(&p.Photos, &p.Failed, &todo, &p.Missing)
	p.Unreachable = todo - p.Missing
	p.Done = p.Photos - p.Failed - todo
	return p, store.Explain(err)
}

// stepOfKey is the step of the key ?1, if it is in use.
const stepOfKey = `
	step AS (SELECT 1 << bit AS mask FROM steps WHERE key = ?1 AND active)`

// stepTables are the step of the key ?1, if it is in use, and how many photos there are of each kind.
const stepTables = stepOfKey + `,
	groups AS MATERIALIZED (SELECT state, n, todo & (SELECT mask FROM step) <> 0 AS waits,
			away AND (missing OR reason <> 'lost') AS away, reason = 'removed' AS removed
		FROM tallies JOIN folders f ON f.id = folder_id)`

// stepCounts are Failed, Missing with Unreachable, and Missing of a Progress, from groups.
const stepCounts = `
		(SELECT count(*) FROM failures r CROSS JOIN photos p ON p.hash = r.hash
			WHERE r.step = (SELECT mask FROM step) AND p.lead = 0 AND p.state < 2),
		coalesce(sum(n) FILTER (WHERE state < 2 AND waits), 0),
		coalesce(sum(n) FILTER (WHERE state < 2 AND waits AND NOT away), 0)`

const progressQuery = `WITH` + stepTables + `
	SELECT coalesce(sum(n) FILTER (WHERE state < 2 AND EXISTS (SELECT 1 FROM step)), 0),` + stepCounts + `
	FROM groups`
