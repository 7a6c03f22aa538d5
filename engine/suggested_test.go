package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// correct are the suggestions for the sample photos that a person confirmed by looking at them.
var correct = []string{
	"aeroplane bomber-over-ocean.jpg", "aircraft carrier fighter-jet-on-carrier.jpg",
	"bee honey-bee-on-aster.jpg", "bridge suspension-bridge-night.jpg", "cat kitten-with-yarn.jpg",
	"cat tabby-cat-face.png", "chicken brown-hens.jpg", "cow black-and-white-cow.jpg",
	"espresso espresso-cup.png", "flower blue-forget-me-nots.jpg", "flower dandelions-at-sunset.jpg",
	"herd wild-horses.jpg", "hiking mountain-path.jpg", "koala koala.jpg", "lake moraine-lake.jpg",
	"lemur lemurs.jpg", "mountain autumn-hills.jpg", "mountain lake-sherburne.jpg", "mountain mountain-path.jpg",
	"orange citrus-slices.jpg", "paint brush paint-brushes.jpg", "panda panda.webp", "polar bear polar-bear.jpg",
	"sheep sheep-in-meadow.jpg", "stairs steel-staircase.png", "waterfall forest-stream.jpg",
}

// mistaken are the suggestions for the sample photos that a person would reject: the duck is called a goose, the
// jaguars leopards, and the bare tree autumn leaves.
var mistaken = map[string]string{
	"white-duck.jpg": "goose", "two-jaguars.jpg": "leopard", "lone-winter-tree.jpg": "autumn leaves",
}

// leastRight is the part of suggestions that must be right.
const leastRight = 0.8

// Of the things that are suggested for the sample photos most are right. The filter of each finds as many photos as it
// says, and a search for its name finds these and more. What most photos show, which the empty box of the window
// proposes to search for, is right throughout, and is found by its plural too.
func TestSuggestedWordsAreFound(t *testing.T) {
	o := options(t, t.TempDir())
	data, err := os.ReadFile("../assets/things.txt")
	if err != nil {
		t.Fatal(err)
	}
	o.Things = string(data)
	e := open(t, o)
	if err := e.Folders.Add(t.Context(), samples); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := func(line string) []photo.ID {
		answer, err := e.Queries.Answer(t.Context(), query.Parse(line, query.Options{}))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		return answer.IDs()
	}
	all, err := e.Things.Things(t.Context())
	if err != nil || len(all) < 20 {
		t.Fatalf("%d things are suggested, %v", len(all), err)
	}
	right, wrong := 0, 0
	var most photo.Thing
	for _, thing := range all {
		shows, says := found(query.FilterText("thing", thing.Name)), found(thing.Name)
		if len(shows) != thing.Suggested+thing.Confirmed {
			t.Errorf("%s: its filter finds %d photos, it says %d", thing.Name, len(shows), thing.Suggested)
		}
		for _, id := range shows {
			if !slices.Contains(says, id) {
				t.Errorf("%s: a search for it does not find %s", thing.Name, paths[id])
			}
			switch name := filepath.Base(paths[id]); {
			case strings.Contains(paths[id], "duplicates"): // of one that counts
			case mistaken[name] == thing.Name:
				wrong++
			case slices.Contains(correct, thing.Name+" "+name):
				right++
			default:
				wrong++
				t.Logf("%s is suggested for %s: nobody has looked whether that is right", thing.Name, name)
			}
		}
		if thing.Suggested > most.Suggested {
			most = thing
		}
	}
	if share := float64(right) / float64(right+wrong); share < leastRight {
		t.Errorf("%d of %d suggestions are right", right, right+wrong)
	}
	one, many := found(most.Name), found(most.Name+"s")
	if most.Name != "cat" || len(one) != most.Suggested || !slices.Equal(sorted(one), sorted(many)) {
		t.Errorf("%d photos show %q; it finds %d, its plural %d", most.Suggested, most.Name, len(one), len(many))
	}
}

func sorted(ids []photo.ID) []photo.ID { return slices.Sorted(slices.Values(ids)) }
