package takeout

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"recollect/engine/photo"
)

// pairs is a folder, and which file of Takeout describes which picture of it.
type pairs struct {
	name  string
	files []string // pictures and what Takeout wrote
	want  map[string]string
}

func testMatch(t *testing.T, tests []pairs) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var names, sides []string
			for _, f := range tt.files {
				if strings.EqualFold(filepath.Ext(f), ".json") {
					sides = append(sides, f)
				} else {
					names = append(names, f)
				}
			}
			got := Match(names, sides, func(string) string { return "" })
			if !maps.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// The names in the tests of Match have forms that were seen in archives.
func TestMatch(t *testing.T) {
	testMatch(t, []pairs{
		{"plain", []string{"a.jpg", "a.jpg.json"}, map[string]string{"a.jpg": "a.jpg.json"}},
		{
			"since 2024",
			[]string{"a.jpg", "a.jpg.supplemental-metadata.json"},
			map[string]string{"a.jpg": "a.jpg.supplemental-metadata.json"},
		},
		{"cut", []string{
			"a.jpg", "a.jpg.suppl.json", "b.jpg", "b.jpg.s.json", "c.jpg", "c.jpg..json", "d.jpg",
			"d.jpg.supplemental-.json",
		}, map[string]string{
			"a.jpg": "a.jpg.suppl.json", "b.jpg": "b.jpg.s.json", "c.jpg": "c.jpg..json",
			"d.jpg": "d.jpg.supplemental-.json",
		}},
		{
			"metadata",
			[]string{"a.jpg", "a.jpg.metadata.json", "b.jpg", "b.jpg.metad.json"},
			map[string]string{"a.jpg": "a.jpg.metadata.json", "b.jpg": "b.jpg.metad.json"},
		},
		{"something else", []string{"a.jpg", "a.jpg.settings.json"}, map[string]string{}},
		{
			"both",
			[]string{"a.jpg", "a.jpg.json", "a.jpg.supplemental-metadata.json"},
			map[string]string{"a.jpg": "a.jpg.supplemental-metadata.json"},
		},
		{"JSON in capitals", []string{"a.jpg", "a.jpg.JSON"}, map[string]string{"a.jpg": "a.jpg.JSON"}},
	})
}

func TestMatchNumbers(t *testing.T) {
	testMatch(t, []pairs{
		{
			"number behind",
			[]string{"a.jpg", "a(1).jpg", "a.jpg.json", "a.jpg(1).json"},
			map[string]string{"a.jpg": "a.jpg.json", "a(1).jpg": "a.jpg(1).json"},
		},
		{"number before", []string{"a(1).jpg", "a(1).jpg.json"}, map[string]string{"a(1).jpg": "a(1).jpg.json"}},
		{
			"number behind, since 2024",
			[]string{"a(1).jpg", "a.jpg.supplemental-metadata(1).json"},
			map[string]string{"a(1).jpg": "a.jpg.supplemental-metadata(1).json"},
		},
		{
			"number before, since 2024",
			[]string{"a(1).jpg", "a(1).jpg.supplemental-metadata.json"},
			map[string]string{"a(1).jpg": "a(1).jpg.supplemental-metadata.json"},
		},
		{
			"number in both places",
			[]string{"a(18).jpg", "a(18).jpg.supple(18).json"},
			map[string]string{"a(18).jpg": "a(18).jpg.supple(18).json"},
		},
		{"another number", []string{"a(2).jpg", "a.jpg(1).json"}, map[string]string{}},
		{"a number where there is none", []string{"a.jpg", "a.jpg(1).json"}, map[string]string{}},
		{"no number where there is one", []string{"a(1).jpg", "a.jpg.json"}, map[string]string{}},
	})
}

