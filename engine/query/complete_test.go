package query

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestComplete(t *testing.T) {
	tests := []struct{ line, want string }{ // | is the cursor
		{"|", ""},
		{"d|", ""},
		{"da|", "da: [date:]"},
		{"Da|", "Da: [date:]"},
		{"ca|", "ca: [camera:]"},
		{"-da|", "da: [date:]"},
		{"sea -ty|", "ty: [type:]"},
		{"sea - ty|", "ty: [type:]"},
		{"date:2023 ty|", "ty: [type:]"},
		{"sea da|", ""},
		{"sea dat|", "dat: [date:]"},
		{"a dog that is|", ""},
		{"a house near|", ""},
		{"is|", "is: [is: iso:]"},
		{"d|ate", ""},
		{"da |", ""},
		{"dog|", ""},
		{"-|", ""},
		{`"da|`, ""},
		{
			"type:|",
			"type=: [jpeg png screenshot raw heic gif webp arw avif bmp " +
				"cr2 cr3 dng heif jpg nef orf pef raf rw2 tif tiff]",
		},
		{"type:p|", "type=p: [png pef]"},
		{"type:png|", ""},
		{"type:png,gi|", "type=gi: [gif]"},
		{"-type:sc|", "type=sc: [screenshot]"},
		{"is:|", "is=: [favourite animated damaged blurry dark screenshot document away raw]"},
		{"-is:sc|", "is=sc: [screenshot]"},
		{"is:fa|", "is=fa: [favourite]"},
		{"color:gr|", "color=gr: [green grey]"},
		{"sort:n|", "sort=n: [newest name]"},
		{"date:last|", "date=last: [last week last month last summer last winter last year]"},
		{"date:su|", "date=su: [last summer]"},
		{"date:2023|", ""},
		{"rating:>|", "rating=>: [>=3 >=4]"},
		{"camera:|", "camera=: []"},
		{"camera:pix|", "camera=pix: []"},
		{"place:sing|", "place=sing: []"},
		{`-folder:"my ho|`, "folder=my ho: []"},
		{`folder:"my home"|`, ""},
		{"zebra:s|", ""},
		{"near:4|", ""},
	}
	for _, tt := range tests {
		at := strings.LastIndex(tt.line, "|")
		line := tt.line[:at] + tt.line[at+1:]
		got := ""
		if c, ok := Complete(line, at); ok {
			got = fmt.Sprintf("%s: %v", c.Typed, c.Choices)
			if c.Key != "" {
				got = c.Key + "=" + got
			}
		}
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.line, got, tt.want)
		}
	}
}

func TestApply(t *testing.T) {
	tests := []struct{ line, choice, want string }{
		{"da|", "date:", "date:|"},
		{"-da| sea", "date:", "-date:| sea"},
		{"type:p|", "png", "type:png |"},
		{"type:png,p| sea", "pef", "type:png,pef| sea"},
		{"date:las|", "last summer", "date:last summer |"},
		{"camera:pi|", "Google Pixel 8", `camera:"Google Pixel 8" |`},
		{`-folder:"my ho|`, "my home", `-folder:"my home" |`},
		{"album:a|", `Anna "Bo"`, "album:“Anna \"Bo\"” |"},
		{"tag:ü|", "über", "tag:über |"},
	}
	for _, tt := range tests {
		at := strings.LastIndex(tt.line, "|")
		line := tt.line[:at] + tt.line[at+1:]
		c, ok := Complete(line, at)
		if !ok {
			t.Errorf("%s: nothing is offered", tt.line)
			continue
		}
		got, cursor := c.Apply(line, tt.choice)
		if got = got[:cursor] + "|" + got[cursor:]; got != tt.want {
			t.Errorf("%s with %s\n got %s\nwant %s", tt.line, tt.choice, got, tt.want)
		}
	}
}

// Every word that is offered is understood.
func TestChoicesAreUnderstood(t *testing.T) {
	for _, key := range Keys() {
		for _, value := range likely(key) {
			line := key + ":" + value
			if q := Parse(line, Options{}); len(q.Mistakes) > 0 || len(q.Parts) > 0 {
				t.Errorf("%s: %+v", line, q)
			}
		}
	}
}

func TestFilterTextIsReadBack(t *testing.T) {
	for _, value := range []string{"dog", "palm tree", `the "old" house`, "5:1", "a\u00a0b", "-x", "“q”"} {
		line := FilterText("tag", value)
		q := Parse(line, Options{})
		if len(q.Filters) != 1 || len(q.Parts) != 0 || len(q.Mistakes) != 0 {
			t.Errorf("%s is read as %+v", line, q)
			continue
		}
		want := Text{Tag, strings.ReplaceAll(value, "”", "")}
		if got := q.Filters[0].Condition; got != want && value != "“q”" {
			t.Errorf("%s asks for %v, want %v", line, got, want)
		}
	}
}

func TestPictureTextIsReadBack(t *testing.T) {
	for _, path := range []string{"/a/b.jpg", "/a/my cat.jpg", `C:\b c.jpg`, `/a/"x".jpg`} {
		q := Parse("sea "+PictureText(path), Options{})
		if len(q.Parts) != 2 || q.Parts[0].Picture+q.Parts[1].Picture != path {
			t.Errorf("%s is read as %+v", PictureText(path), q.Parts)
		}
	}
}

func FuzzComplete(f *testing.F) {
	for _, line := range []string{
		"", "da", `-folder:"my ho`, "type:png,gi", "sea dat", "date:las", "„x", "camera:\xff",
		`tag:"`,
	} {
		f.Add(line, len(line), "a b")
	}
	f.Fuzz(func(t *testing.T, line string, cursor int, choice string) {
		c, ok := Complete(line, cursor)
		if !ok {
			return
		}
		if c.From < 0 || c.From > c.To || c.To != cursor || c.To > len(line) {
			t.Fatalf("%q at %d: %+v", line, cursor, c)
		}
		for _, choice := range append(c.Choices, choice) {
			got, at := c.Apply(line, choice)
			if at < 0 || at > len(got) {
				t.Errorf("%q with %q: cursor %d in %q", line, choice, at, got)
			}
			if utf8.ValidString(line) && utf8.ValidString(choice) && !utf8.ValidString(got) {
				t.Errorf("%q with %q: %q", line, choice, got)
			}
		}
	})
}
