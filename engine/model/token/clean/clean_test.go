package clean

import (
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		"A Photo, of_a CAT!":             "a photo of a cat",
		"  don't \t stop\n":              "dont stop",
		"don’t «stop» … ¿no?":            "don’t «stop» … ¿no",
		"ΟΔΥΣΣΕΥΣ İ":                     "οδυσσευς i\u0307",
		"!\"#$%&'()*+,-./:;<=>?@[\\]^_`": "",
		"a\u00a0\u3000b\x1fc":            "a b c",
	} {
		if got := Canonical(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestBasic(t *testing.T) {
	for in, want := range map[string]string{
		"“curly” ‘quotes’":       "\"curly\" 'quotes'",
		"ﬁne ĳs Ǆ":               "fine ijs DŽ",
		"ＦＵＬＬ　ｗｉｄｔｈ ﾊﾞ":          "FULL width バ",
		"&amp;lt;b&gt;":          "<b>",
		"&lt;b> &amp;amp; <":     "<b> & <",
		"sÃ£o paulo, cafÃ©":      "são paulo, café",
		"itâ€™s":                 "it's",
		"ðŸ˜€":                   "😀",
		"SANTÉ» Ärger à la Ånge": "SANTÉ» Ärger à la Ånge",
		"e\u0301":                "é",
		"\x1b[31mred\x1b[0m":     "red",
		"a\x00b\ufeffc\u0085":    "abc…",
		"\xff":                   "\ufffd",
	} {
		if got := Basic(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestForm: many marks in a row get nothing between them, are sorted, and are joined where
// that is possible.
func TestForm(t *testing.T) {
	many := strings.Repeat("\u0301", 40)
	tests := []struct {
		form     norm.Form
		in, want string
	}{
		{norm.NFC, "e\u0301", "é"},
		{norm.NFC, many, many},
		{norm.NFC, "e" + many, "é" + many[:39*2]},
		{norm.NFD, "é" + many, "e\u0301" + many},
		{norm.NFC, "a" + many + "\u0323", "ạ" + many},
		{norm.NFKC, "ﬁ" + many + "①", "fí" + many[:39*2] + "1"},
		{norm.NFC, "각" + many + "\u1100\u1161\u11a8", "각" + many + "각"},
		{norm.NFC, "a\u034fb" + many, "a\u034fb" + many},
	}
	for _, tt := range tests {
		if got := Form(tt.form, tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzForm(f *testing.F) {
	f.Add("e\u0301각", uint8(3))
	f.Add("a\u0323\u0307", uint8(40))
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		text = strings.ToValidUTF8(text, "")
		if strings.Contains(text, "\u034f") || len(text) > 60 {
			return
		}
		for _, form := range []norm.Form{norm.NFC, norm.NFD, norm.NFKC, norm.NFKD} {
			if norm.NFKD.String(text) != decompose(norm.NFKD, text) {
				t.Fatalf("%q is taken apart otherwise than by package norm", text)
			}
			if got := Form(form, Form(form, text)); got != Form(form, text) {
				t.Fatalf("%q: the form changes when it is made again", text)
			}
			want := form.String(text)
			if form == norm.NFC && !strings.Contains(want, "\u034f") {
				if got := string(compose([]rune(decompose(norm.NFD, text)))); got != want {
					t.Fatalf("%q: got %q, want %q", text, got, want)
				}
			}
		}
	})
}

// FuzzCharsmap: whatever a table holds, no text makes it read beyond itself.
func FuzzCharsmap(f *testing.F) {
	table := binary.LittleEndian.AppendUint32(nil, 8)
	f.Add(append(table, make([]byte, 20)...), "a")
	f.Add([]byte{4, 0, 0, 0, 255, 255, 255, 255, 0}, "\xff")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		c, err := ReadCharsmap(data)
		if err != nil {
			return
		}
		for _, first := range []bool{false, true} {
			if to, n := c.Find(text, first); n > len(text) || len(to) > longestReplacement {
				t.Errorf("%d bytes for %d of %d", len(to), n, len(text))
			}
		}
		c.Graphemes(text)
	})
}
