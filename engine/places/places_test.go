package places

import (
	"strings"
	"testing"

	"recollect/engine/photo"
)

func open(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Every line of the file is a city on earth.
func TestCities(t *testing.T) {
	g := open(t)
	if n := len(g.all); n < 170_000 {
		t.Errorf("%d cities", n)
	}
	for _, e := range g.all {
		c := g.city(e.line)
		if c.Name == "" || len(c.Country) != 2 || c.Latitude == 0 && c.Longitude == 0 || c.Latitude < -90 ||
			c.Latitude > 90 || c.Longitude < -180 || c.Longitude > 180 || c.Population < 0 {
			t.Errorf("%+v", c)
		}
		if strings.ContainsAny(c.Name+c.others, "\t\n") {
			t.Errorf("%q, %q", c.Name, c.others)
		}
	}
}

func TestAt(t *testing.T) {
	g := open(t)
	for _, c := range []struct {
		what                string
		latitude, longitude float64
		want                string
	}{
		{"the Eiffel Tower, nearer to the centre of Boulogne's neighbours", 48.8584, 2.2945, "Paris"},
		{"the town hall of Boulogne", 48.8352, 2.2410, "Boulogne-Billancourt"},
		{"a village in the woods of Rambouillet", 48.6436, 1.8297, "Rambouillet"},
		{"the cathedral of Cologne", 50.9413, 6.9583, "Köln"},
		{"Colmar", 48.0777, 7.3556, "Colmar"},
		{"Santander, which is 43.4660 north", 43.4660, -3.8003, "Santander"},
		{"the Golden Gate Bridge", 37.8199, -122.4783, "San Francisco"},
		{"Sydney's opera", -33.8568, 151.2153, "Sydney"},
		{"Suva, near the date line", -18.1416, 178.4415, "Suva"},
		{"Longyearbyen, far north", 78.22, 15.65, "Longyearbyen"},
		{"Berlin's town hall, in the district of Mitte", 52.5186, 13.4083, "Berlin"},
		{"Kreuzberg", 52.4990, 13.4180, "Berlin"},
		{"Potsdam, beside Berlin", 52.3989, 13.0657, "Potsdam"},
		{"Westminster", 51.4995, -0.1248, "London"},
		{"Croydon, at London's edge", 51.3727, -0.0999, "Croydon"},
		{"Shibuya", 35.6595, 139.7005, "Tokyo"},
		{"Yokohama's port", 35.4526, 139.6430, "Yokohama"},
		{"Manhattan", 40.7580, -73.9855, "New York City"},
		{"Jersey City, in another state", 40.7282, -74.0687, "Jersey City"},
		{"Saint Peter's, in another country", 41.9022, 12.4539, "Vatican City"},
		{"the Colosseum", 41.8902, 12.4922, "Rome"},
		{"Versailles", 48.8049, 2.1204, "Versailles"},
		{"the Sagrada Família", 41.4036, 2.1744, "Barcelona"},
		{"L'Hospitalet, beside Barcelona", 41.3597, 2.0996, "L'Hospitalet de Llobregat"},
		{"the Bund", 31.2400, 121.4900, "Shanghai"},
		{"Copacabana", -22.9711, -43.1822, "Rio de Janeiro"},
		{"in the Atlantic", 40, -40, ""},
		{"at the south pole", -90, 0, ""},
		{"in the Sahara", 23, 15, ""},
	} {
		got, ok := g.At(c.latitude, c.longitude)
		if got.Name != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %q, want %q", c.what, got.Name, c.want)
		}
	}
}

// A place gets the name of its city; one at sea, or none, stays as it is.
func TestName(t *testing.T) {
	at, sea := photo.Place{Latitude: 48.8584, Longitude: 2.2945}, photo.Place{Latitude: 40, Longitude: -40}
	Name(&at)
	Name(&sea)
	Name(nil)
	if at.City != "Paris" || at.Country != "FR" || sea.City != "" || sea.Country != "" {
		t.Errorf("got %+v, %+v", at, sea)
	}
}

func TestNamed(t *testing.T) {
	g := open(t)
	for _, c := range []struct{ text, name, country string }{
		{"paris", "Paris", "FR"},
		{"Paris, US", "Paris", "US"},
		{"paris, vereinigte staaten", "Paris", "US"},
		{"münchen", "Munich", "DE"},
		{"MUNCHEN", "Munich", "DE"},
		{"koln", "Köln", "DE"},
		{"東京", "Tokyo", "JP"},
		{"Москва", "Moscow", "RU"},
		{"new-york city", "New York City", "US"},
		{"St Petersburg", "Saint Petersburg", "RU"},
		{"nowhere at all", "", ""},
		{"", "", ""},
	} {
		var got City
		if all := g.Named(c.text); len(all) > 0 {
			got = all[0]
		}
		if got.Name != c.name || got.Country != c.country {
			t.Errorf("%q: got %s, %s", c.text, got.Name, got.Country)
		}
	}
}

func TestCountry(t *testing.T) {
	for text, want := range map[string]string{
		"france": "FR", "Deutschland": "DE", "日本": "JP", "FR": "FR", "usa": "US", "Côte d’Ivoire": "CI", "": "",
		"Paris": "", "Estados Unidos": "US",
	} {
		if got := Country(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	g := open(b)
	for b.Loop() {
		g.At(48.8584, 2.2945)
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(); err != nil {
			b.Fatal(err)
		}
	}
}

// Every point on earth has a cell of its own, to its edges.
func TestCells(t *testing.T) {
	for _, latitude := range []float64{-90, -89.9, -0.1, 0, 0.4, 89.9, 90} {
		for _, longitude := range []float64{-180, -179.9, -0.1, 0, 0.4, 179.9, 180, 360, -500} {
			c := cellOf(latitude, longitude)
			if c < 0 || c >= inAll {
				t.Errorf("%v, %v: cell %d of %d", latitude, longitude, c, inAll)
			}
			if longitude != 180 && longitude != -180 && c != cellOf(latitude, longitude+360) {
				t.Errorf("%v, %v: another cell once round the earth", latitude, longitude)
			}
		}
	}
	if cellOf(10, 10) == cellOf(10, 10.5) || cellOf(10, 10) == cellOf(10.5, 10) ||
		cellOf(10, 10) != cellOf(10.4, 10.4) {
		t.Error("cells are no fields of half a degree")
	}
}
