package filters

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"recollect/engine/query"
	"recollect/ui/phrases"
)

// Every item is a filter that the search box understands, under a name that people read.
func TestMenu(t *testing.T) {
	test.NewTempApp(t)
	added := map[string]string{}
	c := Choice{
		Years:  []int{2024, 2023},
		Values: map[string][]string{"camera": {"Pixel 7", `a "quoted" one`}, "album": {"Birds"}},
		Add:    func(filter, name string, _ fyne.Resource) { added[filter] = name },
	}
	titles := map[string]bool{}
	var all func([]*fyne.MenuItem)
	all = func(items []*fyne.MenuItem) {
		for _, i := range items {
			switch {
			case i.ChildMenu != nil:
				titles[i.Label] = true
				all(i.ChildMenu.Items)
			case i.Action != nil:
				i.Action()
			}
		}
	}
	all(c.Menu().Items)
	if !titles["Camera"] || !titles["Album"] || titles["Tag"] || titles["Folder"] {
		t.Errorf("the menu has %v", titles)
	}
	if added["date:2024"] != "2024" || added["is:favourite"] != phrases.Say("sidebar:favourites") ||
		added[`camera:"Pixel 7"`] != "Pixel 7" {
		t.Errorf("added %v", added)
	}
	for filter, name := range added {
		q := query.Parse(filter, query.Options{Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)})
		if len(q.Filters) != 1 || len(q.Mistakes) > 0 || strings.Contains(name, "filters:") || name == "" {
			t.Errorf("%s, called %q: %d filters, mistakes %v", filter, name, len(q.Filters), q.Mistakes)
		}
	}
}

// Of a long list the menu has the first values, and a way to all of them.
func TestALongMenu(t *testing.T) {
	var tags []string
	for i := range 1000 {
		tags = append(tags, fmt.Sprintf("tag %d", i))
	}
	var added, title string
	c := Choice{
		Undated: true, Values: map[string][]string{"tag": tags},
		Add: func(filter, _ string, _ fyne.Resource) { added = filter },
		More: func(of string, values []string, given func(string)) {
			title = of
			given(values[len(values)-1])
		},
	}
	items := c.plain("tag", "Tag")
	if n := len(items); n != most+2 {
		t.Errorf("%d items", n)
	}
	last := items[len(items)-1]
	if last.Action(); added != `tag:"tag 999"` || title != "Tag" || last.Label != "All 1,000…" {
		t.Errorf("%s of %s: %s", last.Label, title, added)
	}
	years := c.years()
	if years[len(years)-1].Action(); added != "-has:date" {
		t.Errorf("undated: %s", added)
	}
}
