package meta

import "testing"

// Systems and programs say of their pictures that they are of a screen.
func TestScreen(t *testing.T) {
	w := little()
	exif := func(main, exif []tag) string { return string(w.tiff(dirs{main: main, exif: exif})) }
	jpeg := func(block string) []byte { return jpegOf(exifSegment([]byte(block))) }
	commented := exif(nil, []tag{w.ascii(0x9286, "ASCII\x00\x00\x00Screenshot")})
	comment := func(text string) []tag { return []tag{w.ascii(0x9286, "ASCII\x00\x00\x00"+text)} }
	software := func(name string) []tag { return []tag{w.ascii(0x0131, name)} }
	xmp := func(attributes, elements string) string {
		return "XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmpOf(attributes, elements)
	}
	inAlt := func(text string) string {
		return `<exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">` + text +
			`</rdf:li></rdf:Alt></exif:UserComment>`
	}
	for name, tt := range map[string]struct {
		data   []byte
		format string
		want   bool
	}{
		"iOS, EXIF":          {pngOf("eXIf", commented), "png", true},
		"iOS, HEIC":          {heicOf("Exif", "\x00\x00\x00\x06Exif\x00\x00"+commented), "heic", true},
		"macOS, XMP":         {pngOf("iTXt", xmp("", inAlt("Screenshot"))), "png", true},
		"a description":      {jpeg(exif([]tag{w.ascii(0x010e, "screenshot")}, nil)), "jpeg", true},
		"a program, EXIF":    {jpeg(exif(software("Greenshot 1.2.10"), nil)), "jpeg", true},
		"a program, PNG":     {pngOf("tEXt", "Software\x00gnome-screenshot"), "png", true},
		"a program, XMP":     {pngOf("iTXt", xmp(`xmp:CreatorTool="Snagit 2024"`, "")), "png", true},
		"PNG's description":  {pngOf("tEXt", "Description\x00Screenshot"), "png", true},
		"PNG's comment":      {pngOf("tEXt", "Comment\x00Screenshot"), "png", true},
		"an editor":          {pngOf("tEXt", "Software\x00Adobe ImageReady"), "png", false},
		"another name":       {pngOf("tEXt", "Software\x00Scrotal"), "png", false},
		"another comment":    {jpeg(exif(nil, comment("A screenshot of my screen"))), "jpeg", false},
		"another one in XMP": {pngOf("iTXt", xmp("", inAlt("Summer"))), "png", false},
		"nothing":            {pngOf(), "png", false},
	} {
		got := read(tt.data, tt.format).Meta
		if got.Screen != tt.want {
			t.Errorf("%s: got %v", name, got.Screen)
		}
		if tt.want && got.Caption != "" {
			t.Errorf("%s: %q is no caption", name, got.Caption)
		}
	}
}
