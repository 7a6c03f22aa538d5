package query

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"recollect/words"
)

// now is a Tuesday, in autumn.
var now = time.Date(2026, 11, 24, 15, 4, 5, 0, time.FixedZone("", 3600))

// plain writes a query as one line, for tables.
func plain(q Query) string {
	var out []string
	for _, p := range q.Parts {
		what := p.Text
		if p.Picture != "" {
			what = "@" + p.Picture
		}
		minus := ""
		if p.Negated {
			minus = "!"
		}
		out = append(out, fmt.Sprintf("%+g%s[%s]", p.Weight, minus, what))
	}
	for _, f := range q.Filters {
		not := ""
		if f.Not {
			not = "not "
		}
		out = append(out, not+plainCondition(f.Condition))
	}
	if q.Sort != "" {
		out = append(out, "sort "+string(q.Sort))
	}
	for _, m := range q.Mistakes {
		out = append(out, fmt.Sprintf("? %d-%d %s", m.From, m.To, said(m)))
	}
	return strings.Join(out, "; ")
}

// said is what a person reads of m in a terminal.
func said(m Mistake) string {
	text := words.English().Reason(m.Reason).What
	if m.Meant != "" {
		text += fmt.Sprintf(", did you mean %q?", m.Meant)
	}
	return text
}

func plainCondition(c Condition) string {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.DateOnly)
	}
	switch c := c.(type) {
	case Dates:
		return day(c.From) + ".." + day(c.To)
	case Phrase:
		return fmt.Sprintf("%q", string(c))
	case Formats:
		return fmt.Sprintf("type %s %v", strings.Join(c.Names, "|"), c.Screenshot)
	default:
		return fmt.Sprintf("%T%v", c, c)
	}
}

// parsed is a line and what plain makes of its Query.
type parsed struct{ line, want string }

func testParse(t *testing.T, tests []parsed) {
	t.Helper()
	for _, tt := range tests {
		if got := plain(Parse(tt.line, Options{Now: now})); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.line, got, tt.want)
		}
	}
}

func TestParse(t *testing.T) {
	testParse(t, []parsed{
		{"", ""},
		{"  ", ""},
		{"dog running on the beach", "+1[dog running on the beach]"},
		{"Café   in Zürich", "+1[Café in Zürich]"},
	})
}

func TestParseArithmetic(t *testing.T) {
	testParse(t, []parsed{
		{"beach - people", "+1[beach]; -1[people]"},
		{"beach -people", "-1[people]; +1[beach]"},
		{"a -red bicycle", "-1[red]; +1[a bicycle]"},
		{"beach – people in the water", "+1[beach]; -1[people in the water]"},
		{"2:sunset + 0.5:@picture.jpg", "+2[sunset]; +0.5[@picture.jpg]"},
		{"sunset - 0.5:city lights", "+1[sunset]; -0.5[city lights]"},
		{"sunset -0.5:city lights", "+1[sunset]; -0.5[city lights]"},
		{"@a.jpg @b.jpg", "+1[@a.jpg]; +1[@b.jpg]"},
		{`@"my cat.jpg" in snow`, "+1[@my cat.jpg]; +1[in snow]"},
		{"sea -@a.jpg", "-1[@a.jpg]; +1[sea]"},
		{"sea - @a.jpg", "+1[sea]; -1[@a.jpg]"},
		{`2:sea + 0.5:@"my cat.jpg" at night`, "+2[sea]; +0.5[@my cat.jpg]; +1[at night]"},
		{`sea -0.5:@"my cat.jpg"`, "+1[sea]; -0.5[@my cat.jpg]"},
		{`2:"sea at night" -0.5:"a boat"`, "+2[sea at night]; -0.5[a boat]"},
		{`-"2:sea"`, `not "2:sea"`},
		{"0:sea", "+1[0:sea]"},
		{"t-shirt", "+1[t-shirt]"},
		{"-", ""},
		{"+ sea", "+1[sea]"},
	})
}

