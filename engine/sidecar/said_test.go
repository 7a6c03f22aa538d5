package sidecar

import (
	"reflect"
	"regexp"
	"testing"
	"time"

	"recollect/engine/meta/xmp"
	"recollect/engine/photo"
)

// saidAll returns all that can be said.
func saidAll() Said {
	s := Said{
		Rating: ptr(4), Label: ptr("Red"), Title: ptr("A title"), Caption: ptr("Untitled"), // which is read as none
		Place: &[2]float64{48.85837009, 2.29448}, Tags: []string{"cat", "Family/Anna"},
	}
	s.SetTaken(photo.Moment{Time: time.Date(2021, 5, 6, 7, 8, 9, 0, time.UTC), HasOffset: true})
	return s
}

// after returns a packet that has what is said.
func after(t *testing.T, packet string, s Said) string {
	t.Helper()
	c, conflicts := Plan([]byte(packet), s)
	if len(conflicts) > 0 {
		t.Fatal(conflicts)
	}
	return merged(t, packet, c)
}

// What was written is not written again, in any form of packet.
func TestPlanTwice(t *testing.T) {
	for name, packet := range packets {
		c, conflicts := Plan([]byte(after(t, packet, saidAll())), saidAll())
		if !c.Empty() || len(conflicts) > 0 {
			t.Errorf("%s: %+v, %v", name, c, conflicts)
		}
	}
}

// A person's later words replace earlier ones; tags that are not said any more go, and others stay.
func TestPlanLater(t *testing.T) {
	packet := after(t, packets["digiKam"], saidAll())
	later := Said{Rating: ptr(1), Tags: []string{"dog"}}
	packet = after(t, packet, later)
	checkRead(t, packet, Change{
		Rating: ptr(1), Title: ptr("A title"), AddTags: []string{"dog", "Zürich"}, RemoveTags: []string{"cat"},
	})
}

// What another program has changed stays, and is told; what it has left is written.
func TestPlanConflict(t *testing.T) {
	packet := after(t, packets["exiftool"], saidAll())
	packet = merged(t, packet, Change{Rating: ptr(2), Title: ptr("Theirs"), RemoveTags: []string{"cat"}})
	later := saidAll()
	later.Rating, later.Label, later.Title = ptr(5), ptr("Blue"), ptr("Theirs")
	c, conflicts := Plan([]byte(packet), later)
	want := []Conflict{{Field: photo.RatingField, File: "2", Said: "5"}, {Field: TagField, Said: "cat"}}
	if !reflect.DeepEqual(conflicts, want) {
		t.Errorf("got %v, want %v", conflicts, want)
	}
	packet = merged(t, packet, c)
	checkRead(t, packet, Change{Rating: ptr(2), Label: ptr("Blue"), Title: ptr("Theirs"), RemoveTags: []string{"cat"}})
	if c, conflicts = Plan([]byte(packet), later); !c.Empty() && len(conflicts) != 2 {
		t.Errorf("again: %+v, %v", c, conflicts)
	}
	later.Rating = ptr(2) // the person agrees
	if _, conflicts = Plan([]byte(packet), later); len(conflicts) != 1 {
		t.Errorf("agreed: %v", conflicts)
	}
}

// A date or a place that another program took away is not written again.
func TestPlanRemoved(t *testing.T) {
	tried := 0
	for name, packet := range packets {
		packet = after(t, packet, saidAll())
		for _, property := range []string{
			"exif:DateTimeOriginal", "photoshop:DateCreated", "exif:GPSLatitude", "exif:GPSLongitude",
		} {
			packet = without(packet, property)
		}
		c, conflicts := Plan([]byte(packet), saidAll())
		if r := xmp.Read([][]byte{[]byte(packet)}); len(r.Dates) > 0 || r.Shot.Place != nil {
			continue // it says something else in other properties: a change as any other
		}
		tried++
		place := "[48.85837009,2.29448]"
		want := []Conflict{
			{Field: photo.DateField, Said: "2021-05-06T07:08:09Z"}, {Field: photo.PlaceField, Said: place},
		}
		if !reflect.DeepEqual(conflicts, want) || c.Taken != nil || c.Place != nil {
			t.Errorf("%s: %+v, %v", name, c, conflicts)
		}
	}
	if tried < 3 {
		t.Errorf("%d packets were tried", tried)
	}
}

// without returns a packet without the elements of a property.
func without(packet, property string) string {
	return regexp.MustCompile(`(?s)<`+property+`>.*?</`+property+`>`).ReplaceAllString(packet, "")
}

// What the person says is written over a conflict that is kept, and no other.
func TestPlanKeeping(t *testing.T) {
	packet := after(t, packets["exiftool"], saidAll())
	packet = merged(t, packet, Change{Rating: ptr(2), Title: ptr("Theirs"), RemoveTags: []string{"cat"}})
	for i, kept := range []photo.Field{photo.RatingField, TagField} {
		c, conflicts := PlanKeeping([]byte(packet), saidAll(), func(c Conflict) bool { return c.Field == kept })
		for _, c := range conflicts {
			if c.Field == kept {
				t.Errorf("%s is left", kept)
			}
		}
		if len(conflicts) != 2-i {
			t.Errorf("%s: left %v", kept, conflicts)
		}
		packet = merged(t, packet, c)
	}
	checkRead(t, packet, Change{Rating: ptr(4), Title: ptr("Theirs"), AddTags: []string{"cat"}})
	if _, conflicts := Plan([]byte(packet), saidAll()); len(conflicts) != 1 {
		t.Errorf("then %v", conflicts)
	}
}

// A person who says what a sidecar says is of one mind with it.
func TestTheirs(t *testing.T) {
	packet := []byte(after(t, packets["exiftool"], saidAll()))
	got := []photo.Edit{}
	for _, f := range photo.Fields() {
		got = append(got, Theirs(packet, f))
	}
	switch {
	case *got[0].Rating != 4, *got[1].Label != "Red", *got[2].Title != "A title", *got[3].Caption != "":
		t.Errorf("got %+v", got)
	case got[4].Taken.String() != "2021-05-06T07:08:09Z", got[5].Place == nil:
		t.Errorf("got %+v", got)
	}
	if none := Theirs(nil, photo.PlaceField); !reflect.DeepEqual(none.AsInFile, []photo.Field{photo.PlaceField}) {
		t.Errorf("of a packet without one: %+v", none)
	}
}
