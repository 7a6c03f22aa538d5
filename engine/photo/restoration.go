package photo

import "time"

// Typed counts what people typed that a library holds.
type Typed struct {
	Favourites int `json:"favourites"`
	Tags       int `json:"tags"` // of all photos
	Albums     int `json:"albums"`
	Verdicts   int `json:"verdicts"`
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
	// Lost says what could not be saved; empty: all that was typed is there. The codes begin
	// with "lost:". Where Backup is set, some of them are about the time since then only:
	// see words.Catalogue.Loss.
	Lost []Reason `json:"lost,omitempty"`
	// Aside is the folder in which the damaged record is kept.
	Aside string `json:"aside"`
}
