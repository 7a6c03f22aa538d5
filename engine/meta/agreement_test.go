package meta

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"recollect/engine/meta/moment"
	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/photo"
)

var update = flag.Bool("update", false, "write the table in docs/metadata.md anew")

const (
	truthDir  = "../../../shared/data/metadata/bep-imagemeta/gen/testdata_exiftool"
	filesDir  = "../../../shared/data/metadata/bep-imagemeta/testdata"
	table     = "../../docs/metadata.md"
	tableHead = "| Field | Files that have it | Equal | Different | Only exiftool | Only Recollect |\n" +
		"|---|---|---|---|---|---|\n"
)

// truth is what exiftool -n -G says of one file.
type truth map[string]map[string]any

// text is the first of these values that is there, named as "EXIF.Make".
func (t truth) text(names ...string) string {
	for _, name := range names {
		group, tag, _ := strings.Cut(name, ".")
		switch v := t[group][tag].(type) {
		case string:
			if s := words.Clean(v); s != "" {
				return s
			}
		case json.Number:
			return v.String()
		}
	}
	return ""
}

func (t truth) list(names ...string) []string {
	var all []string
	for _, name := range names {
		group, tag, _ := strings.Cut(name, ".")
		switch v := t[group][tag].(type) {
		case []any:
			for _, item := range v {
				all = record.Join(all, []string{words.Clean(fmt.Sprint(item))})
			}
		case string:
			all = record.Join(all, []string{words.Clean(v)})
		case json.Number:
			all = record.Join(all, []string{v.String()})
		}
	}
	return all
}

// compared are the fields of the table: what exiftool says and what we say, empty
// where nothing is said.
func compared(t truth, a Answer) [][3]string {
	number := func(v float64) string {
		if v == 0 {
			return ""
		}
		return strconv.FormatFloat(v, 'g', 5, 64)
	}
	theirs := func(names ...string) string {
		v, err := strconv.ParseFloat(t.text(names...), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return ""
		}
		return number(v)
	}
	orientation := theirs("EXIF.Orientation", "XMP.Orientation")
	if kind := t.text("File.FileType"); kind == "HEIC" || kind == "AVIF" || orientation == "" {
		orientation = "1"
	}
	lat, lon := "", ""
	if p := a.Meta.Place; p != nil {
		lat, lon = number(p.Latitude), number(p.Longitude)
	}
	taken := ""
	if !a.Taken.IsZero() {
		taken = clock(a.Taken)
	}
	return [][3]string{
		{"date and time", t.taken(), taken},
		{"orientation", orientation, strconv.Itoa(a.Orientation)},
		{"make", t.text("EXIF.Make", "XMP.Make"), a.Meta.Make},
		{"model", t.text("EXIF.Model", "XMP.Model"), a.Meta.Model},
		{"lens", words.Lens(t.text("EXIF.LensModel", "XMP.LensModel", "XMP.Lens")), a.Meta.Lens},
		{
			"exposure time", theirs("EXIF.ExposureTime", "EXIF.ShutterSpeedValue", "XMP.ExposureTime"),
			number(a.Meta.ExposureSeconds),
		},
		{"aperture", theirs("EXIF.FNumber", "EXIF.ApertureValue", "XMP.FNumber"), number(a.Meta.FNumber)},
		{"ISO", theirs("EXIF.ISO", "XMP.PhotographicSensitivity", "XMP.ISO"), number(float64(a.Meta.ISO))},
		{"focal length", theirs("EXIF.FocalLength", "XMP.FocalLength"), number(a.Meta.FocalMM)},
		{
			"focal length, 35 mm", theirs("EXIF.FocalLengthIn35mmFormat", "XMP.FocalLengthIn35mmFormat"),
			number(a.Meta.Focal35MM),
		},
		{"latitude", signed(theirs("EXIF.GPSLatitude", "XMP.GPSLatitude"), t.text("EXIF.GPSLatitudeRef")), lat},
		{"longitude", signed(theirs("EXIF.GPSLongitude", "XMP.GPSLongitude"), t.text("EXIF.GPSLongitudeRef")), lon},
		{"rating", theirs("XMP.Rating", "EXIF.Rating"), number(float64(a.Meta.Rating))},
		{"label", t.text("XMP.Label"), a.Meta.Label},
		{"title", t.text("XMP.Title", "IPTC.ObjectName", "EXIF.XPTitle", "PNG.Title"), a.Meta.Title},
		{
			"caption",
			t.caption(
				"XMP.Description", "IPTC.Caption-Abstract", "EXIF.ImageDescription", "EXIF.UserComment",
				"EXIF.XPComment",
			),
			a.Meta.Caption,
		},
		{"keywords", strings.Join(t.list("XMP.Subject", "IPTC.Keywords"), ", "), strings.Join(a.Meta.Keywords, ", ")},
	}
}

// caption is the first of these values, or a comment, unless a program put it there.
func (t truth) caption(names ...string) string {
	if s := words.Description(t.text(names...)); s != "" {
		return s
	}
	return words.Comment(t.text("PNG.Description", "File.Comment", "GIF.Comment"))
}

