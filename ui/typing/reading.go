package typing

import (
	"time"

	"recollect/engine/query"
)

// Reading parses a line once, however often it is asked for. Its zero value is ready.
type Reading struct{ last query.Query }

// Of returns line parsed at the time of the first call for it.
func (r *Reading) Of(line string, asTyped bool) query.Query {
	if r.last.Now.IsZero() || r.last.Text != line || r.last.AsTyped != asTyped {
		r.last = query.Parse(line, query.Options{Now: time.Now(), AsTyped: asTyped})
	}
	return r.last
}
