// Package updates tells of a newer version of the program, where a person has turned that on. All of
// it belongs to the UI goroutine.
package updates

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"recollect/ui/phrases"
	"recollect/ui/work"
)

// The names of stored preferences.
const (
	prefOn   = "updates"
	prefLast = "updates-checked" // in seconds since 1970
)

// every is how long a check lasts, and wait how often the time is looked at; one that failed is tried again then.
const (
	every = 7 * 24 * time.Hour
	wait  = time.Hour
)

// Found is what a check has found.
type Found struct {
	Version, Page string // a newer version, and where it lies; empty: there is none
	Err           error
	// Asked: the person has just turned checks on, and wants to know also that there is nothing, or
	// that it failed.
	Asked bool
}

// Message returns what to tell of it where version is the one that runs; an empty what: nothing.
func (f Found) Message(version string) (what, next string) {
	switch {
	case f.Version != "":
		return phrases.Say("updates:newer", "version", f.Version),
			phrases.Say("updates:where", "version", version, "page", f.Page)
	case f.Asked && f.Err == nil:
		return phrases.Say("updates:none", "version", version), ""
	case f.Asked:
		return phrases.Say("updates:failed"), phrases.Say("updates:again", "why", phrases.Catalogue().Error(f.Err).What)
	}
	return "", ""
}

// Checker checks for updates once a week while it is on. It is off until it is turned on.
type Checker struct {
	Group *work.Group
	App   fyne.App
	// Newer asks for a newer version and the page that has it, both empty if there is none. Called off
	// the UI goroutine; nil: this build knows no place to ask.
	Newer   func(context.Context) (version, page string, err error)
	OnFound func(Found)

	check work.Latest[Found]
	timer *work.Timer
}

// On reports whether checks are on.
func (c *Checker) On() bool { return c.Newer != nil && c.App.Preferences().Bool(prefOn) }

// Set turns checks on, which begins one at once, or off.
func (c *Checker) Set(on bool) {
	c.App.Preferences().SetBool(prefOn, on)
	c.check.Stop()
	if c.On() {
		c.run(true)
	}
}

// Begin checks where a check is due, now and later.
func (c *Checker) Begin() {
	if c.Newer == nil {
		return
	}
	c.timer = work.NewTimer(c.Group)
	c.look()
}

func (c *Checker) look() {
	last := time.Unix(int64(c.App.Preferences().Int(prefLast)), 0)
	if since := time.Since(last); c.On() && (since > every || since < 0) {
		c.run(false)
	}
	c.timer.After(wait, c.look)
}

func (c *Checker) run(asked bool) {
	c.check.Run(c.Group, func(ctx context.Context) (Found, error) {
		version, page, err := c.Newer(ctx)
		return Found{version, page, err, asked}, nil
	}, func(f Found, _ error) {
		if f.Err != nil {
			slog.Warn("check for updates", "err", f.Err)
		} else {
			c.App.Preferences().SetInt(prefLast, int(time.Now().Unix()))
		}
		c.OnFound(f)
	})
}
