package meta

import (
	"bytes"
	"encoding/binary"
	"strings"

	"recollect/engine/photo"
)

// records are values of IPTC's Information Interchange Model, by record and dataset.
type records map[[2]byte][][]byte

// readIPTC reads Photoshop's resources, or records alone.
func readIPTC(data []byte) told {
	const sign, iptcResource = "8BIM", 0x0404
	if !bytes.HasPrefix(data, []byte(sign)) {
		return readRecords(data).told()
	}
	all := records{}
	for len(data) >= 12 && string(data[:4]) == sign {
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
	return all.told()
}

// readRecords reads datasets one after the other (IIM 4.2, 1.5): a mark, the
// record, the number, the length and the value.
func readRecords(data []byte) records {
	const mark, header = 0x1c, 5
	all := records{}
	for len(data) >= header && data[0] == mark {
		key := [2]byte{data[1], data[2]}
		length := int(binary.BigEndian.Uint16(data[3:]))
		data = data[header:]
		if length > len(data) { // ends early, or is of the kind with a longer length, which no program writes
			break
		}
		all[key] = append(all[key], data[:length])
		data = data[length:]
	}
	return all
}

func (r records) told() told {
	var t told
	t.words = photo.Meta{Title: r.text(2, 5), Caption: said(r.text(2, 120))}
	for _, v := range r[[2]byte{2, 25}] {
		t.words.Keywords = join(t.words.Keywords, []string{r.decode(v)})
	}
	if day := strings.NewReplacer("-", "", ":", "").Replace(r.text(2, 55)); len(day) == 8 { // some programs write separators
		text := day[:4] + "-" + day[4:6] + "-" + day[6:]
		if clock := r.text(2, 60); len(clock) >= 6 {
			text += " " + clock[:2] + ":" + clock[2:4] + ":" + clock[4:6] + clock[6:]
		}
		if m := parseMoment(text, photo.FromIPTC); !m.IsZero() {
			t.dates = append(t.dates, m)
		}
	}
	return t
}

func (r records) text(record, dataset byte) string {
	if values := r[[2]byte{record, dataset}]; len(values) > 0 {
		return r.decode(values[0])
	}
	return ""
}

// decode reads text in UTF-8 where the file says so (1:90), or it can be no other;
// else in Latin-1.
func (r records) decode(b []byte) string {
	const utf8Escape = "\x1b%G"
	if v := r[[2]byte{1, 90}]; len(v) > 0 && string(v[0]) == utf8Escape {
		return clean(strings.ToValidUTF8(string(b), ""))
	}
	return clean(westOrUTF8(b))
}
