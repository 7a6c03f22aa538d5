package details

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

// told are the facts as text: a line for each group.
func reported(p photo.Photo, companions ...photo.Photo) string {
	var lines []string
	for _, group := range facts(p, companions, false) {
		var parts []string
		for _, f := range group {
			part := f.name + ": " + strings.ReplaceAll(f.value, "\n", " & ")
			if f.warning != "" {
				part += " !" + f.warning + "!"
			}
			if len(f.notes) > 0 {
				part += " (" + strings.Join(f.notes, "; ") + ")"
			}
			parts = append(parts, part)
		}
		lines = append(lines, strings.Join(parts, " | "))
	}
	return strings.Join(lines, "\n")
}

func at(path string) photo.Photo { return photo.Photo{File: photo.File{Path: path}} }

func TestFactsOfAFileWithoutMetadata(t *testing.T) {
	p := at("/a/b/c.jpg")
	p.Size, p.WidthPx, p.HeightPx, p.Format = 2_400_000, 4000, 3000, "jpeg"
	p.Taken = photo.Moment{
		Time: time.Date(2024, 6, 2, 15, 4, 0, 0, time.Local), HasOffset: true, From: photo.FromModTime,
	}
	want := "Name: c.jpg | Folder: /a/b\n" +
		"Changed: Sunday, 2 June 2024, 15:04 (The file's last change: the picture names no date)\n" +
		"Size: 4000 × 3000 (12 MP) JPEG (2.4 MB)"
	if got := reported(p); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFactsOfAFullPhoto(t *testing.T) {
	p := at("/a/IMG_1.HEIC")
	p.Size, p.WidthPx, p.HeightPx, p.Format = 812_345, 4032, 3024, "heic"
	p.Animated, p.Damaged = true, true
	p.Camera = "Apple iPhone 15 Pro"
	zone := time.FixedZone("", 2*3600)
	p.Taken = photo.Moment{Time: time.Date(2024, 6, 2, 15, 4, 5, 0, zone), HasOffset: true, From: photo.FromExif}
	p.Meta = photo.Meta{
		Lens: "back camera 6.765mm f/1.78", ExposureSeconds: 0.004, FNumber: 2.8, ISO: 200, FocalMM: 35, Focal35MM: 35,
		Place: &photo.Place{
			Latitude: 48.858412, Longitude: 2.29448, AltitudeM: 35.2, HasAltitude: true, City: "Paris", Country: "FR",
		},
		Rating: 4, Label: "Red", Title: "Tower", Caption: "In the evening.", Keywords: []string{"tower", "Paris"},
		People: []string{"Ann", "Bo"},
	}
	want := "Name: IMG_1.HEIC | Folder: /a | Shown with: IMG_1.DNG & IMG_1.MOV\n" +
		"Taken: Sunday, 2 June 2024, 15:04 UTC+02:00 (From the camera)\n" +
		"Title: Tower | Caption: In the evening. | People: Ann, Bo | Keywords: tower, Paris | Rating: ★★★★☆ | " +
		"Label: Red\n" +
		"Size: 4032 × 3024 (12.2 MP) HEIC !Damaged: what there is of it is shown! (813 kB; An animation: its first " +
		"picture is shown)" +
		" | Camera: Apple iPhone 15 Pro | Lens: back camera 6.765mm f/1.78 | " +
		"Exposure: 1/250 s  f/2.8  ISO 200  35 mm\n" +
		"Place: Paris, France | Coordinates: 48.8584° N, 2.2945° E, 35 m"
	if got := reported(p, at("/a/IMG_1.DNG"), at("/a/IMG_1.MOV")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDateSaysWhereItComesFrom(t *testing.T) {
	day := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	for from, want := range map[photo.Source]string{
		photo.FromExif: "From the camera", photo.FromCreated: "From the camera",
		photo.FromXMP: "From what was written about it", photo.FromIPTC: "From what was written about it",
		photo.FromTakeout: "From Google Takeout", photo.FromName: "From the file's name",
		photo.FromPNG: "From the picture's own text", photo.FromGPS: "From GPS, in universal time",
		photo.FromModified: "From its last edit: it names no other date",
		photo.FromModTime:  "The file's last change: the picture names no date",
	} {
		t.Run(string(from), func(t *testing.T) {
			if got := taken(photo.Moment{Time: day, From: from})[0].notes; fmt.Sprint(got) != "["+want+"]" {
				t.Errorf("notes %q, want %q", got, want)
			}
			if got := taken(photo.Moment{Time: day, From: from, Doubtful: true})[0].warning; got == "" {
				t.Error("it is not said that the date looks wrong")
			}
		})
	}
	if got := taken(photo.Moment{}); got != nil {
		t.Errorf("of no date: %v", got)
	}
}

func TestExposure(t *testing.T) {
	tests := []struct {
		name string
		m    photo.Meta
		want string
	}{
		{"nothing", photo.Meta{}, ""},
		{"fast", photo.Meta{ExposureSeconds: 1.0 / 8000}, "1/8000 s"},
		{"a quarter", photo.Meta{ExposureSeconds: 0.25}, "1/4 s"},
		{"slow", photo.Meta{ExposureSeconds: 1.3}, "1.3 s"},
		{"long", photo.Meta{ExposureSeconds: 30}, "30 s"},
		{"odd aperture", photo.Meta{FNumber: 1.78}, "f/1.78"},
		{"whole aperture", photo.Meta{FNumber: 8}, "f/8"},
		{"phone", photo.Meta{FocalMM: 6.765, Focal35MM: 24}, "6.8 mm (24 mm equivalent)"},
		{"only equivalent", photo.Meta{Focal35MM: 28}, "28 mm equivalent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exposure(tt.m); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPlace(t *testing.T) {
	tests := []struct {
		name          string
		at            photo.Place
		shown, copied string
	}{
		{
			"south west",
			photo.Place{Latitude: -33.85, Longitude: -151.2094871},
			"33.8500° S, 151.2095° W",
			"-33.85, -151.209487",
		},
		{"below the sea", photo.Place{AltitudeM: -3.4, HasAltitude: true}, "0.0000° N, 0.0000° E, -3 m", "0, 0"},
		{"at the sea", photo.Place{AltitudeM: -0.2, HasAltitude: true}, "0.0000° N, 0.0000° E, 0 m", "0, 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := place(&tt.at)[0]; got.value != tt.shown || got.copied != tt.copied {
				t.Errorf("shown %q, copied %q; want %q, %q", got.value, got.copied, tt.shown, tt.copied)
			}
		})
	}
}

func TestStars(t *testing.T) {
	for rating, want := range map[int]string{-1: "Rejected", 0: "", 1: "★☆☆☆☆", 5: "★★★★★", 99: "★★★★★"} {
		if got := Stars(rating); got != want {
			t.Errorf("Stars(%d) = %q, want %q", rating, got, want)
		}
	}
}

func TestMegapixels(t *testing.T) {
	for _, tt := range []struct {
		w, h int
		want string
	}{{16, 16, ""}, {640, 480, " (0.3 MP)"}, {12000, 9000, " (108 MP)"}} {
		if got := megapixels(tt.w, tt.h); got != tt.want {
			t.Errorf("megapixels(%d, %d) = %q, want %q", tt.w, tt.h, got, tt.want)
		}
	}
}
