package filter

import (
	"strings"
	"testing"

	"recollect/engine/catalog/store/storetest"
	"recollect/engine/look"
)

// Screenshots and documents are found by indexes of those that look like it: nothing reads a whole library.
func TestKindsAreFoundByIndexes(t *testing.T) {
	planOf := storetest.Planner(t)
	for name, q := range map[string]struct {
		query string
		args  []any
		index string
	}{
		"named": {namedScreens, nil, "SEARCH words USING PRIMARY KEY (kind=?)"},
		"alike": {likeScreens, []any{look.Screen}, "SEARCH g USING COVERING INDEX grades_screen (screen>?)"},
		"of a size": {
			sizedScreens, []any{0, look.ScreenSized}, "SEARCH g USING COVERING INDEX grades_screen (screen>?)",
		},
		"all":   {allScreens, []any{look.Screen, look.ScreenSized}, "grades_screen"},
		"pages": {allPages, []any{look.Page}, "SEARCH grades USING COVERING INDEX grades_page (page>?)"},
	} {
		if plan := planOf(q.query, q.args...); !strings.Contains(plan, q.index) || strings.Contains(plan, "SCAN") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}