// clock is the wall clock of m, whatever its zone.
func clock(m photo.Moment) string { return m.Format(time.DateTime) }

// signed is a coordinate with the sign that its half of the earth gives it.
func signed(degrees, half string) string {
	if degrees != "" && !strings.HasPrefix(degrees, "-") && (half == "S" || half == "W") {
		return "-" + degrees
	}
	return degrees
}

// taken is the best date by our order of trust.
func (t truth) taken() string {
	var dates []photo.Moment
	add := func(text string) { dates = append(dates, moment.Parse(text, photo.FromExif)) }
	add(t.text("EXIF.DateTimeOriginal"))
	add(t.text("EXIF.CreateDate"))
	for _, tag := range []string{"XMP.DateTimeOriginal", "XMP.DateCreated", "XMP.DateTimeDigitized", "XMP.CreateDate"} {
		add(t.text(tag))
	}
	if day := t.text("IPTC.DateCreated"); day != "" {
		add(strings.TrimSpace(day + " " + t.text("IPTC.TimeCreated")))
	}
	add(t.text("PNG.CreationTime"))
	add(t.text("Composite.GPSDateTime", "XMP.GPSDateTime"))
	add(t.text("EXIF.ModifyDate"))
	m := moment.Pick(today, dates)
	if m.IsZero() {
		return ""
	}
	return clock(m)
}

var today = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

type tally struct{ has, equal, different, theirs, ours int }

// TestAgreement holds what is read against the answers of exiftool, and the table in
// the documentation against both.
func TestAgreement(t *testing.T) {
	if _, err := os.Stat(truthDir); err != nil {
		t.Skip("the collection of files with exiftool's answers is not here: ", err)
	}
	s := scores{counts: map[string]*tally{}}
	files := 0
	err := filepath.WalkDir(truthDir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		rel, err := filepath.Rel(truthDir, path)
		if err != nil {
			return err
		}
		want, got, ok := both(t, path, filepath.Join(filesDir, strings.TrimSuffix(rel, ".json")))
		if !ok {
			return nil
		}
		files++
		s.add(t, rel, compared(want, got))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Fatalf("only %d files were compared", files)
	}
	checkTable(t, tableHead, s.table(tableHead))
}

// scores are the tallies of fields, in the order of the table.
type scores struct {
	fields []string
	counts map[string]*tally
}

// add counts the fields of one file, and logs those that are not equal.
func (s *scores) add(t *testing.T, file string, fields [][3]string) {
	for _, f := range fields {
		c := s.counts[f[0]]
		if c == nil {
			c = &tally{}
			s.counts[f[0]] = c
			s.fields = append(s.fields, f[0])
		}
		c.count(f[1], f[2])
		if f[1] != f[2] {
			t.Logf("%s: %s: exiftool %q, ours %q", file, f[0], f[1], f[2])
		}
	}
}

func (s *scores) table(head string) string {
	text := head
	for _, name := range s.fields {
		c := s.counts[name]
		text += fmt.Sprintf("| %s | %d | %d | %d | %d | %d |\n", name, c.has, c.equal, c.different, c.theirs, c.ours)
	}
	return text
}

func (c *tally) count(theirs, ours string) {
	if theirs == "" && ours == "" {
		return
	}
	c.has++
	switch {
	case theirs == ours:
		c.equal++
	case theirs == "":
		c.ours++
	case ours == "":
		c.theirs++
	default:
		c.different++
	}
}

// both are exiftool's answer and ours; ok is false for what is not a picture here.
func both(t *testing.T, answer, file string) (want truth, got Answer, ok bool) {
	t.Helper()
	data, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var raw []map[string]any
	if err := d.Decode(&raw); err != nil || len(raw) == 0 {
		return nil, got, false
	}
	want = truth{}
	for group, tags := range raw[0] {
		if tags, ok := tags.(map[string]any); ok {
			want[group] = tags
		}
	}
	format := strings.ToLower(want.text("File.FileType"))
	known := []string{
		"jpeg", "png", "webp", "tiff", "heic", "avif", "dng", "cr2", "nef", "arw", "pef", "raf", "orf", "rw2", "cr3",
	}
	if format == "heif" {
		format = "heic"
	}
	pic, err := os.Open(file)
	if err != nil || !slices.Contains(known, format) {
		return nil, got, false
	}
	defer pic.Close()
	got = Read(pic, format, photo.File{Path: "x"}, today)
	return want, got, true
}

// checkTable compares the table with that of the documentation, or writes it there.
func checkTable(t *testing.T, head, want string) {
	t.Helper()
	doc, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(doc), head)
	if !ok {
		t.Fatalf("%s has no table of agreement", table)
	}
	rows, after, _ := strings.Cut(rest, "\n\n")
	if got := head + rows + "\n"; got != want && !*update {
		t.Errorf("the table of agreement changed: run the test with -update and explain what is new. It is:\n%s", want)
	}
	if *update {
		if err := os.WriteFile(table, []byte(before+want+"\n"+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