func TestParseNegation(t *testing.T) {
	testParse(t, []parsed{
		{"beach without people", "+1[beach]; -1![people]"},
		{"a street with no cars at night", "+1[a street at night]; -1![cars]"},
		{"no people", "-1![people]"},
		{"Strand ohne Menschen", "+1[Strand]; -1![Menschen]"},
		{"plage sans les gens", "+1[plage]; -1![gens]"},
		{"cake without any candles, on a table", "+1[cake on a table]; -1![candles]"},
		{"dogs without cats and without birds", "+1[dogs]; -1![cats]; -1![birds]"},
		{"bird on the ground, not in a tree", "+1[bird on the ground]; -1![in a tree]"},
		{"rocket but not at night, sky still blue", "+1[rocket sky still blue]; -1![at night]"},
		{"text that is not handwritten", "+1[text]; -1![handwritten]"},
		{"not at", "+1[not at]"},
		{", no people", "-1![people]"},
		{"no", "+1[no]"},
		{"room without", "+1[room without]"},
		{"north of Norway", "+1[north of Norway]"},
	})
}

func TestParsePhrases(t *testing.T) {
	testParse(t, []parsed{
		{`"IMG_2041"`, `"IMG_2041"`},
		{`"anna's wedding" cake`, `+1[cake]; "anna's wedding"`},
		{`anna's cake`, `+1[anna's cake]`},
		{`„Omas Garten“ -"2019 alt"`, `"Omas Garten"; not "2019 alt"`},
		{`cake - "burnt"`, `+1[cake]; not "burnt"`},
		{`"never closed`, `"never closed"`},
		{`""`, ""},

		{`'IMG_2041' cake`, `+1[cake]; "IMG_2041"`},
		{"‘anna’s wedding’", `"anna’s wedding"`},
		{"”röd bil” «une fête» ‚alt‘", `"röd bil"; "une fête"; "alt"`},
		{"'anna's wedding' cake", `+1[cake]; "anna's wedding"`},
		{"rock 'n' roll, the '90s and dogs' toys", "+1[rock 'n' roll, the '90s and dogs' toys]"},
	})
}

func TestParseFileNames(t *testing.T) {
	testParse(t, []parsed{
		{"IMG_2041.jpg", `"IMG_2041.jpg"`},
		{"IMG_2041 cake", `+1[cake]; "IMG_2041"`},
		{
			"DSC0042 _MG_1234 PXL_20230101_120000 IMG-20200101-WA0001",
			`"DSC0042"; "_MG_1234"; "PXL_20230101_120000"; "IMG-20200101-WA0001"`,
		},
		{"sea -img_2041.HEIC", `+1[sea]; not "img_2041.HEIC"`},
		{
			"a380 p51 boeing-747 windows2000 node.js route66 mp3 2:DSC cat.",
			"+1[a380 p51 boeing-747 windows2000 node.js route66 mp3]; +2[DSC cat.]",
		},
	})
}

func TestParsePlainWords(t *testing.T) {
	testParse(t, []parsed{
		{"Train at 3:30", "+1[Train at 3:30]"},
		{"16:9 wallpaper at 10:30pm", "+1[16:9 wallpaper at 10:30pm]"},
		{"2: sunset", "+1[2: sunset]"},
		{"2:émile", "+2[émile]"},
		{
			"party @home",
			`+1[party home]; ? 6-11 "@home" names no picture file, as @picture.jpg does, and is taken for a word`,
		},
		{"@pictures/cat @~/cat", "+1[@pictures/cat]; +1[@~/cat]"},
	})
}

func TestParseDashes(t *testing.T) {
	testParse(t, []parsed{
		{"beach — people", "+1[beach]; -1[people]"},
		{"beach − people -- dogs", "+1[beach]; -1[people]; -1[dogs]"},
	})
}

