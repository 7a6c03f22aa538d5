package query

// ThingOf is the thing whose photos a line asks for, as in thing:"palm tree";
// empty where it asks for none, or for photos that do not show it.
func ThingOf(line string) string {
	for _, f := range Parse(line, Options{}).Filters {
		if t, ok := f.Condition.(Text); ok && t.In == Thing && !f.Not {
			return t.Want
		}
	}
	return ""
}
