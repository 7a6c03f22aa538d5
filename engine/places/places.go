// Package places names places on the ground, from the cities of GeoNames with more than 1,000 people
// (geonames.org, CC BY 4.0; made by scripts/places). It knows centres and populations, no borders.
package places

import (
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"

	"recollect/engine/photo"
)

//go:embed cities.tsv.gz
var cities []byte

// City is a city, town or village, or a part of one.
type City struct {
	Name       string  // as GeoNames spells it, mostly in English or the country's language
	Country    string  // ISO 3166-1, two letters
	Latitude   float64 // of its centre, degrees north, to 0.001
	Longitude  float64 // degrees east
	Population int     // to two digits
	Region     string  // of the country: a state or a province, by a code that GeoNames has for it; may be empty
	others     string  // other names, with "|" between them
}

// Radius is how far a city reaches from its centre, in metres: as a circle with 4,000 people a square kilometre, which
// is between Berlin and Munich, and at least one kilometre.
func (c City) Radius() float64 {
	return 1000 * max(1, math.Sqrt(float64(c.Population)/4000/math.Pi))
}

// Metres returns the distance of a point from the centre of the city. It is exact to one percent for the distances
// within which At looks.
func (c City) Metres(latitude, longitude float64) float64 {
	return metres(c.Latitude, c.Longitude, latitude, longitude)
}

// degree is the length of a degree in metres, on a sphere as large as the earth.
const degree = 111_195.0

func metres(lat1, lon1, lat2, lon2 float64) float64 {
	east := math.Remainder(lon2-lon1, 360) * math.Cos((lat1+lat2)/2*math.Pi/180)
	return degree * math.Hypot(lat2-lat1, east)
}

// Gazetteer knows cities. It is safe for several goroutines.
type Gazetteer struct {
	text  string        // a line for each city
	all   []entry       // by cell
	from  []int32       // where the entries of each cell begin in all, and where the last ends
	names func() []name // by hash
}

// entry is what is asked of many cities; the rest is in the text.
type entry struct {
	line                        int32 // its offset
	latitude, longitude, radius float32
	population                  int32
	region                      uint32 // a hash of country and region
}

// name is one of the names of a city.
type name struct {
	hash uint32
	line int32
}

const (
	perDegree = 2      // cells, which are fields of half a degree
	farthest  = 50_000 // metres from the edge of a city to a place that is named for it
	inARow    = 360*perDegree + 1
	inAll     = (180*perDegree + 1) * inARow
)

// cellOf returns the number of the cell of a point. There are no cities beyond the poles.
func cellOf(latitude, longitude float64) int {
	row := math.Floor((max(-90, min(latitude, 90)) + 90) * perDegree)
	return int(row)*inARow + int(math.Floor((math.Remainder(longitude, 360)+180)*perDegree))
}

// Open returns the gazetteer. The first call takes 0.1 s, and 13 MB that stay.
var Open = sync.OnceValues(read)

func read() (*Gazetteer, error) {
	r, err := gzip.NewReader(bytes.NewReader(cities))
	if err != nil {
		return nil, fmt.Errorf("read the gazetteer: %w", err)
	}
	var text strings.Builder
	text.Grow(int(binary.LittleEndian.Uint32(cities[len(cities)-4:]))) // gzip ends with the length
	if _, err := io.Copy(&text, r); err != nil {
		return nil, fmt.Errorf("read the gazetteer: %w", err)
	}
	g := &Gazetteer{text: text.String()}
	all := make([]entry, 0, strings.Count(g.text, "\n"))
	for offset := 0; offset < len(g.text); {
		c := g.city(int32(offset))
		all = append(all, entry{
			int32(offset), float32(c.Latitude), float32(c.Longitude), float32(c.Radius()), int32(c.Population),
			hash(c.Country, c.Region),
		})
		offset += strings.IndexByte(g.text[offset:], '\n') + 1
	}
	g.sort(all)
	g.names = sync.OnceValue(g.readNames)
	return g, nil
}

