package cli

import (
	"runtime/debug"

	"recollect/app/plain"
)

// PrintVersion writes the program's version, with the commit that it was built from and the commit's date
// where Go recorded them.
func (c *Call) PrintVersion() error {
	v := struct {
		Version  string `json:"version"`
		Commit   string `json:"commit,omitempty"`
		Date     string `json:"date,omitempty"` // RFC 3339, UTC
		Modified bool   `json:"modified,omitempty"`
	}{Version: c.Version}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				v.Commit = s.Value
			case "vcs.time":
				v.Date = s.Value
			case "vcs.modified":
				v.Modified = s.Value == "true"
			}
		}
	}
	text := plain.Format("Recollect %s", v.Version)
	if v.Commit != "" {
		text = plain.Format("Recollect %s, commit %.12s of %s", v.Version, v.Commit, v.Date)
	}
	return c.Print(v, text)
}
