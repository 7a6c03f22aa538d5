// Package iptc reads the records of IPTC's Information Interchange Model, alone or in Photoshop's
// resources.
package iptc

import (
	"bytes"
	"encoding/binary"
	"strings"

	"recollect/engine/meta/moment"
	"recollect/engine/meta/record"
	"recollect/engine/meta/words"
	"recollect/engine/photo"
)

// maxDatasets limits the datasets of one picture.
const maxDatasets = 10_000

// records are values of IPTC's Information Interchange Model, by record and dataset.
type records map[[2]byte][][]byte

// Read reads Photoshop's resources, or records alone.
func Read(data []byte) record.Record {
	const header, iptcResource = 12, 0x0404
	if !isResource(data) {
		return readRecords(data).record()
	}
	all := records{}
	for len(data) >= header && isResource(data) {
		id := binary.BigEndian.Uint16(data[4:])
		name := 1 + int(data[6])
		at := 6 + name + name&1
		if at+4 > len(data) {
			break
		}
		length := uint64(binary.BigEndian.Uint32(data[at:]))
		data = data[at+4:]
		body := data[:min(length, uint64(len(data)))]
		if id == iptcResource {
			for key, values := range readRecords(body) {
				all[key] = append(all[key], values...)
			}
		}
		data = data[min(length+length&1, uint64(len(data))):]
	}
	return all.record()
}

// isResource reports whether data begin with a resource, by the marks that exiftool knows.
func isResource(data []byte) bool {
	switch string(data[:min(4, len(data))]) {
	case "8BIM", "PHUT", "DCSR", "AgHg", "MeSa":
		return true
	}
	return false
}

// readRecords reads datasets one after the other (IIM 4.2, 1.5): a mark, the
// record, the number, the length and the value. What lies between them is passed over.
func readRecords(data []byte) records {
	const mark, header = 0x1c, 5
	all := records{}
	for range maxDatasets {
		data = data[max(0, bytes.IndexByte(data, mark)):]
		if len(data) < header || data[0] != mark {
			break
		}
		length, lengthBytes := datasetLength(data[3:])
		if record := data[1]; record == 0 || record > 9 || length < 0 || length > len(data)-3-lengthBytes {
			data = data[1:]
			continue
		}
		value := data[3+lengthBytes:][:length]
		key := [2]byte{data[1], data[2]}
		all[key] = append(all[key], value)
		data = data[3+lengthBytes+length:]
	}
	return all
}

// datasetLength returns the length of a value, and of how many bytes it is made: two, or, where the
// first bit is set, two that say how many follow. It is -1 where there is none.
func datasetLength(data []byte) (length, lengthBytes int) {
	const extended, most = 0x8000, 4
	length = int(binary.BigEndian.Uint16(data))
	if length < extended {
		return length, 2
	}
	size := length - extended
	if size == 0 || size > most || len(data) < 2+size {
		return -1, 2
	}
	length = 0
	for _, b := range data[2 : 2+size] {
		length = length<<8 | int(b)
	}
	return length, 2 + size
}

func (r records) record() record.Record {
	var t record.Record
	t.Words = photo.Meta{Title: r.text(2, 5), Caption: words.Description(r.text(2, 120))}
	for _, v := range r[[2]byte{2, 25}] {
		t.Words.Keywords = record.Join(t.Words.Keywords, []string{r.decode(v)})
	}
	for _, m := range []photo.Moment{r.moment(55, 60), r.moment(62, 63)} { // created, and digitised
		if !m.IsZero() {
			t.Dates = append(t.Dates, m)
		}
	}
	return t
}

// moment joins the datasets of a day and of a time. Some programs write separators.
func (r records) moment(date, clock byte) photo.Moment {
	plain := strings.NewReplacer("-", "", ":", "")
	day := plain.Replace(r.text(2, date))
	if len(day) != 8 {
		return photo.Moment{}
	}
	time := strings.ReplaceAll(r.text(2, clock), ":", "")
	if m := moment.Parse(day+" "+time, photo.FromIPTC); !m.IsZero() {
		return m
	}
	return moment.Parse(day, photo.FromIPTC)
}

func (r records) text(record, dataset byte) string {
	if values := r[[2]byte{record, dataset}]; len(values) > 0 {
		return r.decode(values[0])
	}
	return ""
}

// decode reads text in UTF-8 where it can be, else in that of western Windows, whatever the
// file says of itself (1:90), which programs get wrong both ways.
func (r records) decode(b []byte) string {
	return words.Clean(words.Text(b[:min(len(b), record.MaxText)]))
}
