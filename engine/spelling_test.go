package engine

import (
	"testing"

	"recollect/engine/photo"
)

func TestCorrect(t *testing.T) {
	e := recorded(t, map[string]photo.Details{
		"strasbrg.jpg": {}, "b.jpg": {Meta: photo.Meta{Keywords: []string{"Quetzalcoatlus"}}},
	})
	for line, want := range map[string]string{
		"runing dgo":           "running dog",
		"snowy montains":       "snowy mountains",
		"quetzalcoatlos":       "quetzalcoatlus", // the library's own
		"strasbrg":             "",               // the name of a file
		"a dog on the beach":   "",
		"two bicycles":         "",
		"bicycels":             "bicycles",
		"bycicle":              "bicycle",
		"cats":                 "",
		"Hund am Strnd":        "", // of another language nothing is known
		"dgo - peple type:png": "dog - people type:png",
	} {
		if got, err := e.Queries.Correct(t.Context(), typed(line)); got != want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", line, got, err, want)
		}
	}
}
