package plain

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestName(t *testing.T) {
	tests := []struct {
		name, s string
		want    Text
	}{
		{"ordinary", "/photos/a b.jpg", "/photos/a b.jpg"},
		{"quotes stay", `it's "b" \n $HOME`, `it's "b" \n $HOME`},
		{"other scripts", "写真　é\u202fPM 👨\u200d👩\ufe0f", "写真　é\u202fPM 👨\u200d👩\ufe0f"},
		{"a character that stands for others", "a\ufffdb", "a\ufffdb"},
		{"line break", "a\nb", `'a'$'\n''b'`},
		{"at the beginning", "\nb", `''$'\n''b'`},
		{"at the end", "b\n", `'b'$'\n'`},
		{"in a row", "a\n\x1b[31mb", `'a'$'\n\033''[31mb'`},
		{"letters", "\a\b\t\n\v\f\r\x00\x7f", `''$'\a\b\t\n\v\f\r\000\177'`},
		{"quote", "it's\x1b", `'it'\''s'$'\033'`},
		{"quote after one", "\x1b'", `''$'\033'''\'''`},
		{"no text", "a\xff\x9bb", `'a'$'\377\233''b'`},
		{"C1", "a\u009bb", `'a'$'\302\233''b'`},
		{"bidi", "a\u202egpj.exe", `'a'$'\342\200\256''gpj.exe'`},
		{"invisible", "a\u200bb\U000e0041", `'a'$'\342\200\213''b'$'\363\240\201\201'`},
		{"line separator", "a\u2028b", `'a'$'\342\200\250''b'`},
		{"looks quoted", `'a'$'\n''b'`, `''\''a'\''$'\''\n'\'''\''b'\'''`},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Name(tt.s)
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if string(got) != tt.s && !strings.Contains(tt.s, "\x00") {
				checkShell(t, got, tt.s)
			}
		})
	}
}

// checkShell has a shell take the quotes off again.
func checkShell(t *testing.T, quoted Text, want string) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		return // the table has what it must look like
	}
	got, err := exec.Command(bash, "-c", "printf %s "+string(quoted)).Output()
	if err != nil || string(got) != want {
		t.Errorf("a shell makes %q of %s, want %q (%v)", got, quoted, want, err)
	}
}

