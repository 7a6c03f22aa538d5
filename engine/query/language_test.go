package query

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

func TestForeign(t *testing.T) {
	for line, want := range map[string]string{
		"Hund am Strand": "German", "ein rotes Auto": "German", "Frau mit Hut": "German", "Kinder im Schnee": "German", "Katze": "German",
		"chien sur la plage": "French", "un chat noir": "French", "perro en la playa": "Spanish", "niños jugando en la nieve": "Spanish",
		"un cane sulla spiaggia": "Italian", "cachorro na praia": "Portuguese", "een hond op het strand": "Dutch", "pies na plaży": "Polish",
		"köpek plajda": "Turkish", "koira rannalla": "Finnish", "kutya a parton": "Hungarian", "anjing di pantai": "Indonesian",
		"hund på stranden": anotherLanguage, // of several in the north
		"собака на пляже":  "Cyrillic letters", "كلب على الشاطئ": "Arabic letters", "浜辺の犬": "Japanese", "海滩上的狗": "Chinese characters",
		"해변의 개": "Korean", "σκύλος στην παραλία": "Greek", "כלב על החוף": "Hebrew letters", "समुद्र तट पर कुत्ता": "Devanagari letters", "หมาบนชายหาด": "Thai",

		"dog on the beach": "", "a man in a red car": "", "beach": "", "Rio de Janeiro": "", "Notre Dame de Paris": "", "Rio de la Plata": "", "Fontana di Trevi": "", "Moulin Rouge": "", "Dan and Kate": "", "San Francisco": "",
		"Vincent van Gogh": "", "café": "", "a café in Kraków": "", "the Mona Lisa": "", "piñata at a birthday": "", "Las Vegas at night": "",
		"die cast car": "", "sushi 寿司": "", "type:png": "", `"Hund am Strand"`: "", "": "", "2008": "", "🐕": "", "- Hund": "",
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
