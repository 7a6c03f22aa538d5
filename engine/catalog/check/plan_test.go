package check

import (
	"slices"
	"strings"
	"testing"

	"recollect/engine/catalog/store/storetest"
)

// What is asked of each row, or of each pair, is found by an index: a check of a large library takes seconds, no hours.
func TestNoRowReadsAllOthers(t *testing.T) {
	queries := slices.Concat(Repairs, LedgerRepairs)
	for _, f := range ledgerFacts {
		queries = append(queries, f.query)
	}
	for _, f := range stateFacts {
		queries = append(queries, photosThat+f.where)
	}
	planOf := storetest.Planner(t)
	correlated := 0
	for _, query := range queries {
		plan := planOf(query)
		if strings.HasPrefix(plan, "SCAN sequence\n") { // a table of one row
			continue
		}
		lines := strings.Split(plan, "\n")
		for i, line := range lines[:len(lines)-1] {
			if !strings.Contains(line, "CORRELATED") {
				continue
			}
			correlated++
			if next := lines[i+1]; strings.HasPrefix(next, "SCAN") {
				t.Errorf("%s: %s\n%s", query, next, plan)
			}
		}
	}
	if correlated < 10 {
		t.Errorf("%d steps are for each row: is the plan still written so?", correlated)
	}
}