func TestMatchExtensions(t *testing.T) {
	testMatch(t, []pairs{
		{
			"no extension",
			[]string{"Peanut Butter Balls.jpg", "Peanut Butter Balls.supplemental-metadata.json"},
			map[string]string{"Peanut Butter Balls.jpg": "Peanut Butter Balls.supplemental-metadata.json"},
		},
		{"no extension, plain", []string{"a.jpg", "a.json"}, map[string]string{"a.jpg": "a.json"}},
		{
			"no extension, numbered",
			[]string{"2013-12-23(1).jpg", "2013-12-23.supplemental-metadata(1).json"},
			map[string]string{"2013-12-23(1).jpg": "2013-12-23.supplemental-metadata(1).json"},
		},
		{"no extension, number before", []string{"a(1).jpg", "a(1).json"}, map[string]string{"a(1).jpg": "a(1).json"}},
		{
			"no extension, edited",
			[]string{"22340.jpg", "22340-edited.jpg", "22340.supplemental-metadata.json"},
			map[string]string{
				"22340.jpg":        "22340.supplemental-metadata.json",
				"22340-edited.jpg": "22340.supplemental-metadata.json",
			},
		},
		{
			"part of the extension",
			[]string{"a.jpg", "a.jp.json", "b.jpg", "b.j.json", "c.jpg", "c..json"},
			map[string]string{"a.jpg": "a.jp.json", "b.jpg": "b.j.json", "c.jpg": "c..json"},
		},
		{
			"the whole name comes before its stem",
			[]string{"a.jpg", "a.png", "a.json", "a.jpg.json"},
			map[string]string{"a.jpg": "a.jpg.json", "a.png": "a.json"},
		},
		{
			"other case",
			[]string{"IMG_4081(1).jpg", "IMG_4081.JPG(1).json", "b.JPG", "b.jpg.json"},
			map[string]string{"IMG_4081(1).jpg": "IMG_4081.JPG(1).json", "b.JPG": "b.jpg.json"},
		},
		{
			"names that differ in case alone",
			[]string{"a.jpg", "a.JPG", "a.JPG.json"},
			map[string]string{"a.JPG": "a.JPG.json"},
		},
	})
}

func TestMatchCutNames(t *testing.T) {
	const (
		cut   = "a-name-that-is-longer-than-forty-six-character"
		emoji = "😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋"
	)
	fs := strings.Repeat("ф", 60)
	testMatch(t, []pairs{
		{"cut names", []string{cut + "s-is.jpg", cut + ".json"}, map[string]string{cut + "s-is.jpg": cut + ".json"}},
		{"cut in the extension", []string{
			"05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jpg", "05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jp.json",
		}, map[string]string{
			"05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jpg": "05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jp.json",
		}},
		{"the picture's name is cut too", []string{
			"PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg",
			"PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGIN.json",
		}, map[string]string{
			"PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg": "PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGIN.json",
		}},
		{"cut and numbered", []string{
			"Backyard_ceremony_wedding_photography_xxxxxxx_m(494).jpg",
			"Backyard_ceremony_wedding_photography_xxxxxxx_m(185).jpg",
			"Backyard_ceremony_wedding_photography_xxxxxxx_(494).json",
		}, map[string]string{
			"Backyard_ceremony_wedding_photography_xxxxxxx_m(494).jpg": "Backyard_ceremony_wedding_photography_xxxxxxx_(494).json",
		}},
		{"cut in the extension and numbered", []string{
			"13039_327707840323_537645323_9470255_27214_n(1).jpg",
			"13039_327707840323_537645323_9470255_27214_n.j(1).json",
		}, map[string]string{
			"13039_327707840323_537645323_9470255_27214_n(1).jpg": "13039_327707840323_537645323_9470255_27214_n.j(1).json",
		}},
		{"a number in the title", []string{
			"Urlaub in Knaufspesch in der Schneifel (38).JPG", "Urlaub in Knaufspesch in der Schneifel (38).JP.json",
		}, map[string]string{
			"Urlaub in Knaufspesch in der Schneifel (38).JPG": "Urlaub in Knaufspesch in der Schneifel (38).JP.json",
		}},
		{"a double of a cut name", []string{
			"original_1d4caa6f-16c6-4c3d-901b-9387de10e528_P.jpg",
			"original_1d4caa6f-16c6-4c3d-901b-9387de10e528_P(1).jpg",
			"original_1d4caa6f-16c6-4c3d-901b-9387de10e528_.json",
		}, map[string]string{
			"original_1d4caa6f-16c6-4c3d-901b-9387de10e528_P.jpg":    "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_.json",
			"original_1d4caa6f-16c6-4c3d-901b-9387de10e528_P(1).jpg": "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_.json",
		}},
		{
			"cut in Cyrillic",
			[]string{fs + ".jpg", strings.Repeat("ф", 46) + ".json"},
			map[string]string{fs + ".jpg": strings.Repeat("ф", 46) + ".json"},
		},
		{
			"cut in UTF-16",
			[]string{emoji + "😛.jpg", emoji + ".json"},
			map[string]string{emoji + "😛.jpg": emoji + ".json"},
		},
	})
}

