package query

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/query/language"
)

func TestForeign(t *testing.T) {
	for line, want := range map[string]photo.Reason{
		"Hund am Strand": "language:de", "ein rotes Auto": "language:de", "Frau mit Hut": "language:de",
		"Kinder im Schnee": "language:de", "Katze": "language:de",
		"chien sur la plage": "language:fr", "un chat noir": "language:fr", "perro en la playa": "language:es",
		"niños jugando en la nieve": "language:es",
		"un cane sulla spiaggia":    "language:it", "cachorro na praia": "language:pt",
		"een hond op het strand": "language:nl", "pies na plaży": "language:pl",
		"köpek plajda": "language:tr", "koira rannalla": "language:fi", "kutya a parton": "language:hu",
		"anjing di pantai": "language:id",
		"hund på stranden": language.Another, // of several in the north
		"собака на пляже":  "language:cyrillic-letters", "كلب على الشاطئ": "language:arabic-letters",
		"浜辺の犬": "language:ja", "海滩上的狗": "language:chinese-characters",
		"해변의 개": "language:ko", "σκύλος στην παραλία": "language:el", "כלב על החוף": "language:hebrew-letters",
		"समुद्र तट पर कुत्ता": "language:devanagari-letters", "หมาบนชายหาด": "language:th",

		"dog on the beach": "", "a man in a red car": "", "beach": "", "Rio de Janeiro": "", "Notre Dame de Paris": "",
		"Rio de la Plata": "", "Fontana di Trevi": "", "Moulin Rouge": "", "Dan and Kate": "", "San Francisco": "",
		"Vincent van Gogh": "", "café": "", "a café in Kraków": "", "the Mona Lisa": "", "piñata at a birthday": "",
		"Las Vegas at night": "",
		"die cast car":       "", "sushi 寿司": "", "type:png": "", `"Hund am Strand"`: "", "": "", "2008": "", "🐕": "",
		"- Hund": "",
	} {
		if got := Parse(line, Options{}).Foreign([]string{"en"}); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

// A model that knows the language, or of which nobody says what it knows, understands all of it.
func TestForeignToOtherModels(t *testing.T) {
	for _, known := range [][]string{nil, {"en", "de", "ru", "ja"}} {
		for _, line := range []string{"Hund am Strand", "собака на пляже", "浜辺の犬", "犬", "dog on the beach"} {
			if got := Parse(line, Options{}).Foreign(known); got != "" {
				t.Errorf("%v, %s: got %q", known, line, got)
			}
		}
	}
	if got := Parse("a dog on the beach near the sea", Options{}).Foreign([]string{"de"}); got != "" {
		t.Errorf("English is not told from others: got %q", got)
	}
}

// No sentence that English models are asked is taken for another language.
func TestEnglishIsNotForeign(t *testing.T) {
	for _, name := range []string{"../../assets/things.txt", "../relevance/prompts.txt"} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			line := strings.TrimSpace(lines.Text())
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if got := Parse(line, Options{}).Foreign([]string{"en"}); got != "" {
				t.Errorf("%s: %q is taken for %s", name, line, got)
			}
		}
		f.Close()
	}
}
