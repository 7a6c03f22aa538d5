package photo

import (
	"fmt"
	"strings"
	"time"
)

// Typed counts what people typed that a library holds.
type Typed struct {
	Favourites int `json:"favourites"`
	Tags       int `json:"tags"` // of all photos
	Albums     int `json:"albums"`
	Verdicts   int `json:"verdicts"`
}

// String is such as "3 tags, 2 favourites, 1 album and 0 verdicts".
func (t Typed) String() string {
	return fmt.Sprintf("%s, %s, %s and %s",
		count(t.Tags, "tag"), count(t.Favourites, "favourite"), count(t.Albums, "album"), count(t.Verdicts, "verdict"))
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// Restoration tells how a damaged record of a library was replaced.
type Restoration struct {
	At time.Time `json:"at"`
	// Backup is the day of the backup that took its place; zero: there was no good one.
	Backup time.Time `json:"backup,omitzero"`
	// Salvaged is how many rows were read of the damaged record, where they took its place.
	Salvaged int `json:"salvaged,omitempty"`
	// Redone is how many things that people did were added to that.
	Redone int `json:"redone"`
	// Typed is what people typed that is in the library now.
	Typed Typed `json:"typed"`
	// Lost says what could not be saved, a line each; empty: all that was typed is there.
	Lost []string `json:"lost,omitempty"`
	// Aside is the folder in which the damaged record is kept.
	Aside string `json:"aside"`
}

// mostLosses is how many losses are named in a sentence.
const mostLosses = 3

// Explain tells it to the user in two sentences or more.
func (r Restoration) Explain() (what, next string) {
	switch {
	case !r.Backup.IsZero():
		what = "Your library was damaged and has been restored from the backup of " + r.Backup.Format("2 January 2006") + "."
	case r.Salvaged > 0:
		what = "Your library was damaged and has been rebuilt from what could be read of it."
	default:
		what = "Your library was damaged and has been begun anew."
	}
	switch n := len(r.Lost); {
	case n == 0:
		what += fmt.Sprintf(" Nothing that you typed is lost: %v.", r.Typed)
	case n <= mostLosses:
		what += fmt.Sprintf(" Of what you typed, %v are there; lost may be: %s.",
			r.Typed, strings.Join(r.Lost, "; "))
	default:
		what += fmt.Sprintf(" Of what you typed, %v are there; lost may be: %s; and %d more.",
			r.Typed, strings.Join(r.Lost[:mostLosses], "; "), n-mostLosses)
	}
	return what, "Your photos are not touched; what else is missing is found again from them. The damaged file is kept in " + r.Aside + "."
}
