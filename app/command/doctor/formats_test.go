package doctor

import (
	"testing"

	"recollect/app/plain"
	"recollect/engine/decode"
)

func TestCodecs(t *testing.T) {
	jpeg := decode.Codec{Titles: []string{"JPEG"}, Libraries: []string{"libjpeg-turbo"}}
	some := decode.Codec{Titles: []string{"PNG", "GIF"}}
	heif := decode.Codec{Titles: []string{"HEIC", "AVIF"}, Libraries: []string{"libheif", "libavif"}}
	raw := decode.Codec{Titles: []string{"CR2", "NEF", "ARW"}, Preview: true}
	for want, all := range map[plain.Text][]decode.Codec{
		"":                               nil,
		"JPEG (libjpeg-turbo), PNG, GIF": {jpeg, some},
		"JPEG (libjpeg-turbo), PNG, GIF, HEIC and AVIF (libheif and libavif), and the previews in CR2, NEF and ARW": {
			jpeg, some, raw, heif,
		},
	} {
		if got := codecs(all); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
