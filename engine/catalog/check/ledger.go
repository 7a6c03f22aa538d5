package check

import (
	"context"
	"errors"
	"fmt"

	"recollect/engine/catalog/record"
)

// ledgerFacts count what must not be of analyses and changes.
var ledgerFacts = []struct{ wrong, query string }{
	{"photos are encoded without a vector", `SELECT count(*) FROM photos p
		JOIN analyses a ON a.hash = p.hash, steps s WHERE a.done & (1 << s.bit) <> 0 AND ` + ofModelInUse + `
		AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = p.hash AND v.model = substr(s.key, 7))`},
	{"vectors are not recorded as done", `SELECT count(*) FROM vectors v JOIN steps s ON s.key = 'embed ' || v.model
		LEFT JOIN analyses a ON a.hash = v.hash WHERE coalesce(a.done, 0) & (1 << s.bit) = 0`},
	{"photos have steps to do that are done, or the other way round", `SELECT count(*) FROM photos WHERE todo <>
		(SELECT coalesce(sum(1 << bit), 0) FROM steps WHERE active)
		& ~coalesce((SELECT a.done | a.failed FROM analyses a WHERE a.hash = photos.hash), 0)`},
	{"photos are looked at and have no look", `SELECT count(*) FROM photos p
		JOIN analyses a ON a.hash = p.hash, steps s
		WHERE p.state = 1 AND p.lead = 0 AND s.key LIKE 'look %' AND a.done & (1 << s.bit) <> 0
		AND NOT EXISTS (SELECT 1 FROM looks l WHERE l.photo_id = p.id)`},
	{"photos are graded and have no grade", `SELECT count(*) FROM photos p
		JOIN analyses a ON a.hash = p.hash, steps s
		WHERE p.state = 1 AND p.lead = 0 AND s.key LIKE 'grade %' AND a.done & (1 << s.bit) <> 0
		AND NOT EXISTS (SELECT 1 FROM grades g WHERE g.photo_id = p.id)`},
	{"contents have failed and are done", `SELECT count(*) FROM analyses WHERE done & failed <> 0`},
	{"contents have failed without a reason, or have a reason and have not", `SELECT
		(SELECT count(*) FROM failures r WHERE NOT EXISTS (SELECT 1 FROM analyses a WHERE a.hash = r.hash
			AND a.failed & r.step <> 0))
		+ (SELECT count(*) FROM analyses a, steps s WHERE a.failed & (1 << s.bit) <> 0
			AND NOT EXISTS (SELECT 1 FROM failures r WHERE r.hash = a.hash AND r.step = 1 << s.bit))`},
	{"changes are of the future", `SELECT (SELECT count(*) FROM photos WHERE seq > n) + (SELECT count(*)
		FROM folders WHERE seq > n)
		+ (SELECT count(*) FROM removals WHERE seq > n) + (since > n) FROM sequence`},
	{"numbers of photos are not what is counted", differing("tallies", Tallies)},
	{"days are not what is counted", differing("days", Days)},
}

// Ledger compares the records of analyses and changes with the rows that they are about.
func (r Reader) Ledger(ctx context.Context) error {
	var errs []error
	for _, f := range ledgerFacts {
		var n int
		if err := r.DB.QueryRowContext(ctx, f.query).Scan(&n); err != nil {
			return fmt.Errorf("%s: %w", f.wrong, err)
		}
		if n > 0 {
			errs = append(errs, fmt.Errorf("%d %s", n, f.wrong))
		}
	}
	return errors.Join(errs...)
}

// differing counts the rows that a table and a query do not have in common.
func differing(table, query string) string {
	return `SELECT (SELECT count(*) FROM (SELECT * FROM ` + table + ` EXCEPT ` + query + `))
		+ (SELECT count(*) FROM (` + query + ` EXCEPT SELECT * FROM ` + table + `))`
}

// Tallies and Days count what the tables of these names hold.
const (
	Tallies = `SELECT folder_id, state, todo, gone_ns <> 0, count(*) FROM photos WHERE lead = 0 GROUP BY 1, 2, 3, 4`
	Days    = `SELECT ` + record.Order + ` / 86400000000 - (` + record.Order + ` < 0
			AND ` + record.Order + ` % 86400000000 <> 0), count(*),
		sum(iif(width > 0 AND height > 0, max(400, min(3000, 1000 * width / height)), 1000))
		FROM photos WHERE lead = 0 AND state < 2 GROUP BY 1`
)

