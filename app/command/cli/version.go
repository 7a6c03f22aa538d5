package cli

import (
	"runtime/debug"
	"strings"

	"recollect/app/plain"
)

// built is the commit that a package was made from, the commit's date in RFC 3339, and "modified" if
// files were changed since. The scripts of packages link it in (fyne-cross/common.sh): Go's own record
// depends on how the source came here. Empty: the record holds.
var built string

// build is what a program was built from; what is not known is empty.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Date     string `json:"date,omitempty"` // RFC 3339, UTC
	Modified bool   `json:"modified,omitempty"`
}

// PrintVersion writes the program's version, with the commit that it was built from and the commit's date
// where they are known.
func (c *Call) PrintVersion() error {
	b := build{Version: c.Version}
	b.linked(built)
	if info, ok := debug.ReadBuildInfo(); ok && b.Commit == "" {
		b.recorded(info.Settings)
	}
	text := plain.Format("Recollect %s", b.Version)
	if b.Commit != "" {
		text = plain.Format("Recollect %s, commit %.12s of %s", b.Version, b.Commit, b.Date)
	}
	if b.Modified {
		text += ", modified"
	}
	return c.Print(b, text)
}

// linked reads what a package's script linked in.
func (b *build) linked(text string) {
	words := strings.Fields(text)
	if len(words) < 2 {
		return
	}
	b.Commit, b.Date = words[0], words[1]
	b.Modified = len(words) > 2
}

// recorded reads what Go recorded.
func (b *build) recorded(settings []debug.BuildSetting) {
	for _, s := range settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
}
