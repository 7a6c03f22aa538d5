package timeline

import (
	"strings"
	"testing"

	"recollect/engine/catalog/store/storetest"
)

// Pages of tiles are found by an index in their order, and days are numbers that are kept: nothing
// reads, or sorts, a whole library.
func TestNothingReadsTheWholeLibrary(t *testing.T) {
	planOf := storetest.Planner(t)
	for name, q := range map[string]struct {
		query string
		args  []any
		index string
	}{
		"all":         {tilesQuery, nil, "USING COVERING INDEX photos_tiles"},
		"a page":      {pageQuery, []any{9}, "USING COVERING INDEX photos_tiles"},
		"next page":   {nextPageQuery, []any{9, 7, 7}, "USING COVERING INDEX photos_tiles (<expr><?)"},
		"page before": {pageBeforeQuery, []any{9, 7, 7}, "USING COVERING INDEX photos_tiles (<expr>>?)"},
		"on screen":   {tilesOfQuery, []any{"[1]"}, "SEARCH p USING INTEGER PRIMARY KEY"},
		"stars":       {ratedQuery, []any{"[1]"}, "SEARCH p USING INTEGER PRIMARY KEY"},
		"days":        {daysQuery, nil, "SCAN days"},
		"directories": {dirsQuery, []any{1}, "USING INDEX photos_folder"},
	} {
		plan := planOf(q.query, q.args...)
		if !strings.Contains(plan, q.index) || strings.Contains(plan, "SCAN p\n") ||
			strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}
