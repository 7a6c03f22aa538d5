package filter

import (
	"strings"
	"testing"

	"recollect/engine/catalog/store/storetest"
)

// The tags of a library are read in the order of their key, without sorting and without a photo, and a tag alone is
// found by its key.
func TestTagsAreReadByTheirKey(t *testing.T) {
	planOf := storetest.Planner(t)
	for name, q := range map[string]struct {
		query string
		args  []any
		want  []string
	}{
		"all":    {tagsQuery, nil, []string{"SCAN tags"}},
		"one":    {`SELECT group_concat(id) FROM (` + tagAloneQuery + `)`, []any{"family"}, byKey},
		"within": {TagsWithin, []any{"family"}, byKey},
	} {
		plan := planOf(q.query, q.args...)
		for _, want := range q.want {
			if !strings.Contains(plan, want) {
				t.Errorf("%s: no %q in\n%s", name, want, plan)
			}
		}
		if strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "photos") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

var byKey = []string{"SEARCH tags USING PRIMARY KEY (key=?)", "SEARCH tags USING PRIMARY KEY (key>? AND key<?)"}
