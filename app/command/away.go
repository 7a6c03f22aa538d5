package command

import (
	"context"
	"strconv"
	"strings"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// incomplete lists the folders that are offline or partly so. Their photos stay.
type incomplete struct {
	Away       []awayLine       `json:"folders_away"`
	Unreadable []unreadableLine `json:"unreadable"`
}

// awayLine is a folder of the library that is offline.
type awayLine struct {
	Path   string           `json:"path"`
	Reason photo.AwayReason `json:"reason"`
	// Missing is how many photos are not there, of a folder that is lost.
	Missing int `json:"missing"`
}

// unreadableLine is a folder inside one of the library that cannot be read.
type unreadableLine struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
	Photos int    `json:"photos"` // that the library has from there, and keeps
}

func newUnreadableLine(u photo.Unreadable) unreadableLine {
	return unreadableLine{u.Path, cli.Sentences().Reason(u.Reason).What, u.Known}
}

func (l unreadableLine) text() plain.Text {
	return plain.Format("cannot be read %s: %s %s", l.Path, plain.Prose(l.Reason), stayKnown(l.Photos))
}

// stayKnown says that n photos of an unreadable folder stay in the library.
func stayKnown(n int) plain.Text {
	if n == 0 {
		return cli.Say("folder:none-known", nil)
	}
	return cli.Say("folder:known", photo.Args{"n": strconv.Itoa(n)})
}

// whyAway says why a folder is offline, without a full stop.
func whyAway(reason photo.AwayReason, missing int) plain.Text {
	if reason.Partly() {
		return cli.Say("folder:missing", photo.Args{"n": strconv.Itoa(missing)})
	}
	return plain.Prose(strings.TrimSuffix(cli.Sentences().Away(reason).What, "."))
}

// whatIsMissing finds the folders that are offline or partly so.
func whatIsMissing(ctx context.Context, e *engine.Engine) (incomplete, error) {
	all := incomplete{[]awayLine{}, []unreadableLine{}}
	folders, err := e.Folders.List(ctx)
	if err != nil {
		return all, err
	}
	for _, f := range folders {
		if f.Away {
			all.Away = append(all.Away, awayLine{f.Path, f.Reason, f.Missing})
		}
	}
	unreadable, err := e.Folders.Unreadable(ctx)
	for _, u := range unreadable {
		all.Unreadable = append(all.Unreadable, newUnreadableLine(u))
	}
	return all, err
}

// warn reports incomplete folders on stderr, with what can be done about them. JSON has them in the
// summary.
func (c *call) warn(all incomplete) {
	if c.JSON {
		return
	}
	for _, f := range all.Away {
		next := cli.Say("folder:partly-kept", nil)
		if !f.Reason.Partly() {
			next = cli.Say("folder:kept", nil)
		}
		c.PrintErr("recollect: warning: %s: %s. %s %s", f.Path, whyAway(f.Reason, f.Missing), next, f.Path)
	}
	for _, u := range all.Unreadable {
		c.PrintErr("recollect: warning: %s: %s %s", u.Path, plain.Prose(u.Reason), stayKnown(u.Photos))
	}
}