func TestParseWordsThatDenyNothing(t *testing.T) {
	testParse(t, []parsed{
		{"no parking sign", "+1[no parking sign]"},
		{"no smoking sign; no dogs sign", "+1[no smoking sign; no dogs sign]"},
		{"house no 12", "+1[house no 12]"},
		{"house no. 12 no.1", "+1[house no. 12 no.1]"},
		{"sin city", "+1[sin city]"},
		{"playa sin gente", "+1[playa]; -1![gente]"},
		{"sans serif letters", "+1[sans serif letters]"},
		{"plage sans serviettes", "+1[plage]; -1![serviettes]"},
		{"doctors without borders", "+1[doctors without borders]"},
		{"no one at the beach", "+1[at the beach]; -1![people]"},
		{"a beach with nobody", "+1[a beach]; -1![people]"},
		{"not only dogs", "+1[not only dogs]"},
	})
}

func TestParseDates(t *testing.T) {
	testParse(t, []parsed{
		{"date:2020-2022", "2020-01-01..2023-01-01"},
		{"date:2020–2022", "2020-01-01..2023-01-01"},
		{"date:>2020", "2021-01-01.."},
		{"date:>=2020-05", "2020-05-01.."},
		{"date:<2020", "..2020-01-01"},
		{"date:<=2020", "..2021-01-01"},
		{
			"date:12.05.2021 date:1.2.2021 date:2021/5/12",
			"2021-05-12..2021-05-13; 2021-02-01..2021-02-02; 2021-05-12..2021-05-13",
		},
		{"before:2020 after:2018-05", "..2020-01-01; 2018-06-01.."},
		{"before:last summer sea", "+1[sea]; ..2026-06-01"},
		{"after:soon", `? 0-10 "soon" is no date, as in after:2023 or after:2023-05-12`},
		{"date:2023", "2023-01-01..2024-01-01"},
		{"date:2023-05..2023-08 sea", "+1[sea]; 2023-05-01..2023-09-01"},
		{"date:..2020", "..2021-01-01"},
		{"date:2020-02-29", "2020-02-29..2020-03-01"},
		{"sea date:last summer", "+1[sea]; 2026-06-01..2026-09-01"},
		{"date:last summer holidays", "+1[holidays]; 2026-06-01..2026-09-01"},
		{`date:"last summer"`, "2026-06-01..2026-09-01"},
		{"date:summer 2022", "2022-06-01..2022-09-01"},
		{"date:last winter", "2025-12-01..2026-03-01"},
		{"date:last autumn", "2025-09-01..2025-12-01"},
		{"date:autumn", "2026-09-01..2026-12-01"},
		{"date:may", "2026-05-01..2026-06-01"},
		{"date:december", "2025-12-01..2026-01-01"},
		{"date:today", "2026-11-24..2026-11-25"},
		{"date:yesterday", "2026-11-23..2026-11-24"},
		{"date:this week", "2026-11-23..2026-11-30"},
		{"date:last week", "2026-11-16..2026-11-23"},
		{"date:last month", "2026-10-01..2026-11-01"},
		{"date:last year", "2025-01-01..2026-01-01"},
		{"date:last 3 weeks", "2026-11-04..2026-11-25"},
		{"date:christmas 2021", "2021-12-24..2021-12-27"},
		{"-date:2023 sea", "+1[sea]; not 2023-01-01..2024-01-01"},
		{"Date:2023", "2023-01-01..2024-01-01"},
		{
			"date:2023 -type:png rating:5",
			"2023-01-01..2024-01-01; not type png false; query.Number{rating 5 5 false false}",
		},
	})
}

