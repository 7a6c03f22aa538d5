// Package filters has the menu of filters for those who do not type them: each item is a chip of the
// search box. All of it belongs to the UI goroutine.
package filters

import (
	"strconv"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/query"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// most is how many values of one filter the menu has: the others are found by typing.
const most = 24

// Keys are the filters whose values are those of the library.
func Keys() []string { return []string{"camera", "folder", "album", "tag", "person"} }

// Choice is what there is to choose from.
type Choice struct {
	Years   []int               // in which photos were taken
	Undated bool                // there are photos without a date that can be trusted
	Values  map[string][]string // of Keys
	// Add puts a filter into the search box under a name.
	Add func(filter, name string, icon fyne.Resource)
	// More lets the person choose one of all values of a filter, more than the menu has.
	More func(title string, values []string, given func(value string))
}

// Menu returns the menu of filters. Those without a value are left out.
func (c Choice) Menu() *fyne.Menu {
	menu := fyne.NewMenu("")
	add := func(title string, items []*fyne.MenuItem) {
		if len(items) == 0 {
			return
		}
		item := fyne.NewMenuItem(title, nil)
		item.ChildMenu = fyne.NewMenu("", items...)
		menu.Items = append(menu.Items, item)
	}
	add(phrases.Say("filters:date"), c.years())
	add(phrases.Say("filters:place"), c.named("has", value{"gps", phrases.Say("filters:value-gps")}))
	add(phrases.Say("filters:camera"), c.plain("camera", phrases.Say("filters:camera")))
	kinds := append(c.named("type", types()...), fyne.NewMenuItemSeparator())
	add(phrases.Say("filters:type"), append(kinds, c.named("is", kindsApart()...)...))
	add(phrases.Say("filters:rating"), c.ratings())
	add(phrases.Say("filters:colour"), c.named("colour", colours()...))
	add(phrases.Say("filters:folder"), c.plain("folder", phrases.Say("filters:folder")))
	add(phrases.Say("filters:album"), c.plain("album", phrases.Say("filters:album")))
	add(phrases.Say("filters:tag"), c.plain("tag", phrases.Say("filters:tag")))
	add(phrases.Say("filters:person"), c.plain("person", phrases.Say("filters:person")))
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(),
		c.item("is:favourite", phrases.Say("sidebar:favourites"), theme.HeartIcon()))
	return menu
}

func (c Choice) item(filter, name string, icon fyne.Resource) *fyne.MenuItem {
	return fyne.NewMenuItem(name, func() { c.Add(filter, name, icon) })
}

// years returns the latest years first.
func (c Choice) years() (items []*fyne.MenuItem) {
	var names []string
	for _, year := range c.Years {
		names = append(names, strconv.Itoa(year))
	}
	items = c.some("date", phrases.Say("filters:date"), names, fynetheme.HistoryIcon())
	if c.Undated {
		items = append(items, c.item("-has:date", phrases.Say("grid:undated"), fynetheme.HistoryIcon()))
	}
	return items
}

func (c Choice) ratings() (items []*fyne.MenuItem) {
	for n := 5; n >= 1; n-- {
		name := phrases.Say("filters:stars", "n", n)
		items = append(items, c.item("rating:>="+strconv.Itoa(n), name, theme.StarIcon()))
	}
	return items
}

func (c Choice) plain(key, title string) []*fyne.MenuItem {
	return c.some(key, title, c.Values[key], theme.FilterIcon())
}

// some returns the first values of a filter and, if there are others, an item that finds them.
func (c Choice) some(key, title string, values []string, icon fyne.Resource) (items []*fyne.MenuItem) {
	for _, v := range values[:min(len(values), most)] {
		items = append(items, c.item(query.FilterText(key, v), v, icon))
	}
	if len(values) > most {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(
			phrases.Say("filters:all", "n", len(values)), func() {
				c.More(title, values, func(v string) { c.Add(query.FilterText(key, v), v, icon) })
			}))
	}
	return items
}

func (c Choice) named(key string, values ...value) (items []*fyne.MenuItem) {
	for _, v := range values {
		items = append(items, c.item(query.FilterText(key, v.value), v.name, theme.FilterIcon()))
	}
	return items
}

// value is a value of a filter, and what people call it.
type value struct{ value, name string }

// types are the kinds of files that people ask for.
func types() []value {
	return []value{
		{"jpeg", "JPEG"},
		{"heic", "HEIC"},
		{"png", "PNG"},
		{"raw", "RAW"},
		{"gif", "GIF"},
		{"webp", "WebP"},
	}
}

// kindsApart are the pictures that people look for to keep them apart from their photos.
func kindsApart() []value {
	return []value{
		{"screenshot", phrases.Say("filters:value-screenshot")},
		{"document", phrases.Say("filters:value-document")},
		{"blurry", phrases.Say("filters:value-blurry")},
		{"dark", phrases.Say("filters:value-dark")},
	}
}

// colours are those that a photo can be asked for.
func colours() []value {
	return []value{
		{"red", phrases.Say("filters:value-red")},
		{"orange", phrases.Say("filters:value-orange")},
		{"yellow", phrases.Say("filters:value-yellow")},
		{"green", phrases.Say("filters:value-green")},
		{"blue", phrases.Say("filters:value-blue")},
		{"purple", phrases.Say("filters:value-purple")},
		{"pink", phrases.Say("filters:value-pink")},
		{"brown", phrases.Say("filters:value-brown")},
		{"black", phrases.Say("filters:value-black")},
		{"grey", phrases.Say("filters:value-grey")},
		{"white", phrases.Say("filters:value-white")},
	}
}
