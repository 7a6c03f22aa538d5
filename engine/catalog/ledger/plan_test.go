package ledger

import (
	"strings"
	"testing"

	"recollect/engine/catalog/store/storetest"
)

// What is missing is found by an index of what is missing alone, and what is counted are numbers that
// are kept: neither reads, or sorts, a whole library.
func TestNothingReadsTheWholeLibrary(t *testing.T) {
	planOf := storetest.Planner(t)
	for name, q := range map[string]struct {
		query string
		args  []any
		index string
	}{
		"missing":   {missingNewest, []any{"text v1", 9}, "USING INDEX photos_todo"},
		"counts":    {countsOfAll, []any{"text v1"}, "SCAN tallies"},
		"progress":  {progressQuery, []any{"text v1"}, "SCAN tallies"},
		"changes":   {changedQuery, []any{7}, "photos_seq (seq>?)"},
		"on screen": {missingAmong, []any{"text v1", 9, "[1]"}, "SEARCH p USING INTEGER PRIMARY KEY"},
	} {
		plan := planOf(q.query, q.args...)
		if !strings.Contains(plan, q.index) || strings.Contains(plan, "SCAN p\n") ||
			name != "on screen" && strings.Contains(plan, "USE TEMP B-TREE FOR ORDER") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}
