package query

import (
	"time"

	"recollect/engine/query"
)

// reading parses a line once, however often it is needed.
type reading struct{ last query.Query }

func (r *reading) of(line string, asTyped bool) query.Query {
	if r.last.Now.IsZero() || r.last.Text != line || r.last.AsTyped != asTyped {
		r.last = query.Parse(line, query.Options{Now: time.Now(), AsTyped: asTyped})
	}
	return r.last
}