// sort takes over entries by cell: counted first, since comparing them takes ten times as long.
func (g *Gazetteer) sort(entries []entry) {
	g.from = make([]int32, inAll+1)
	for _, e := range entries {
		g.from[e.cell()+1]++
	}
	for i := range inAll {
		g.from[i+1] += g.from[i]
	}
	g.all = make([]entry, len(entries))
	next := slices.Clone(g.from)
	for _, e := range entries {
		c := e.cell()
		g.all[next[c]] = e
		next[c]++
	}
}

// readNames returns all names of all cities, which takes 0.3 s.
func (g *Gazetteer) readNames() []name {
	var all []name
	for _, e := range g.all {
		for _, n := range g.city(e.line).names() {
			all = append(all, name{hash(fold(n)), e.line})
		}
	}
	slices.SortFunc(all, func(a, b name) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.line, b.line))
	})
	return all
}

func (e entry) cell() int { return cellOf(float64(e.latitude), float64(e.longitude)) }

// hash returns the FNV-1a hash of texts, one behind the other.
func hash(texts ...string) uint32 {
	h := uint32(2166136261)
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	return h
}

// city returns the city of the line at an offset.
func (g *Gazetteer) city(offset int32) City {
	line := g.text[offset:]
	line = line[:strings.IndexByte(line, '\n')]
	var f [7]string
	for i := range f {
		f[i], line, _ = strings.Cut(line, "\t")
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n } // a test reads all of the file
	return City{
		Name: f[0], Country: f[1], Latitude: float64(number(f[2])) / 1000, Longitude: float64(number(f[3])) / 1000,
		Population: number(f[4]), Region: f[5], others: f[6],
	}
}

func (c City) names() []string {
	if c.others == "" {
		return []string{c.Name}
	}
	return append([]string{c.Name}, strings.Split(c.others, "|")...)
}

// In the inner half of the circle of a city, places with less than a quarter of its people that lie in the same region
// are parts of it: Mitte and Kreuzberg are Berlin, while Jersey City, in another state, is not New York.
const (
	inner   = 0.5
	quarter = 4
)

// At returns the city that a place belongs to: of those that reach it, the one whose centre is nearest for its size, or
// the larger one that this is a part of; else the one whose edge is nearest, within 50 km. ok is false where there is
// none, as at sea.
func (g *Gazetteer) At(latitude, longitude float64) (c City, ok bool) {
	best, ok := g.nearest(latitude, longitude)
	if !ok {
		return City{}, false
	}
	whole := best
	for e := range g.around(latitude, longitude) {
		d := metres(float64(e.latitude), float64(e.longitude), latitude, longitude)
		if d <= inner*float64(e.radius) && e.region == best.region && e.population > whole.population &&
			e.population >= quarter*best.population {
			whole = e
		}
	}
	return g.city(whole.line), true
}

// nearest returns the city that reaches a place and whose centre is nearest for its size, or whose edge is nearest.
func (g *Gazetteer) nearest(latitude, longitude float64) (found entry, ok bool) {
	best, inside := math.Inf(1), false
	for e := range g.around(latitude, longitude) {
		d, r := metres(float64(e.latitude), float64(e.longitude), latitude, longitude), float64(e.radius)
		switch {
		case d <= r && (!inside || d/r < best):
			found, best, inside, ok = e, d/r, true, true
		case d > r && !inside && d-r < min(best, farthest):
			found, best, ok = e, d-r, true
		}
	}
	return found, ok
}

// Name gives a place, which may be nil, the city that it belongs to and its country, where there is one.
func Name(at *photo.Place) {
	if at == nil {
		return
	}
	if g, err := Open(); err == nil { // a test reads all of it
		if c, ok := g.At(at.Latitude, at.Longitude); ok {
			at.City, at.Country = c.Name, c.Country
		}
	}
}

// Largest returns the largest city of each cell of an area, of those with at least so many people, the largest of all
// first. cell says which cell a point lies in.
func (g *Gazetteer) Largest(area photo.Area, least int, cell func(latitude, longitude float64) uint64) []City {
	largest := map[uint64]entry{}
	for _, e := range g.all {
		latitude, longitude := float64(e.latitude), float64(e.longitude)
		if int(e.population) < least || !area.Has(latitude, longitude) {
			continue
		}
		c := cell(latitude, longitude)
		if was, ok := largest[c]; !ok || e.population > was.population {
			largest[c] = e
		}
	}
	var all []City
	for _, e := range largest {
		all = append(all, g.city(e.line))
	}
	slices.SortFunc(all, func(a, b City) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.Name, b.Name))
	})
	return all
}