func TestFormat(t *testing.T) {
	type label string
	err := errors.New("open /a b/c\x1b[31m: no such file\nand more")
	tests := []struct {
		name      string
		got, want Text
	}{
		{"numbers", Format("%3d %.1f %v", 7, 1.25, true), "  7 1.2 true"},
		{"strings", Format("%s and %s", "a\nb", "c"), `'a'$'\n''b' and c`},
		{"own type", Format("%s", label("\r")), `''$'\r'`},
		{"Text stays", Format("%s|", Format("%s\n", "\t")), `''$'\t'` + "\n|"},
		{"padded after it is quoted", Format("%-12s|", "a\n"), `'a'$'\n'    |`},
		{"%q", Format("%q", "a\u202e\xff"), `"a\u202e\xff"`},
		{"error", Format("%v", err), `open /a 'b/c'$'\033''[31m:' no such file and more`},
		{"Stringer", Format("%s", 1500*time.Millisecond), "1.5s"},
		{"list", Format("%s", []string{"a\n", "b"}), `'[a'$'\n'' b]'`},
		{"nil", Format("%v", nil), "<nil>"},
		{"masked", Masked("é\xff\tb\u202e"), "é\ufffd\ufffdb\ufffd"},
		{"lines", Lines("one\r\ntwo\x1b\n", "\n  "), "one\n  'two'$'\\033'\n  "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

// Prose that was made safe once is not quoted again.
func TestProseOfProse(t *testing.T) {
	once := Prose("a\x1b b\u202e c")
	if twice := Prose(string(once)); twice != once || once != `'a'$'\033' 'b'$'\342\200\256' c` {
		t.Errorf("got %s, then %s", once, twice)
	}
}

type inner struct {
	From string `json:"from,omitempty"`
}

type outer struct {
	Rank int    `json:"rank"`
	Path string `json:"path"`
	inner
	List    []string       `json:"list"`
	Nested  []inner        `json:"nested"`
	Pointer *inner         `json:"pointer,omitempty"`
	Figure  *float64       `json:"figure"`
	Time    time.Time      `json:"time,omitzero"`
	Raw     []byte         `json:"raw,omitempty"`
	Kinds   map[string]int `json:"kinds,omitempty"`
	Hidden  string         `json:"-"`
	Plain   string
	private string
}

// JSON writes what encoding/json does wherever that loses nothing.
func TestJSONIsOrdinary(t *testing.T) {
	figure := 1e21
	for _, v := range []any{
		outer{},
		nil, "a<b", []int(nil),
		[]int{},
		map[string]int{"a": 1},
		&outer{}, 3.5, (*outer)(nil),
		outer{
			1, "/a<b>&\"\\.jpg",
			inner{"x"},
			[]string{"é"},
			[]inner{{}, {"y"}},
			&inner{"z"}, &figure, time.Unix(0, 0).UTC(),
			[]byte{1, 2},
			map[string]int{"a": 1},
			"hidden", "plain", "private",
		},
		struct {
			Any any `json:"any"`
		}{inner{"x"}},
	} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		got, err := JSON(v)
		if err != nil || string(got)+"\n" != want.String() {
			t.Errorf("got %s, %v, want %s", got, err, want.String())
		}
	}
	if _, err := JSON(outer{Figure: new(float64)}); err != nil {
		t.Error(err)
	}
	if _, err := JSON(struct{ F func() }{}); err == nil {
		t.Error("a function became JSON")
	}
}

func TestJSONKeepsBytes(t *testing.T) {
	bad := "/a\xffb\x1b\u202e"
	data, err := JSON(outer{
		Path: bad, inner: inner{bad}, List: []string{"a", bad}, Nested: []inner{{bad}}, Pointer: &inner{bad},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !printable(string(data)) {
		t.Errorf("%q cannot be printed", data)
	}
	type bytesOf struct {
		Path  string `json:"path"`
		Bytes []byte `json:"path_bytes"`
		From  []byte `json:"from_bytes"`
	}
	var got struct {
		bytesOf
		List    [][]byte  `json:"list_bytes"`
		Nested  []bytesOf `json:"nested"`
		Pointer bytesOf   `json:"pointer"`
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := []byte(bad)
	if got.Path != "/a\ufffdb\x1b\u202e" || !bytes.Equal(got.Bytes, want) || !bytes.Equal(got.From, want) ||
		!slices.EqualFunc(got.List, [][]byte{[]byte("a"), want}, bytes.Equal) ||
		!bytes.Equal(got.Nested[0].From, want) || !bytes.Equal(got.Pointer.From, want) {
		t.Errorf("got %+v of %s", got, data)
	}
	if !strings.Contains(string(data), `"path_bytes":"`+base64.StdEncoding.EncodeToString(want)+`"`) {
		t.Errorf("no base64 in %s", data)
	}
}

func TestJSONIsPrintable(t *testing.T) {
	const hostile = "a\x7f\u009b\u202e\u2028\U000e0041\x1b\n"
	data, err := JSON(outer{Path: hostile})
	var got outer
	if err := errors.Join(err, json.Unmarshal(data, &got)); err != nil || got.Path != hostile ||
		!printable(string(data)) {
		t.Errorf("%s: %v, %q", data, err, got.Path)
	}
	if strings.Contains(string(data), "_bytes") {
		t.Errorf("valid text has bytes: %s", data)
	}
}

func FuzzName(f *testing.F) {
	f.Add("a\n'$'\\n''\x1b\xff")
	f.Fuzz(func(t *testing.T, s string) {
		for _, got := range []Text{Name(s), Prose(s), Format("%s %q", s, s)} {
			if !printable(string(got)) {
				t.Errorf("%q of %q cannot be printed", got, s)
			}
		}
		if data, err := JSON(outer{Path: s}); err != nil || !printable(string(data)) || !json.Valid(data) {
			t.Errorf("%q of %q: %v", data, s, err)
		}
	})
}
