package query_test

import (
	"fmt"
	"time"

	"recollect/engine/query"
)

// A line is parsed once, where it is typed. The Query that comes of it travels to all
// that search.
func ExampleParse() {
	q := query.Parse(`a dog on the beach without people type:jpeg "holiday" sort:newest`, query.Options{})
	for _, p := range q.Parts {
		fmt.Printf("%+g %s\n", p.Weight, p.Text)
	}
	for _, f := range q.Filters {
		fmt.Printf("%T %v\n", f.Condition, f.Condition)
	}
	fmt.Println(q.Sort)
	// Output:
	// +1 a dog on the beach
	// -1 people
	// query.Formats {[jpeg] false}
	// query.Phrase holiday
	// newest
}

// Dates count from one moment, which the Query carries.
func ExampleQuery_At() {
	q := query.Parse("date:today", query.Options{Now: time.Date(2024, 5, 12, 9, 0, 0, 0, time.UTC)})
	fmt.Println(q.Filters[0].Condition.(query.Dates).From.Format(time.DateOnly))

	tomorrow := q.At(q.Now.AddDate(0, 0, 1))
	fmt.Println(tomorrow.Filters[0].Condition.(query.Dates).From.Format(time.DateOnly))
	// Output:
	// 2024-05-12
	// 2024-05-13
}

// What is not understood is a Mistake with its place; the rest of the line counts.
func ExampleRepair() {
	line := "sea datee:2023"
	q := query.Parse(line, query.Options{})
	m := q.Mistakes[0]
	fixed, _ := query.Repair(line, m)
	fmt.Printf("%q should be %q\n", line[m.From:m.To], fixed)
	// Output: "datee:" should be "sea date:2023"
}
