package sidecar

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

const roundTrips = 300

// TestExiftool changes sidecars of all forms at random, many of them made by exiftool, and compares what exiftool reads
// before and after: what was changed is read, and all else is as it was.
func TestExiftool(t *testing.T) {
	if _, err := exec.LookPath("exiftool"); err != nil {
		if os.Getenv("RECOLLECT_REQUIRE") != "" && runtime.GOOS == "linux" { // where scripts/setup.sh installs it
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(20, 11))
	make300(t, r, dir)
	before := readAll(t, dir)
	changes := map[string]Change{}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		path := filepath.Join(dir, name)
		c := someChange(r, before[name])
		changes[name] = c
		change(t, Place{Path: path}, c)
	}
	after := readAll(t, dir)
	if len(before) != roundTrips || len(after) != roundTrips {
		t.Fatalf("%d sidecars before, %d after", len(before), len(after))
	}
	for name, c := range changes {
		want := expected(before[name], c)
		for tag := range want {
			if !same(want[tag], after[name][tag]) {
				t.Errorf("%s: %s is %#v, want %#v, of %#v", name, tag, after[name][tag], want[tag], before[name][tag])
			}
		}
		for tag, v := range after[name] {
			if _, ok := want[tag]; !ok {
				t.Errorf("%s: %s is %#v, and was not there", name, tag, v)
			}
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tags are what exiftool reads of one sidecar, by group and name.
type tags map[string]any

// readAll returns what exiftool reads of all sidecars in a folder, by their names.
func readAll(t *testing.T, dir string) map[string]tags {
	t.Helper()
	out, err := exec.Command("exiftool", "-json", "-G1", "-a", "-struct", "-n", "-XMP:all", dir).Output()
	must(t, err)
	var all []tags
	must(t, json.Unmarshal(out, &all))
	of := map[string]tags{}
	for _, one := range all {
		name := filepath.Base(one["SourceFile"].(string))
		delete(one, "SourceFile")
		of[name] = one
	}
	return of
}

// make300 fills a folder with sidecars: each form of packets, and the rest as exiftool writes them.
func make300(t *testing.T, r *rand.Rand, dir string) {
	t.Helper()
	n := 0
	unread := []string{"none", "blank", "twice", "default namespace", "Latin-1"} // or not whole, by exiftool
	for _, name := range slices.Sorted(maps.Keys(packets)) {
		if !slices.Contains(unread, name) {
			must(t, os.WriteFile(filepath.Join(dir, name+".xmp"), []byte(packets[name]), 0o600))
			n++
		}
	}
	var args strings.Builder
	for ; n < roundTrips; n++ {
		for _, a := range writable {
			if r.IntN(3) == 0 {
				args.WriteString(a + "\n")
			}
		}
		path := filepath.Join(dir, fmt.Sprintf("%03d.xmp", n))
		fmt.Fprintf(&args, "-XMP-xmp:Nickname=%d\n-o\n%s\n-execute\n", n, path)
	}
	cmd := exec.Command("exiftool", "-q", "-@", "-", "-common_args", "-charset", "UTF8")
	cmd.Stdin = strings.NewReader(args.String())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// writable are what exiftool is told to write.
var writable = []string{
	"-XMP-xmp:Rating=2", "-XMP-xmp:Label=Green", "-XMP-dc:Title=A title", "-XMP-dc:Title-de=Ein Titel",
	"-XMP-dc:Description=<b>&amp;\"'", "-XMP-dc:Description-x-klingon=qapla", "-XMP-dc:Subject=one",
	"-XMP-dc:Subject=two, three", "-XMP-dc:Subject=猫", "-XMP-lr:HierarchicalSubject=Places|Paris",
	"-XMP-digiKam:TagsList=Places/Paris", "-XMP-digiKam:TagsList=flat", "-XMP-digiKam:ColorLabel=3",
	"-XMP-digiKam:PickLabel=1", "-XMP-acdsee:Rating=3", "-XMP-acdsee:Caption=theirs",
	"-XMP-microsoft:RatingPercent=50", "-XMP-microsoft:LastKeywordXMP=Places/Paris",
	"-XMP-mediapro:CatalogSets=Places|Paris", "-XMP-xmpDM:Pick=-1", "-XMP-exif:GPSLatitude=48.5",
	"-XMP-exif:GPSLongitude=-2.25", "-XMP-exif:GPSAltitude=12",
	"-XMP-exif:DateTimeOriginal=2019:05:04 10:11:12", "-XMP-photoshop:DateCreated=2019:05:04 10:11:12.5",
	"-XMP-photoshop:City=Saarbrücken", "-XMP-xmp:CreateDate=2019:05:05 10:11:12+01:00",
	"-XMP-crs:Exposure2012=+0.50", "-XMP-crs:ToneCurve=0, 0", "-XMP-crs:ToneCurve=255, 255",
	"-XMP-iptcExt:PersonInImage=Anna", "-XMP-xmpRights:Marked=true",
	"-XMP-xmpMM:History=[{Action=saved,When=2020:01:02 03:04:05,InstanceID=xmp.iid:1},{Action=derived}]",
	"-XMP-mwg-rs:RegionInfo={AppliedToDimensions={W=100,H=50,Unit=pixel}," +
		"RegionList=[{Area={X=0.5,Y=0.5,W=0.1,H=0.2,Unit=normalized},Name=Anna,Type=Face}]}",
	"-XMP-darktable:xmp_version=5", "-XMP-exif:UserComment=a comment", "-XMP-tiff:Orientation#=6",
}

// someChange returns a change of some fields.
func someChange(r *rand.Rand, of tags) Change {
	maybe := func() bool { return r.IntN(2) == 0 }
	var c Change
	if maybe() {
		c.Rating = ptr(r.IntN(7) - 1)
	}
	if maybe() {
		c.Label = ptr([]string{"", "Red", "Purple", "To do"}[r.IntN(4)])
	}
	if maybe() {
		c.Title = ptr([]string{"", "New <title>", "日本語 & العربية"}[r.IntN(3)])
	}
	if maybe() {
		c.Caption = ptr([]string{"", "A \"caption\"\nin two lines", "x"}[r.IntN(3)])
	}
	if maybe() {
		c.Taken = &photo.Moment{Time: time.Unix(r.Int64N(2e9), 0).UTC(), HasOffset: maybe()}
	}
	if maybe() {
		c.Place = &photo.Place{Latitude: r.Float64()*180 - 90, Longitude: r.Float64()*360 - 180}
	}
	if maybe() {
		c.AddTags = []string{"new", "two, three", "Animals/猫"}[r.IntN(3):]
	}
	if maybe() {
		c.RemoveTags = slices.Concat([]string{"one", "Places/Paris"}[r.IntN(2):], strs(of["XMP-dc:Subject"]))[:1]
	}
	return c
}

// strs returns a value of a list, which exiftool prints without brackets if it is one.
func strs(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		if v == "" { // an empty list
			return nil
		}
		return []string{v}
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, fmt.Sprint(one))
		}
		return all
	default:
		return []string{fmt.Sprint(v)}
	}
}

// expected returns what exiftool is to read after a change. It is written by the tables of the programs, apart from the
// code under test.
func expected(before tags, c Change) tags {
	want := maps.Clone(before)
	ifThere := func(tag string, v any) {
		if _, ok := want[tag]; ok {
			want[tag] = v
		}
	}
	if c.Rating != nil {
		stars := *c.Rating
		want["XMP-xmp:Rating"] = float64(stars)
		ifThere("XMP-acdsee:Rating", float64(max(0, stars)))
		ifThere("XMP-microsoft:RatingPercent", []float64{0, 1, 25, 50, 75, 99}[max(0, stars)])
		switch {
		case stars < 0:
			want["XMP-digiKam:PickLabel"] = 1.0
			ifThere("XMP-xmpDM:Pick", -1.0)
		default:
			if want["XMP-digiKam:PickLabel"] == 1.0 {
				want["XMP-digiKam:PickLabel"] = 0.0
			}
			if want["XMP-xmpDM:Pick"] == -1.0 {
				want["XMP-xmpDM:Pick"] = 0.0
			}
		}
	}
	if c.Label != nil {
		want["XMP-xmp:Label"] = *c.Label
		switch n := map[string]float64{"Red": 1, "Purple": 6}[*c.Label]; {
		case n > 0 || *c.Label == "":
			want["XMP-digiKam:ColorLabel"] = n
		default:
			ifThere("XMP-digiKam:ColorLabel", 0.0)
		}
		if _, ok := want["XMP-darktable:Colorlabels"]; ok {
			delete(want, "XMP-darktable:Colorlabels")
			if n, ok := map[string]float64{"Red": 0, "Purple": 4}[*c.Label]; ok {
				setList(want, "XMP-darktable:Colorlabels", []string{fmt.Sprint(n)})
			}
		}
	}
	alternative(want, "XMP-dc:Title", c.Title)
	alternative(want, "XMP-dc:Description", c.Caption)
	if c.Caption != nil {
		ifThere("XMP-acdsee:Caption", *c.Caption)
	}
	if c.Taken != nil {
		layout := "2006:01:02 15:04:05"
		if c.Taken.HasOffset {
			layout += "Z"
		}
		want["XMP-exif:DateTimeOriginal"] = c.Taken.Format(layout)
		want["XMP-photoshop:DateCreated"] = c.Taken.Format(layout)
	}
	if c.Place != nil {
		delete(want, "XMP-exif:GPSAltitude")
		delete(want, "XMP-exif:GPSAltitudeRef")
		want["XMP-exif:GPSLatitude"], want["XMP-exif:GPSLongitude"] = c.Place.Latitude, c.Place.Longitude
	}
	expectedTags(want, c)
	return want
}

// expectedTags adds and removes tags in all lists that have them.
func expectedTags(want tags, c Change) {
	removed := func(v string) bool { return slices.Contains(c.RemoveTags, v) && !slices.Contains(c.AddTags, v) }
	nested := slices.Contains(c.AddTags, "Animals/猫")
	var stay []string // of all lists that hold whole tags
	for tag, separator := range map[string]string{
		"XMP-lr:HierarchicalSubject": "|", "XMP-digiKam:TagsList": "/", "XMP-microsoft:LastKeywordXMP": "/",
		"XMP-mediapro:CatalogSets": "|",
	} {
		before := strs(want[tag])
		var now []string
		for _, v := range before {
			if whole := strings.ReplaceAll(v, separator, "/"); !removed(whole) {
				now = append(now, v)
				stay = append(stay, whole)
			}
		}
		ours := tag == "XMP-lr:HierarchicalSubject" || tag == "XMP-digiKam:TagsList"
		for _, v := range c.AddTags {
			v = strings.ReplaceAll(v, "/", separator)
			if (len(before) > 0 || ours && nested) && !slices.Contains(now, v) {
				now = append(now, v)
			}
		}
		setList(want, tag, now)
	}
	stay = append(stay, c.AddTags...)
	var now []string
	for _, v := range strs(want["XMP-dc:Subject"]) {
		held := slices.ContainsFunc(stay, func(whole string) bool { return leaf(whole) == v })
		gone := slices.ContainsFunc(c.RemoveTags, func(t string) bool { return removed(t) && leaf(t) == v })
		if held || !gone {
			now = append(now, v)
		}
	}
	for _, v := range c.AddTags {
		if v = leaf(v); !slices.Contains(now, v) {
			now = append(now, v)
		}
	}
	setList(want, "XMP-dc:Subject", now)
}

func setList(want tags, tag string, values []string) {
	if len(values) == 0 {
		delete(want, tag)
		return
	}
	var all []any
	for _, v := range values {
		all = append(all, v)
	}
	want[tag] = all
}

// same compares what exiftool reads with what it is to read: coordinates to a centimetre, a list of one value also
// where it is printed without brackets.
func same(want, got any) bool {
	if w, ok := want.(float64); ok {
		g, ok := got.(float64)
		return ok && abs(w-g) < 1e-7
	}
	if _, ok := want.([]any); ok {
		return slices.Equal(strs(want), strs(got))
	}
	return reflect.DeepEqual(want, got)
}

// alternative sets the text of the default language, or takes all away.
func alternative(want tags, tag string, text *string) {
	if text == nil {
		return
	}
	if *text != "" {
		want[tag] = *text
		return
	}
	for other := range want {
		if other == tag || strings.HasPrefix(other, tag+"-") {
			delete(want, other)
		}
	}
}
