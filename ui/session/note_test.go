package session

import (
	"errors"
	"strings"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/roll"
	"recollect/ui/view"
)

func parsed(line string) query.Query { return query.Parse(line, query.Options{}) }

// like is line with a photo to find the like of.
func like(line string) query.Query {
	q := parsed(line)
	q.Like = []photo.ID{1}
	return q
}

// all is line with what fits weakly.
func all(line string) query.Query {
	q := parsed(line)
	q.All = true
	return q
}

func TestFoundText(t *testing.T) {
	sea, weak := parsed("sea"), all("sea")
	tests := []struct {
		name         string
		q            query.Query
		n, weak      int
		text, action string
	}{
		{"fits", sea, 23, 0, "23 photos fit well.", ""},
		{"one", sea, 1, 4, "1 photo fits well.", "Show 4 weaker matches"},
		{"weak", sea, 23, 37, "23 photos fit well.", "Show 37 weaker matches"},
		{"weak too", weak, 60, 37, "Showing 37 weaker matches too.", "Only what fits"},
		{"all fit", weak, 60, 0, "60 photos fit well.", ""},
		{"many", sea, Most, 9, "The best 500 photos.", "Show 9 weaker matches"},
		{"nothing", sea, 0, 9, "", ""},
		{"filters", parsed("date:2023"), 1200, 0, "1,200 photos.", ""},
		{"no photo", parsed("date:2023"), 0, 0, "", ""},
		{"pictures", like("date:2023"), 2, 1, "2 photos fit well.", "Show 1 weaker match"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, action := foundText(tt.q, tt.n, tt.weak, "")
			if text != tt.text || action != tt.action {
				t.Errorf("got %q and %q, want %q and %q", text, action, tt.text, tt.action)
			}
		})
	}
}

func TestByDate(t *testing.T) {
	for line, want := range map[string]bool{
		"sea": false, "sea sort:newest": true, "sea sort:oldest": true, "date:2023": true, "date:2023 sort:name": false,
	} {
		if got := (State{Answer: parsed(line)}).ByDate(); got != want {
			t.Errorf("%s is by date: %v, want %v", line, got, want)
		}
	}
}

func TestMistakeText(t *testing.T) {
	tests := []struct{ line, text, action string }{
		{"datee:1", `Unknown filter "datee".`, `Did you mean "date"?`},
		{"type:pgn", `Unknown value "pgn".`, `Did you mean "png"?`},
		{strings.Repeat("dog ", 1100), "This is too long for a search, which may have 4,096 bytes.", ""},
		{"type:", "type: needs a format, such as type:png.", ""},
		{"date:soon", `"soon" is no date, as in date:2023, date:2023-05..2023-08 or date:last summer.`, ""},
	}
	for _, tt := range tests {
		text, action := mistakeText(tt.line, parsed(tt.line).Mistakes[0])
		if text != tt.text || action != tt.action {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.line, text, action, tt.text, tt.action)
		}
	}
}