// around visits the cities that At may choose.
func (g *Gazetteer) around(latitude, longitude float64) iter.Seq[entry] {
	const reach = 100_000 / degree // the largest city has a radius of 45 km
	wide := 180.0
	if c := math.Cos((math.Abs(latitude) + reach) * math.Pi / 180); c > reach/wide {
		wide = reach / c
	}
	first := func(v float64) float64 { return math.Floor(v*perDegree) + 0.5 }
	return func(yield func(entry) bool) {
		for lat := first(latitude - reach); lat <= first(latitude+reach); lat++ {
			for lon := first(longitude - wide); lon <= first(longitude+wide); lon++ {
				c := cellOf(lat/perDegree, lon/perDegree)
				for _, e := range g.all[g.from[c]:g.from[c+1]] {
					if !yield(e) {
						return
					}
				}
			}
		}
	}
}

// Named returns the cities of a name in any language that GeoNames has for it, the largest first. Case, accents and the
// kinds of dashes and blanks do not matter. "Paris, US" and "Paris, France" are those of a country. The first call
// reads all names.
func (g *Gazetteer) Named(text string) []City {
	text, in, _ := strings.Cut(text, ",")
	key, country := fold(text), Country(in)
	h := hash(key)
	names := g.names()
	from, _ := slices.BinarySearchFunc(names, h, func(n name, h uint32) int { return cmp.Compare(n.hash, h) })
	var all []City
	last := int32(-1)
	for ; from < len(names) && names[from].hash == h; from++ {
		line := names[from].line
		c := g.city(line)
		same := slices.ContainsFunc(c.names(), func(n string) bool { return fold(n) == key })
		if same && line != last && (strings.TrimSpace(in) == "" || c.Country == country) {
			all = append(all, c)
			last = line
		}
	}
	slices.SortStableFunc(all, func(a, b City) int { return cmp.Compare(b.Population, a.Population) })
	return all
}

// Find returns where the largest city of a name is, as Named finds it; nil if there is none.
func Find(name string) *photo.Place {
	g, err := Open()
	if err != nil {
		return nil // it is embedded: without it places have no names
	}
	cities := g.Named(name)
	if len(cities) == 0 {
		return nil
	}
	return &photo.Place{Latitude: cities[0].Latitude, Longitude: cities[0].Longitude}
}

// Country returns the country of a name, in English or the languages of the window, or of a code such as "FR"; "" if
// there is none.
func Country(name string) string {
	return countries()[fold(name)]
}

// CountryName returns the English name of a country; the code if it is unknown.
func CountryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.English.Regions().Name(region)
}

var countries = sync.OnceValue(func() map[string]string {
	of := map[string]string{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string([]rune{a, b}))
			if err != nil || !r.IsCountry() || r.Canonicalize() != r || r.String() != string([]rune{a, b}) {
				continue
			}
			of[fold(r.String())] = r.String()
			for _, tag := range []language.Tag{
				language.German, language.Chinese, language.Spanish, language.French, language.Japanese,
				language.English,
			} {
				if name := display.Regions(tag).Name(r); name != "" {
					of[fold(name)] = r.String()
				}
			}
		}
	}
	for name, code := range map[string]string{
		"usa": "US", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
	} {
		of[name] = code
	}
	return of
})

// fold returns a name without case, accents, dashes and blanks, in which spellings differ.
func fold(name string) string {
	if folded, ok := foldASCII(name); ok {
		return folded
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x0900, // accents, not the vowels of Indic scripts
			unicode.IsSpace(r), unicode.Is(unicode.Dash, r), r == '\'', r == '’', r == '.':
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(name))
}

// foldASCII is fold for most names; ok is false for others.
func foldASCII(name string) (folded string, ok bool) {
	var buf [64]byte
	out := buf[:0]
	for i := range len(name) {
		switch c := name[i]; {
		case c >= utf8.RuneSelf:
			return "", false
		case c == ' ' || c == '-' || c == '\'' || c == '.' || c >= '\t' && c <= '\r':
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		default:
			out = append(out, c)
		}
	}
	return string(out), true
}
