package words

import (
	"strconv"
	"strings"

	"recollect/engine/photo"
)

// Away says why a folder is away and what to do next. It is zero for a folder that
// is there.
func (c Catalogue) Away(why photo.AwayReason) Message {
	if why == "" {
		return Message{}
	}
	return c.Reason(photo.Reason("away:" + why))
}

// mostLosses is how many losses are named in a sentence.
const mostLosses = 3

// Restored says how a damaged record was replaced, in two sentences or more.
func (c Catalogue) Restored(r photo.Restoration) Message {
	what := c.What("restored:anew", nil)
	switch {
	case !r.Backup.IsZero():
		what = c.What("restored:backup", photo.Args{"day": c.Day(r.Backup)})
	case r.Salvaged > 0:
		what = c.What("restored:salvaged", nil)
	}
	return Message{
		What: what + " " + c.lost(r),
		Next: c.What("restored:aside", photo.Args{"aside": r.Aside}),
	}
}

// lost says what of user data is there and what may be lost.
func (c Catalogue) lost(r photo.Restoration) string {
	typed := c.typed(r.Typed)
	var some []string
	for _, lost := range r.Lost[:min(len(r.Lost), mostLosses)] {
		some = append(some, c.Loss(r, lost))
	}
	lost := strings.Join(some, "; ")
	switch more := len(r.Lost) - len(some); {
	case len(some) == 0:
		return c.What("restored:nothing-lost", photo.Args{"typed": typed})
	case more == 0:
		return c.What("restored:some-lost", photo.Args{"typed": typed, "lost": lost})
	default:
		return c.What("restored:many-lost", photo.Args{"typed": typed, "lost": lost, "more": strconv.Itoa(more)})
	}
}

// Loss says one of r.Lost. It is no sentence, but a part of one.
func (c Catalogue) Loss(r photo.Restoration, lost photo.Reason) string {
	code, args := lost.Split()
	if !r.Backup.IsZero() {
		day := c.Day(r.Backup)
		switch code { // what the backup has is not lost
		case "lost:table":
			return c.What("lost:table-since", photo.Args{"table": args["table"], "day": day})
		case "lost:table-part":
			return c.What("lost:table-part-since", photo.Args{"table": args["table"], "day": day})
		case "lost:verdicts":
			return c.What("lost:verdicts-since", photo.Args{"n": args["n"], "day": day})
		case "lost:typed":
			return c.What("lost:typed-since", photo.Args{"day": day})
		}
	}
	text := c.Reason(lost).What
	if why := args["why"]; why != "" {
		text += " (" + strings.TrimSuffix(c.Reason(photo.Reason(why)).What, ".") + ")"
	}
	return text
}

// typed returns such as "3 tags, 2 favourites, 1 album and 0 verdicts".
func (c Catalogue) typed(t photo.Typed) string {
	return c.What("restored:typed", photo.Args{
		"tags":       c.What("count:tags", photo.Args{"n": strconv.Itoa(t.Tags)}),
		"favourites": c.What("count:favourites", photo.Args{"n": strconv.Itoa(t.Favourites)}),
		"albums":     c.What("count:albums", photo.Args{"n": strconv.Itoa(t.Albums)}),
		"verdicts":   c.What("count:verdicts", photo.Args{"n": strconv.Itoa(t.Verdicts)}),
	})
}