func TestUnseenText(t *testing.T) {
	for line, want := range map[string]string{
		"birds":       "",
		"three birds": "Matching by meaning only: how many there are is not looked at.",
		"two dogs to the left of a sign saying stop": "Matching by meaning only: how many there are, where things are" +
			" and what is written is not looked at.",
	} {
		if got := unseenText(parsed(line).Unseen()); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

func TestSoFar(t *testing.T) {
	partly := photo.Status{Photos: 1000, Encoded: 680}
	counting := photo.Status{Photos: 1000, Encoded: 680, Scanning: true, Counting: true}
	building := photo.Status{
		Photos: 1000, Encoded: 1000, Building: photo.Building{ID: "x", Ready: 100, Photos: 1000},
	}
	for _, tt := range []struct {
		line string
		n    int
		s    photo.Status
		want string
	}{
		{"sea", 0, partly, ""},
		{"date:2023", 12, partly, "12 photos."}, // all of them are known
		{"date:2023", 12, counting, "12 photos so far."},
		{"sea", 1, building, "1 photo fits well."},
		{"sea", 1, partly, "1 photo fits well of 680 of 1,000 photos so far."},
	} {
		q := parsed(tt.line)
		if got, _ := foundText(q, tt.n, 0, soFar(q, tt.s)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.line, got, tt.want)
		}
	}
}

func TestKnownText(t *testing.T) {
	for _, tt := range []struct {
		kind  photo.KnownKind
		name  string
		count int
		want  string
	}{
		{photo.KnownFile, "colmar", 1, "1 file is called colmar"},
		{photo.KnownFile, "colmar", 1200, "1,200 files are called colmar"},
		{photo.KnownTime, "2008", 12, "Photos from 2008 (12)"},
		{photo.KnownTime, "june 2008", 12, "Photos from June 2008 (12)"},
		{photo.KnownTime, "last summer", 12, "Photos from last summer (12)"},
		{photo.KnownCamera, "Canon", 30, "Taken with Canon (30)"},
		{photo.KnownPerson, "Anna", 3, "Photos of Anna (3)"},
		{photo.KnownAlbum, "Holidays", 3, "Album “Holidays” (3)"},
		{photo.KnownTag, "sea", 3, "Tagged sea (3)"},
		{photo.KnownFolder, "Été", 3, "In folder Été (3)"},
		{photo.KnownWritten, "colmar", 3, "With “colmar” in the text (3)"},
	} {
		if got := knownText(photo.Known{Kind: tt.kind, Name: tt.name, Count: tt.count}); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestForeignToSeveralLanguages(t *testing.T) {
	known := []string{"en", "de", "xx"}
	if got := parsed("Katze").Foreign(known); got != "" {
		t.Errorf("got %q", got)
	}
	want := "This looks like French, and the model knows English, German and xx only."
	if got := foreign(parsed("plage et chien").Foreign(known), known); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// found is a state of q with an answer of n photos.
func found(q query.Query, n int, change func(*State)) State {
	s := State{Asked: q, Answer: q, Showing: true, Found: roll.Of(make([]photo.Tile, n), false)}
	if change != nil {
		change(&s)
	}
	return s
}

func TestNote(t *testing.T) {
	canon := photo.Known{Kind: photo.KnownCamera, Name: "Canon", Line: "camera:canon", Count: 1}
	said := Note{Text: "23 photos fit well.", Action: "Show 37 weaker matches", Hint: "old"}
	around := Around{
		Languages: []string{"en"},
		Explain:   func(err error) (what, next string) { return err.Error() + ".", "Do this." },
	}
	typing, partly, album := around, around, around
	typing.Typing, album.Album = true, "Sea"
	partly.Status = photo.Status{Photos: 1000, Encoded: 680}
	last, wrong := around, around
	last.Last, wrong.Last = said, Note{Text: "It is wrong.", Wrong: true}
	many := query.Query{Images: make([]string, MostPictures)}
	tests := []struct {
		name string
		s    State
		a    Around
		want Note
	}{
		{"found", found(parsed("sea"), 2, nil), around, Note{Text: "2 photos fit well."}},
		{"an album", found(parsed("sea"), 2, nil), album, Note{Title: "Sea", Text: "2 photos fit well."}},
		{
			"so far", found(parsed("sea"), 2, nil), partly,
			Note{Text: "2 photos fit well of 680 of 1,000 photos so far."},
		},
		{"nothing", found(parsed("sea"), 0, func(s *State) { s.Better = "see" }), around, Note{}},
		{"weak", found(parsed("sea"), 2, func(s *State) { s.Weak = 1 }), around, Note{
			Text: "2 photos fit well.", Action: "Show 1 weaker match",
		}},
		{
			"offers", found(parsed("canno"), 2, func(s *State) {
				s.Better, s.Known = "canon", []photo.Known{canon, canon, canon}
			}), around, Note{Text: "2 photos fit well.", Offers: [MostOffers]string{
				"Did you mean “canon”?", "Taken with Canon (1)", "Taken with Canon (1)",
			}},
		},
		{
			"nearest", found(like(""), 2, func(s *State) { s.Nearest, s.Weak = true, 2 }), around,
			Note{Text: "Nothing is quite like it. These come nearest."},
		},
		{"more of the nearest", found(like(""), 2, func(s *State) { s.Nearest, s.Weak = true, 9 }), around, Note{
			Text: "Nothing is quite like it. These come nearest.", Action: "Show 9 weaker matches",
		}},
		{"unsure", found(parsed("sea -people"), 2, func(s *State) {
			s.Unsure = []string{"people", "dogs"}
		}), around, Note{
			Text: "2 photos fit well.", Hint: "Could not tell which of these show people or dogs.",
		}},
		{"a language", found(parsed("Hund am Strand"), 2, nil), around, Note{
			Text: "This looks like German, and the model knows English only. 2 photos come nearest.",
		}},
		{"a hint", found(parsed("three birds"), 1, nil), around, Note{
			Text: "1 photo fits well.", Hint: "Matching by meaning only: how many there are is not looked at.",
		}},
		{"many pictures", found(many, 1, nil), around, Note{
			Text: "1 photo fits well.", Hint: "Of the pictures that are opened together the first 50 are searched by.",
		}},
		{"a mistake", found(parsed("sea datee:1"), 2, nil), around, Note{
			Text: `Unknown filter "datee".`, Wrong: true, Action: `Did you mean "date"?`,
		}},
		{"no mistake yet", found(parsed("sea datee:1"), 2, nil), typing, Note{Text: "2 photos fit well."}},
		{"not answered yet", State{Asked: parsed("sea")}, last, Note{Text: said.Text, Action: said.Action}},
		{"not answered after a mistake", State{Asked: parsed("sea")}, wrong, Note{}},
		{"failed", State{Asked: parsed("three birds"), Failed: errors.New("It failed")}, around, Note{
			Text: "It failed.", Wrong: true, Hint: "Do this.",
		}},
		{"nothing to look for", State{Asked: parsed("-"), Answer: parsed("-")}, around, Note{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.s.Note(tt.a); got != tt.want || !ok {
				t.Errorf("got %+v, %v, want %+v", got, ok, tt.want)
			}
		})
	}
	for name, s := range map[string]State{
		"nothing is asked": {}, "another page": {Asked: parsed("sea"), Page: view.Things},
	} {
		if got, ok := s.Note(around); ok || got != (Note{}) {
			t.Errorf("%s: it says %+v", name, got)
		}
	}
}

func TestNothing(t *testing.T) {
	around := Around{Folders: true, Languages: []string{"en", "fr"}}
	partly := around
	partly.Status = photo.Status{Photos: 1000, Encoded: 680}
	const usual = "Try other words, or drop a picture that looks like what you are looking for."
	tests := []struct {
		name string
		s    State
		a    Around
		want Page
	}{
		{"words", found(parsed("sea"), 0, nil), around, Page{
			Title: "Nothing here looks like that", Hint: usual, WayText: "Show all photos",
		}},
		{"no folder", found(parsed("sea"), 0, nil), Around{}, Page{
			Picture: Folder, Title: "There are no photos to search yet", Way: ToFolder, WayText: "Add a folder…",
			Hint: "Add a folder, and its photos can be found by what is in them.",
		}},
		{"favourites", found(parsed("is:favourite sort:name"), 0, nil), around, Page{
			Picture: Heart, Title: "No favourites yet", Hint: "Press F on a photo, or click on its heart.",
			WayText: "Show all photos",
		}},
		{"filters", found(parsed("type:png"), 0, nil), partly, Page{
			Title: "No photo is like that", Hint: "Take out a part of the search to find more.",
			WayText: "Show all photos",
		}},
		{"weak", found(parsed("sea"), 0, func(s *State) { s.Weak = 4 }), around, Page{
			Title: "Nothing here looks like that", Hint: "What comes nearest can be shown all the same.",
			Way: ToWeak, WayText: "Show 4 weaker matches",
		}},
		{"so far", found(parsed("sea"), 0, nil), partly, Page{
			Title: "Nothing here looks like that yet", WayText: "Show all photos",
			Hint: "This is the answer of 680 of 1,000 photos so far. Results appear as that goes on.",
		}},
		{"a language", found(parsed("katze"), 0, nil), around, Page{
			Title: "Nothing here looks like that", WayText: "Show all photos",
			Hint: "This looks like German, and the model knows English and French only. Try it in English or French.",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.s.Nothing(tt.a)
			if len(got.Offers) != 0 {
				t.Errorf("it offers %+v", got.Offers)
			}
			got.Offers = nil
			if got.Picture != tt.want.Picture || got.Title != tt.want.Title || got.Hint != tt.want.Hint ||
				got.Way != tt.want.Way || got.WayText != tt.want.WayText {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
	p := found(parsed("dgo"), 0, func(s *State) { s.Better = "dog" }).Nothing(around)
	offer := Offer{Text: "Did you mean “dog”?", Line: "dog"}
	if p.Hint != "It may be one of these:" || len(p.Offers) != 1 || p.Offers[0] != offer {
		t.Errorf("with offers it is %+v", p)
	}
}

func TestMarked(t *testing.T) {
	for _, tt := range []struct {
		line string
		page view.Page
		want view.Page
	}{
		{"", view.Photos, view.Photos},
		{"sea", view.Photos, view.Photos},
		{"is:favourite", view.Photos, view.Favourites},
		{"is:favourite sort:name", view.Photos, view.Favourites},
		{"is:favourite sea", view.Photos, view.Photos},
		{`thing:"palm tree"`, view.Photos, view.Things},
		{"thing:dog type:png", view.Photos, view.Photos},
		{"thing:dog", view.Settings, view.Settings},
	} {
		s := State{Asked: parsed(tt.line), Page: tt.page}
		if got := s.Marked(true, true); got != tt.want {
			t.Errorf("%s on page %d: marked is %d, want %d", tt.line, tt.page, got, tt.want)
		}
		if got := s.Marked(false, false); got != tt.page {
			t.Errorf("%s: marked is %d, which is not there", tt.line, got)
		}
	}
}
