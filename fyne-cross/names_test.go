// Package fynecross checks what no script does: that the files of packages agree with each other.
package fynecross

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"recollect/engine/format"
)

// Files that systems read name the program as FyneApp.toml does.
func TestFilesNameTheProgram(t *testing.T) {
	var file struct {
		Details     struct{ Name, ID, Version, Icon string }
		LinuxAndBSD struct {
			GenericName, Comment string
			Categories, Keywords []string
		}
	}
	if _, err := toml.DecodeFile("../FyneApp.toml", &file); err != nil {
		t.Fatal(err)
	}
	d, l := file.Details, file.LinuxAndBSD
	for name, lines := range map[string][]string{
		"linux/recollect.desktop": {
			"Name=" + d.Name, "Icon=" + d.ID, "StartupWMClass=" + d.ID, "GenericName=" + l.GenericName,
			"Comment=@SUMMARY@", "Categories=" + strings.Join(l.Categories, ";") + ";",
			"Keywords=" + strings.Join(l.Keywords, ";") + ";",
		},
		"linux/metainfo.xml": {
			"<id>" + d.ID + "</id>", "<name>" + d.Name + "</name>", "<summary>@SUMMARY@</summary>",
			`<release version="@VERSION@" date="@DATE@"/>`,
			`<launchable type="desktop-id">` + d.ID + ".desktop</launchable>",
		},
		"linux/flatpak.yml": {"id: " + d.ID, "command: recollect", `        path: "@ARCHIVE@"`},
		"macos/Info.plist": {
			"<string>@ID@</string>", "<string>@NAME@</string>", "<string>@VERSION@</string>",
			"<string>@BUILD@</string>",
			"<string>recollect</string>", "<string>recollect.icns</string>", "<key>LSMinimumSystemVersion</key>",
		},
		"linux/control": {"Version: @VERSION@", "Description: @SUMMARY@"},
	} {
		text := read(t, name)
		for _, line := range lines {
			if !strings.Contains(text, line+"\n") {
				t.Errorf("%s has no line %q", name, line)
			}
		}
	}
	if d.Version == "" || l.Comment == "" || d.Icon == "" {
		t.Errorf("FyneApp.toml says %+v", file)
	}
	if _, err := os.Stat("../" + d.Icon); err != nil {
		t.Error(err)
	}
}

// Systems offer the program for every format that the window shows, and for no other.
func TestFilesNameTheFormats(t *testing.T) {
	names := map[string]struct{ linux, macos string }{ // by the format; RAW has one name for macOS
		"jpeg": {"image/jpeg", "public.jpeg"},
		"png":  {"image/png", "public.png"},
		"gif":  {"image/gif", "com.compuserve.gif"},
		"webp": {"image/webp", "org.webmproject.webp"},
		"bmp":  {"image/bmp", "com.microsoft.bmp"},
		"tiff": {"image/tiff", "public.tiff"},
		"heic": {"image/heic image/heif", "public.heic public.heif"},
		"avif": {"image/avif", "public.avif"},
		"cr2":  {linux: "image/x-canon-cr2"},
		"cr3":  {linux: "image/x-canon-cr3"},
		"nef":  {linux: "image/x-nikon-nef image/x-nikon-nrw"},
		"arw":  {linux: "image/x-sony-arw image/x-sony-sr2 image/x-sony-srf"},
		"dng":  {linux: "image/x-adobe-dng"},
		"raf":  {linux: "image/x-fuji-raf"},
		"orf":  {linux: "image/x-olympus-orf"},
		"rw2":  {linux: "image/x-panasonic-rw2"},
		"pef":  {linux: "image/x-pentax-pef"},
		format.OtherRAW: {
			"image/x-canon-crw image/x-sigma-x3f image/x-minolta-mrw image/x-kodak-dcr image/x-kodak-kdc",
			"public.camera-raw-image",
		},
	}
	var linux, macos []string
	for _, f := range format.All() {
		if f.Shown() {
			if names[f.Name].linux == "" {
				t.Errorf("%s has no name for Linux", f.Name)
			}
			linux = append(linux, strings.Fields(names[f.Name].linux)...)
			macos = append(macos, strings.Fields(names[f.Name].macos)...)
		}
	}
	entry, list := read(t, "linux/recollect.desktop"), read(t, "macos/Info.plist")
	if want := "\nMimeType=" + strings.Join(linux, ";") + ";\n"; !strings.Contains(entry, want) {
		t.Errorf("linux/recollect.desktop has no line %q", want)
	}
	_, types, _ := strings.Cut(list, "<key>LSItemContentTypes</key>")
	types, _, _ = strings.Cut(types, "</array>")
	types = strings.NewReplacer("<array>", "", "<string>", "", "</string>", "").Replace(types)
	if got := strings.Fields(types); !slices.Equal(got, macos) {
		t.Errorf("macos/Info.plist names %q, want %q", got, macos)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