func TestParseFilters(t *testing.T) {
	testParse(t, []parsed{
		{"rating:0", "query.Number{rating 0 0 false false}"},
		{"rating:-1", "query.Number{rating -1 -1 false false}"},
		{"-rating:-1", "not query.Number{rating -1 -1 false false}"},
		{"rating:<3", "query.Number{rating 1 3 false true}"},
		{"rating:0..2", "query.Number{rating 0 2 false false}"},
		{"name:IMG", "query.Text{name IMG}"},
		{"camera:pixel", "query.Text{camera pixel}"},
		{`lens:"50 mm"`, "query.Text{lens 50 mm}"},
		{"-folder:2019", "not query.Text{folder 2019}"},
		{"type:png", "type png false"},
		{"type:png|gif", "type png|gif false"},
		{"type:screenshot", "type  true"},
		{"rating:>=4", "query.Number{rating 4 1e+18 false false}"},
		{"rating:★★★", "query.Number{rating 3 3 false false}"},
		{"rating:2..3", "query.Number{rating 2 3 false false}"},
		{"size:>20MP", "query.Number{pixels 2e+07 1e+18 true false}"},
		{"size:<500kB", "query.Number{bytes 0 500000 false true}"},
		{"iso:>=1600", "query.Number{iso 1600 1e+18 false false}"},
		{"near:48.85,2.35,10km", "query.Near{48.85 2.35 10000}"},
		{"near:-33.9,151.2", "query.Near{-33.9 151.2 10000}"},
		{"orientation:portrait", "query.Shapeportrait"},
		{"has:gps", "query.Hasgps"},
		{"is:favourite", "query.Isfavourite"},
		{"is:flagged", "query.Isflagged"},
		{"thing:dog", "query.Text{thing dog}"},
		{`-thing:"hot dog" party`, "+1[party]; not query.Text{thing hot dog}"},
		{"is:favorite", "query.Isfavourite"},
		{"colour:red", "query.Colourred"},
		{"-color:gray", "not query.Colourgrey"},
		{"sea sort:newest", "+1[sea]; sort newest"},
	})
}

func TestParseMistakes(t *testing.T) {
	testParse(t, []parsed{
		{"datee:2023", `+1[datee:2023]; ? 0-6 unknown filter "datee", did you mean "date"?`},
		{"sea kamera:pixel", `+1[sea kamera:pixel]; ? 4-11 unknown filter "kamera", did you mean "camera"?`},
		{"sea zebra:1", `+1[sea zebra:1]; ? 4-10 unknown filter "zebra"`},
		{"note: buy milk", "+1[note: buy milk]"},
		{"https://example.org/", "+1[https://example.org/]"},
		{"type:pgn", `? 0-8 unknown value "pgn", did you mean "png"?`},
		{"date:soon", `? 0-9 "soon" is no date, as in date:2023, date:2023-05..2023-08 or date:last summer`},
		{"date:2023-13", `? 0-12 "2023-13" is no date, as in date:2023, date:2023-05..2023-08 or date:last summer`},
		{
			"date:2023..2022",
			`? 0-15 "2023..2022" is no date, as in date:2023, date:2023-05..2023-08 or date:last summer`,
		},
		{"rating:9", `? 0-8 "9" is no rating: it goes from 0 to 5, as in rating:>=4, and -1 is rejected`},
		{"near:95,2", `? 0-9 "95,2" is no place, as in near:48.85,2.35,10km`},
		{"size:20", `? 0-7 "20" is no size, as in size:>20MP or size:<500kB`},
		{"thing:", "? 0-6 thing: needs a text, such as thing:dog"},
		{"camera:", "? 0-7 camera: needs a text, such as camera:pixel"},
		{"colour:puple", `? 0-12 unknown value "puple", did you mean "purple"?`},
	})
}

func TestNegationAsTyped(t *testing.T) {
	got := plain(Parse("a sign with no parking -cars", Options{AsTyped: true}))
	if want := "-1[cars]; +1[a sign with no parking]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMarks(t *testing.T) {
	tests := []struct{ line, want string }{
		{"dog on beach", ""},
		{"beach - people", "-=0 people=1"},
		{"beach without any people at night", "without=1 any=1 people=1"},
		{`sea "x y" date:last summer`, `"x y"=2 date:=3 last summer=4`},
		{"-type:png 2:sea @a.jpg", "-=0 type:=3 png=4 2:=0 @a.jpg=5"},
		{`-0.5:@"my cat.jpg"`, `-=0 0.5:=0 @"my cat.jpg"=5`},
		{"datee:1 type:pgn", "datee:=6 type:pgn=6"},
	}
	for _, tt := range tests {
		var got []string
		for _, m := range Parse(tt.line, Options{Now: now}).Marks {
			got = append(got, fmt.Sprintf("%s=%d", tt.line[m.From:m.To], m.Kind))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: got %s, want %s", tt.line, s, tt.want)
		}
	}
}