func TestMatchComposed(t *testing.T) {
	const kaese, kaese2 = "K\u00e4se", "Ka\u0308se"
	testMatch(t, []pairs{
		{
			"composed and not",
			[]string{kaese2 + ".jpg", kaese + ".jpg.json"},
			map[string]string{kaese2 + ".jpg": kaese + ".jpg.json"},
		},
		{
			"not and composed",
			[]string{kaese + ".jpg", kaese2 + ".jpg.json"},
			map[string]string{kaese + ".jpg": kaese2 + ".jpg.json"},
		},
	})
}

func TestMatchEdited(t *testing.T) {
	tests := []pairs{
		{
			"edited",
			[]string{"v.jpg", "v-edited.jpg", "v.jpg.json"},
			map[string]string{"v.jpg": "v.jpg.json", "v-edited.jpg": "v.jpg.json"},
		},
		{"edited alone", []string{"v-edited.jpg", "v.jpg.json"}, map[string]string{"v-edited.jpg": "v.jpg.json"}},
		{
			"edited with its own",
			[]string{"v-edited.jpg", "v.jpg.json", "v-edited.jpg.json"},
			map[string]string{"v-edited.jpg": "v-edited.jpg.json"},
		},
		{
			"edited, not composed",
			[]string{"v-modifie\u0301.jpg", "v.jpg.json"},
			map[string]string{"v-modifie\u0301.jpg": "v.jpg.json"},
		},
		{
			"edited, numbered",
			[]string{"v-edited(1).jpg", "v.jpg(1).json"},
			map[string]string{"v-edited(1).jpg": "v.jpg(1).json"},
		},
		{
			"edited, number first",
			[]string{"v(1)-edited.jpg", "v.jpg(1).json"},
			map[string]string{"v(1)-edited.jpg": "v.jpg(1).json"},
		},
		{"edited, numbered without its own", []string{
			"IMG_20120216_094016-edited(1).jpg", "IMG_20120216_094016.jpg.supplemental-metadata.json",
		}, map[string]string{
			"IMG_20120216_094016-edited(1).jpg": "IMG_20120216_094016.jpg.supplemental-metadata.json",
		}},
		{
			"edited, in capitals",
			[]string{"MVIMG_1-EFFECTS.jpg", "MVIMG_1.jpg.json"},
			map[string]string{"MVIMG_1-EFFECTS.jpg": "MVIMG_1.jpg.json"},
		},
		{"edited, the ending is cut", []string{
			"PXL_20220405_090123740.PORTRAIT-01.COVER1-edite.jpg",
			"PXL_20220405_090123740.PORTRAIT-01.COVER1.jpg.json",
		}, map[string]string{
			"PXL_20220405_090123740.PORTRAIT-01.COVER1-edite.jpg": "PXL_20220405_090123740.PORTRAIT-01.COVER1.jpg.json",
		}},
		{"an ending that only begins so", []string{"v-e.jpg", "v.jpg.json"}, map[string]string{}},
		{"edited nothing", []string{"-edited.jpg", ".jpg.json"}, map[string]string{}},
	}
	for _, ending := range editedEndings {
		tests = append(tests, pairs{
			ending,
			[]string{"v" + ending + ".jpg", "v.jpg.json"},
			map[string]string{"v" + ending + ".jpg": "v.jpg.json"},
		})
	}
	testMatch(t, tests)
}

func TestMatchNothing(t *testing.T) {
	testMatch(t, []pairs{
		{"files of albums", []string{"a.jpg", "metadata.json", "print-subscriptions.json"}, map[string]string{}},
		{"no pictures", []string{"a.json"}, map[string]string{}},
	})
}

