package filters

import (
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

// A list that is too long to choose from ends.
func TestAMenuEnds(t *testing.T) {
	c := Choice{Values: map[string][]string{"tag": make([]string, 1000)}, Add: func(string, string, fyne.Resource) {}}
	if n := len(c.plain("tag", c.Values["tag"])); n != most {
		t.Errorf("%d items", n)
	}
}
