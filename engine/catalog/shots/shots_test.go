package shots

import (
	"testing"
	"time"

	"recollect/engine/catalog/record"
	"recollect/engine/photo"
)

func TestShotName(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"/p/IMG_1.CR2", "/p/img_1.jpg", true},
		{"/p/IMG_1.CR2", "/p/IMG_1", true},
		{"/p/IMG_1.CR2", "/q/IMG_1.JPG", false},
		{"/p/IMG_1.CR2", "/p/IMG_10.JPG", false},
		{"/p/IMG_1.CR2", "/P/IMG_1.JPG", false}, // folders may differ in case alone
		{"/p/a.b.cr2", "/p/a.jpg", false},
		{"/p/ÄÖ.dng", "/p/äö.jpg", true},
		{"/p/\xff.dng", "/p/\xfe.jpg", false},
		{"/p/\xff.dng", "/p/\xff.jpg", true},
	}
	for _, tt := range tests {
		if got := name(tt.a) == name(tt.b); got != tt.want {
			t.Errorf("%q and %q: got %v", tt.a, tt.b, got)
		}
		if same := Of(tt.a) == Of(tt.b); same != tt.want {
			t.Errorf("%q and %q have one number: %v", tt.a, tt.b, same)
		}
	}
}

func TestLeads(t *testing.T) {
	at := func(s float64) photo.Moment {
		d := time.Duration(s * float64(time.Second))
		return photo.Moment{Time: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC).Add(d), From: photo.FromExif}
	}
	abroad := photo.Moment{
		Time: at(0).In(time.FixedZone("", 7200)).Add(-2 * time.Hour), HasOffset: true,
		From: photo.FromExif,
	}
	copied := photo.Moment{Time: at(9e6).Time, HasOffset: true, From: photo.FromModTime}
	tests := []struct {
		name string
		shot []Member // ids are their places, from 1
		want []photo.ID
	}{
		{"nobody", nil, nil},
		{"one", []Member{{Path: "a.jpg"}}, []photo.ID{0}},
		{"RAW alone", []Member{{Path: "a.nef"}}, []photo.ID{0}},
		{"RAW and JPEG", []Member{{Path: "a.NEF"}, {Path: "a.JPG"}}, []photo.ID{2, 0}},
		{"broken JPEG", []Member{{Path: "a.nef"}, {Path: "a.jpg", State: record.Broken}}, []photo.ID{0, 0}},
		{
			"broken JPEG beside a good one",
			[]Member{{Path: "a.nef"}, {Path: "a.heic"}, {Path: "a.avif", State: record.Broken, Problem: true}},
			[]photo.ID{2, 0, 0},
		},
		{"two pictures", []Member{{Path: "a.heic"}, {Path: "a.jpg"}}, []photo.ID{0, 0}},
		{"two pictures and a RAW", []Member{{Path: "a.jpg"}, {Path: "a.dng"}, {Path: "a.heic"}}, []photo.ID{0, 3, 0}},
		{"two RAW", []Member{{Path: "a.cr2"}, {Path: "a.dng"}}, []photo.ID{0, 0}},
		{
			"RAW that is not supported",
			[]Member{{Path: "a.x3f", State: record.Broken}, {Path: "a.jpg"}},
			[]photo.ID{2, 0},
		},
		{
			"RAW that is damaged",
			[]Member{{Path: "a.cr2", State: record.Broken, Problem: true}, {Path: "a.jpg"}},
			[]photo.ID{0, 0},
		},
		{"live photo", []Member{{Path: "a.MOV", State: record.Broken}, {Path: "a.HEIC"}}, []photo.ID{2, 0}},
		{"film alone", []Member{{Path: "a.mov", State: record.Broken}}, []photo.ID{0}},
		{"film of a RAW", []Member{{Path: "a.mov", State: record.Broken}, {Path: "a.cr2"}}, []photo.ID{2, 0}},
		{
			"three",
			[]Member{{Path: "a.mov", State: record.Broken}, {Path: "a.cr2"}, {Path: "a.jpg"}},
			[]photo.ID{3, 3, 0},
		},
		{"three, broken JPEG", []Member{
			{Path: "a.mov", State: record.Broken},
			{Path: "a.cr2"},
			{Path: "a.jpg", State: record.Broken, Problem: true},
		}, []photo.ID{2, 0, 0}},
		{
			"film that cannot be read",
			[]Member{{Path: "a.mov", State: record.Broken, Problem: true}, {Path: "a.jpg"}},
			[]photo.ID{0, 0},
		},
		{"2 s apart", []Member{{Path: "a.cr2", Taken: at(0)}, {Path: "a.jpg", Taken: at(-2)}}, []photo.ID{2, 0}},
		{
			"more than 2 s apart",
			[]Member{{Path: "a.cr2", Taken: at(0)}, {Path: "a.jpg", Taken: at(2.1)}},
			[]photo.ID{0, 0},
		},
		{"one offset known", []Member{{Path: "a.cr2", Taken: at(0)}, {Path: "a.jpg", Taken: abroad}}, []photo.ID{2, 0}},
		{
			"one date of the file",
			[]Member{{Path: "a.cr2", Taken: at(0)}, {Path: "a.jpg", Taken: copied}},
			[]photo.ID{2, 0},
		},
		{
			"the second picture's date fits",
			[]Member{{Path: "a.cr2", Taken: at(0)}, {Path: "a.heic", Taken: at(9)}, {Path: "a.jpg", Taken: at(1)}},
			[]photo.ID{3, 0, 0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.shot {
				tt.shot[i].ID = photo.ID(i + 1)
			}
			got := Leads(tt.shot)
			for i, want := range tt.want {
				if got[photo.ID(i+1)] != want {
					t.Errorf("%s: got %d, want %d", tt.shot[i].Path, got[photo.ID(i+1)], want)
				}
			}
		})
	}
}
