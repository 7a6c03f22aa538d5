// Package fynecross checks what no script does: that the files of packages agree with each other.
package fynecross

import (
	"os"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
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
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if !strings.Contains(string(text), line+"\n") {
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
