package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/words"
)

// translated are the folders whose en.json is translated. The command line stays English.
var translated = []string{"words", "ui/phrases"}

// missingFails is whether a code without a translation fails, or is only told: it is said in English then.
const missingFails = true

// TestTranslations holds the catalogues of each language and English together: they have the same codes with
// the same parts, and each part names the same arguments.
func TestTranslations(t *testing.T) {
	for _, dir := range translated {
		english := catalogue(t, dir)
		for _, language := range words.Languages()[1:] {
			c := translation(t, dir, language)
			for _, code := range slices.Sorted(maps.Keys(english)) {
				s, ok := c[code]
				if !ok {
					if missingFails {
						t.Errorf("%s/%s.json has no %s", dir, language, code)
					} else {
						t.Logf("%s/%s.json has no %s", dir, language, code)
					}
					continue
				}
				if strings.HasPrefix(code, "number:") {
					continue // these are signs
				}
				for _, fault := range translationFaults(language, english[code], s) {
					t.Errorf("%s/%s.json: %s %s", dir, language, code, fault)
				}
			}
			for code := range c {
				if _, ok := english[code]; !ok {
					t.Errorf("%s/%s.json: %s is not in en.json", dir, language, code)
				}
			}
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil || len(files) != len(words.Languages()) {
			t.Errorf("%s has the catalogues %v (%v), the languages are %v", dir, files, err, words.Languages())
		}
	}
}

func translation(t *testing.T, dir, language string) words.Catalogue {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, language+".json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := words.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// oneForm are the languages whose words have one form for any number.
var oneForm = []string{"ja", "zh"}

// translationFaults tells what is wrong with the translation of the sentences of a code.
func translationFaults(language string, english, s words.Sentences) (faults []string) {
	if !slices.Equal(arguments(s.What), arguments(english.What)) {
		faults = append(faults, "does not have the arguments of the English one: "+s.What)
	}
	if !slices.Equal(arguments(s.Next), arguments(english.Next)) {
		faults = append(faults, "does not have the arguments of the English one: "+s.Next)
	}
	if (s.Next == "") != (english.Next == "") {
		faults = append(faults, "and the English one do not both say what to do next")
	}
	if (s.One == "") != (english.One == "") && !(s.One == "" && slices.Contains(oneForm, language)) {
		faults = append(faults, "and the English one do not both have a form for one")
	}
	for _, name := range arguments(s.One) {
		if !slices.Contains(arguments(s.What), name) {
			faults = append(faults, "has an argument for one that it does not have for several: "+s.One)
		}
	}
	for _, name := range arguments(s.What) {
		if s.One != "" && name != "n" && !slices.Contains(arguments(s.One), name) {
			faults = append(faults, "lacks an argument for one: "+s.One)
		}
	}
	return append(faults, endFaults(english.What, s.What)...)
}

// endFaults tells of a text that ends in another way than the English one. Only a translation may end with an
// abbreviation.
func endFaults(english, text string) []string {
	for _, end := range [][]string{{"…"}, {".", "。"}, {"?", "？"}, {":", "："}} {
		if ends(english, end) != ends(text, end) && !(end[0] == "." && ends(text, end)) {
			return []string{"does not end as the English one: " + text}
		}
	}
	return nil
}

func ends(text string, with []string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasSuffix(strings.TrimRight(text, " "), w) })
}

// arguments returns the names of the arguments of a text, in their order in the alphabet.
func arguments(text string) []string {
	names := []string{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}
