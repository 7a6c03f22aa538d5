package iptc

import (
	"reflect"
	"testing"

	"recollect/engine/photo"
)

func TestIPTC(t *testing.T) {
	record := func(record, number byte, value string) string {
		return string([]byte{0x1c, record, number, byte(len(value) >> 8), byte(len(value))}) + value
	}
	iim := record(2, 5, "T\xeate") + record(2, 25, "sea") + record(2, 25, "boat") + record(2, 55, "20190506") +
		record(2, 60, "070809+0200") + record(2, 120, "At sea")
	resource := "8BIM\x04\x04\x00\x00\x00\x00\x00" + string(byte(len(iim))) + iim
	other := "8BIM\x03\xed\x03abc\x00\x00\x00\x01x\x00"
	for name, data := range map[string]string{"records": iim, "resources": other + resource} {
		got := Read([]byte(data))
		want := photo.Meta{Title: "Tête", Caption: "At sea", Keywords: []string{"sea", "boat"}}
		if !reflect.DeepEqual(got.Words, want) {
			t.Errorf("%s: words = %+v, want %+v", name, got.Words, want)
		}
		if len(got.Dates) != 1 || got.Dates[0].String() != "2019-05-06T07:08:09+02:00" ||
			got.Dates[0].From != photo.FromIPTC {
			t.Errorf("%s: dates = %v", name, got.Dates)
		}
	}
}