func TestKeysCanBeRead(t *testing.T) {
	keys := Keys()
	if !slices.IsSorted(keys) || !slices.Contains(keys, "date") || slices.Contains(keys, "color") {
		t.Errorf("got %q", keys)
	}
	for _, k := range keys {
		if q := Parse(k+":", Options{Now: now}); len(q.Mistakes) != 1 {
			t.Errorf("%s: without a value: %s", k, plain(q))
		}
	}
}

// Half of a line is another query, and so a line that is too long is none.
func TestLongLineIsAMistake(t *testing.T) {
	for _, line := range []string{strings.Repeat("a ", maxLine/2), strings.Repeat("é", maxLine/2)} {
		if q := Parse(line, Options{}); Check(line) != nil || len(q.Mistakes) != 0 || len(q.Parts) != 1 {
			t.Errorf("of %d bytes: %v, %d mistakes, %d parts", len(line), Check(line), len(q.Mistakes), len(q.Parts))
		}
	}
	for _, line := range []string{
		strings.Repeat("dog ", maxLine/4) + "-type:png", "x" + strings.Repeat("ü", 5000),
		strings.Repeat("\x80", 2*maxLine),
	} {
		q := Parse(line, Options{})
		if err := Check(line); !errors.Is(err, ErrTooLong) || !q.Empty() || len(q.Mistakes) != 1 {
			t.Fatalf("of %d bytes: %v, %+v", len(line), err, q)
		}
		m := q.Mistakes[0]
		if m.Reason != "query:too-long-a-line" || m.From > maxLine || m.To != len(line) ||
			utf8.ValidString(line) && !utf8.ValidString(line[m.From:]) {
			t.Errorf("of %d bytes: %d to %d, %s", len(line), m.From, m.To, m.Reason)
		}
		if _, ok := Repair(line, m); ok {
			t.Error("it was repaired")
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, line := range []string{
		"dog on beach", "2:a + 0.5:@b.jpg -c", `"x" -"y" date:last summer`, "near:1,2,3km size:>1MP rating:★",
		"no people without cats, ohne", `thing:dog -is:flagged -thing:"hot dog"`, "date:2020..2021 sort:name",
		"-0.5:a b", "\x00\xff:\"", "date:last 3",
	} {
		f.Add(line, false)
	}
	f.Fuzz(func(t *testing.T, line string, asTyped bool) {
		q := Parse(line, Options{Now: now, AsTyped: asTyped})
		inside := func(what string, s Span) {
			if s.From < 0 || s.From >= s.To || s.To > len(line) {
				t.Errorf("%s: %v of %d bytes", what, s, len(line))
			}
		}
		for _, p := range q.Parts {
			inside("part", p.Span)
			if (p.Text == "") == (p.Picture == "") || p.Weight == 0 || math.IsNaN(p.Weight) ||
				math.Abs(p.Weight) > maxWeight {
				t.Errorf("part %+v", p)
			}
		}
		for _, f := range q.Filters {
			inside("filter", f.Span)
			if n, ok := f.Condition.(Number); ok && (math.IsNaN(n.Min) || math.IsNaN(n.Max)) {
				t.Errorf("filter %+v", f)
			}
		}
		for _, m := range q.Mistakes {
			inside("mistake", m.Span)
		}
		end := 0
		for _, m := range q.Marks {
			inside("mark", m.Span)
			if m.From < end {
				t.Errorf("marks overlap in %v", q.Marks)
			}
			end = m.To
		}
	})
}
