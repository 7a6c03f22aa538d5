package catalog

import (
	"testing"

	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Blurry and dark photos are found by the grades of their contents, until a file is replaced.
func TestGrades(t *testing.T) {
	c := open(t)
	useSteps(t, c, GradeKey)
	ids := alike(t, c, 1, 2, 1, 3)
	if p := progress(t, c, GradeKey); p.Missing != 4 {
		t.Errorf("before: %+v", p)
	}
	for i, g := range []look.Grade{
		{Sharp: look.Blurry - 1, Light: 200}, {Sharp: look.NoEdges}, {Sharp: look.Blurry, Light: look.Dark},
	} {
		update(t, c, func(tx *Tx) error { return tx.SetGrade(photo.Hash{byte(i + 1)}, g) })
	}
	find := func(is query.Is, want ...photo.ID) {
		t.Helper()
		wants(t, string(is), want)(chosen(c.Select(t.Context(), []query.Filter{{Condition: is}})))
	}
	find(query.Blurry, ids[0], ids[2])
	find(query.Dark, ids[1])
	if p := progress(t, c, GradeKey); p.Missing != 0 {
		t.Errorf("afterwards: %+v", p)
	}
	grades, err := c.GradesOf(t.Context(), append(ids, 99))
	if err != nil || len(grades) != 4 || grades[ids[3]] != (look.Grade{Sharp: look.Blurry, Light: look.Dark}) {
		t.Errorf("the grades are %v, %v", grades, err)
	}
	p, err := c.Photo(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	update(t, c, func(tx *Tx) error { return tx.Replace(p) })
	find(query.Blurry, ids[2])
}
