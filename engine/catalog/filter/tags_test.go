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
		"keys":   {distinct(`tags`, `key`, ``), nil, []string{"SEARCH tags USING PRIMARY KEY (key>?)"}},
		"tagged": {taggedQuery + `(SELECT value FROM json_each(?))`, []any{`["family"]`}, byKey},
		"names":  {spellingsQuery, []any{`["family"]`}, byKey},
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

var byKey = []string{"SEARCH tags USING PRIMARY KEY (key=?)"}

func TestWithin(t *testing.T) {
	in := within(" Family / ")
	for key, want := range map[string]bool{
		"family": true, "family/anna": true, "family / anna": true, "/ family": true, "family / / anna": true,
		"familiar": false, "family album": false, "fam": false, "old/family": false, "": false, "/": false,
	} {
		if got := in(key); got != want {
			t.Errorf("%q is within Family: %v", key, got)
		}
	}
}
