package check

import (
	"regexp"
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
		// The depth of the subquery that lines are in, and what is read whole at each depth.
		within, scans := -1, map[int]string{}
		for line := range strings.Lines(plan) {
			step := strings.TrimLeft(line, "\t")
			depth := len(line) - len(step)
			if depth <= within {
				within = -1
			}
			for d := range scans {
				if d > depth {
					delete(scans, d)
				}
			}
			large := large.FindString(step)
			switch {
			case strings.Contains(step, "CORRELATED"):
				correlated++
				within = depth
			case large != "" && within >= 0:
				t.Errorf("%s: each row reads %s\n%s", query, large, plan)
			case large != "" && scans[depth] != "":
				t.Errorf("%s: pairs of rows, %s and %s\n%s", query, scans[depth], large, plan)
			case large != "":
				scans[depth] = large
			}
		}
	}
	if correlated < 10 {
		t.Errorf("%d steps are for each row: is the plan still written so?", correlated)
	}
}

// large is a step that reads a whole table, of which only steps and sequence stay small.
var large = regexp.MustCompile(`^SCAN (?:[a-rt-z]|photos|vectors|analyses|folders|members|looks|grades)\b`)