// What no name tells, the title within the file does.
func TestMatchByTitle(t *testing.T) {
	long := strings.Repeat("x", 60)
	for _, tt := range []struct {
		name, file, side, title string
		found                   bool
	}{
		{"another name", "a.jpg", "b.json", "a.jpg", true},
		{"another title", "a.jpg", "b.json", "c.jpg", false},
		{"other case", "a.jpg", "b.json", "A.JPG", true},
		{"letters that no file may have", "who_ me_.jpg", "b.json", "who? me&.jpg", true},
		{"written for HTML", "Anna_s.jpg", "b.json", "Anna&#39;s.jpg", true},
		{"written for HTML in the name too", "Anna_#39;s.jpg", "b.json", "Anna&#39;s.jpg", true},
		{"a number", "a(1).jpg", "b(1).json", "a.jpg", true},
		{"a number in the title", "a(1).jpg", "b.json", "a(1).jpg", true},
		{"a number missing", "a(1).jpg", "b.json", "a.jpg", false},
		{"cut", long[:47] + ".jpg", "b.json", long + ".jpg", true},
		{"edited", "a-bearbeitet.jpg", "b.json", "a.jpg", true},
		{"not composed", "Ka\u0308se.jpg", "b.json", "K\u00e4se.jpg", true},
		{"no title", "a.jpg", "b.json", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Match([]string{tt.file}, []string{tt.side}, func(string) string { return tt.title })[tt.file]
			if want := map[bool]string{true: tt.side}[tt.found]; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	var foreign []string
	for i := range 500 {
		foreign = append(foreign, fmt.Sprintf("x%d.json", i))
	}
	asked := 0
	Match([]string{"a.jpg"}, foreign, func(string) string { asked++; return "" })
	if asked > 50 {
		t.Errorf("%d files that are not Takeout's were read", asked)
	}
	Match([]string{"a.jpg"}, []string{"a.jpg.json"}, func(string) string {
		t.Error("a file whose name fits was read")
		return ""
	})
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       string
	}{
		{"text", `{"photoTakenTime":{"timestamp":"1258375918"}}`, "2009-11-16T12:51:58Z"},
		{"a number", `{"photoTakenTime":{"timestamp":1258375918}}`, "2009-11-16T12:51:58Z"},
		{"milliseconds", `{"photoTakenTime":{"timestamp":1258375918000}}`, "2009-11-16T12:51:58Z"},
		{"before 1970", `{"photoTakenTime":{"timestamp":"-86400"}}`, "1969-12-31T00:00:00Z"},
		{"a mark first", "\ufeff" + `{"photoTakenTime":{"timestamp":"1258375918"}}`, "2009-11-16T12:51:58Z"},
		{
			"UTF-16",
			"\xff\xfe{\x00\"\x00p\x00h\x00o\x00t\x00o\x00T\x00a\x00k\x00e\x00n\x00T\x00i\x00m\x00e\x00\"\x00:\x00" +
				"{\x00\"\x00t\x00i\x00m\x00e\x00s\x00t\x00a\x00m\x00p\x00\"\x00:\x009\x00}\x00}\x00",
			"1970-01-01T00:00:09Z",
		},
		{"none", `{"photoTakenTime":{"timestamp":"0"}}`, ""},
		{"not a number", `{"photoTakenTime":{"timestamp":"soon"}}`, ""},
		{"another kind", `{"photoTakenTime":{"timestamp":[1]}}`, ""},
		{
			"other fields of other types",
			`{"title":1,"description":[],"people":"Ann","geoData":"here","photoTakenTime":{"timestamp":"1258375918"}}`,
			"2009-11-16T12:51:58Z",
		},
		{"too far", `{"photoTakenTime":{"timestamp":"1e300"}}`, ""},
		{"an album", `{"title":"Holidays","date":{"timestamp":"1258375918"}}`, ""},
		{"damaged", `{"photoTakenTime":{"timest`, ""},
		{"not Takeout's", `[]`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, m := range Read([]byte(tt.text)).Dates {
				got = m.String()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	places := `{"description":"Anna&#39;s cake &amp; tea","geoData":{"latitude":%s},"geoDataExif":{"latitude":30.5,` +
		`"longitude":104.25,"altitude":486.5},"people":[{"name":"Jos&eacute;"}]}`
	for geo, want := range map[string]photo.Place{
		`0.0,"longitude":0.0`:     {Latitude: 30.5, Longitude: 104.25, AltitudeM: 486.5, HasAltitude: true},
		`1.5,"longitude":2.5`:     {Latitude: 1.5, Longitude: 2.5},
		`"1.5","longitude":"2.5"`: {Latitude: 1.5, Longitude: 2.5},
	} {
		got := Read(fmt.Appendf(nil, places, geo))
		if got.Shot.Place == nil || *got.Shot.Place != want {
			t.Errorf("place %+v, want %+v", got.Shot.Place, want)
		}
		if got.Words.Caption != "Anna's cake & tea" || !reflect.DeepEqual(got.Words.People, []string{"José"}) {
			t.Errorf("words %+v", got.Words)
		}
	}
	if got := Read([]byte(`{"description":"All of them","date":{"timestamp":"1258375918"}}`)); got.Words.Caption != "" {
		t.Errorf("an album's description became %q", got.Words.Caption)
	}
}