// ofModelInUse is the SQL condition for steps s that embed with a model that serves or is being
// built.
const ofModelInUse = `s.key IN (SELECT 'embed ' || value FROM meta WHERE key IN ('model', 'building'))`

// LedgerRepairs are statements that fix what Ledger checks, to be run in this order.
var LedgerRepairs = []string{
	`INSERT INTO steps (bit, key) SELECT (SELECT coalesce(max(bit) + 1, 0) FROM steps) + row_number() OVER () - 1,
		'embed ' || model
		FROM (SELECT DISTINCT model FROM vectors WHERE 'embed ' || model NOT IN (SELECT key FROM steps))`,
	`UPDATE analyses SET done = done & ~s.mask FROM (SELECT 1 << bit AS mask, substr(key, 7) AS model FROM steps
		WHERE key LIKE 'embed %') s
		WHERE done & s.mask <> 0
		AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = analyses.hash AND v.model = s.model)`,
	`INSERT INTO analyses (hash, done, failed) SELECT v.hash, sum(1 << s.bit), 0 FROM vectors v
		JOIN steps s ON s.key = 'embed ' || v.model
		LEFT JOIN analyses a ON a.hash = v.hash WHERE coalesce(a.done, 0) & (1 << s.bit) = 0 GROUP BY v.hash
		ON CONFLICT DO UPDATE SET done = done | excluded.done`,
	// Invalid traits and colours were removed.
	`UPDATE analyses SET done = done & ~s.mask FROM (SELECT 1 << bit AS mask FROM steps
		WHERE key = 'traits ' || (SELECT value FROM meta WHERE key = 'bank')) s WHERE done & s.mask <> 0
		AND EXISTS (SELECT 1 FROM vectors v WHERE v.hash = analyses.hash AND v.traits IS NULL
			AND v.model = (SELECT value FROM meta WHERE key = 'model'))`,
	`UPDATE analyses SET done = done & ~s.mask FROM (SELECT 1 << bit AS mask FROM steps WHERE key LIKE 'colour %') s
		WHERE done & s.mask <> 0
		AND EXISTS (SELECT 1 FROM photos p WHERE p.hash = analyses.hash AND p.colours IS NULL)`,
	`UPDATE analyses SET done = done & ~s.mask FROM (SELECT 1 << bit AS mask FROM steps WHERE key LIKE 'look %') s
		WHERE done & s.mask <> 0 AND EXISTS (SELECT 1 FROM photos p WHERE p.hash = analyses.hash AND p.state = 1
			AND p.lead = 0 AND NOT EXISTS (SELECT 1 FROM looks l WHERE l.photo_id = p.id))`,
	`UPDATE analyses SET done = done & ~s.mask FROM (SELECT 1 << bit AS mask FROM steps WHERE key LIKE 'grade %') s
		WHERE done & s.mask <> 0 AND EXISTS (SELECT 1 FROM photos p WHERE p.hash = analyses.hash AND p.state = 1
			AND p.lead = 0 AND NOT EXISTS (SELECT 1 FROM grades g WHERE g.photo_id = p.id))`,
	`DELETE FROM failures WHERE NOT EXISTS (SELECT 1 FROM analyses a WHERE a.hash = failures.hash
		AND a.failed & step <> 0 AND a.done & step = 0)`,
	`UPDATE analyses SET failed = coalesce((SELECT sum(step) FROM failures r WHERE r.hash = analyses.hash), 0)
		WHERE failed <> coalesce((SELECT sum(step) FROM failures r WHERE r.hash = analyses.hash), 0)`,
	`UPDATE photos SET todo = ` + todoInAll + ` WHERE todo <> ` + todoInAll,
	`DELETE FROM tallies WHERE (folder_id, state, todo, missing, n) NOT IN (` + Tallies + `)`,
	`INSERT INTO tallies SELECT * FROM (` + Tallies + `) WHERE true ON CONFLICT DO NOTHING`,
	`DELETE FROM days WHERE (day, n, widths) NOT IN (` + Days + `)`,
	`INSERT INTO days SELECT * FROM (` + Days + `) WHERE true ON CONFLICT DO NOTHING`,
}

// todoInAll is todoOf without a parameter.
const todoInAll = `((SELECT coalesce(sum(1 << bit), 0) FROM steps WHERE active)
	& ~coalesce((SELECT a.done | a.failed FROM analyses a WHERE a.hash = photos.hash), 0))`
