package decode

import (
	"recollect/engine/decode/heif"
	"recollect/engine/decode/jpeg"
	"recollect/engine/format"
)

// Codec is a decoder of this build.
type Codec struct {
	// Titles are the titles of the formats that it decodes, at least one.
	Titles []string
	// Libraries are the names of the libraries that decode where they depend on the build or
	// are not written in Go; nil for the others.
	Libraries []string
	// Preview means that the preview in the file is decoded, and not the picture itself.
	Preview bool
}

// Codecs returns the decoders of this build, in the order of the table of formats.
func Codecs() []Codec {
	var all []Codec
	at := map[format.Decoder]int{}
	for _, f := range format.All() {
		if !f.Shown() || f.Name == format.OtherRAW || f.Role != format.Picture && f.Decoder != format.Preview {
			continue
		}
		i, known := at[f.Decoder]
		if !known {
			i, at[f.Decoder] = len(all), len(all)
			all = append(all, Codec{Libraries: libraries(f.Decoder), Preview: f.Decoder == format.Preview})
		}
		all[i].Titles = append(all[i].Titles, f.Title)
	}
	return all
}

func libraries(d format.Decoder) []string {
	switch d {
	case format.JPEG:
		return []string{jpeg.Library}
	case format.HEIF:
		return heif.Libraries()
	}
	return nil
}
