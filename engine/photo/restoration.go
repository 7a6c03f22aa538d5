package photo

import "time"

// Typed counts the user data in a library.
type Typed struct {
	Favourites int `json:"favourites"`
	Tags       int `json:"tags"` // of all photos
	Albums     int `json:"albums"`
	Verdicts   int `json:"verdicts"`
}

// Restoration describes how the damaged catalog of a library was replaced.
type Restoration struct {
	At time.Time `json:"at"`
	// Backup is the day of the backup that replaced it; zero: there was no good one.
	Backup time.Time `json:"backup,omitzero"`
	// Salvaged is how many rows were read of the damaged catalog, if these replaced it.
	Salvaged int `json:"salvaged,omitempty"`
	// Redone is how many acts of the journal were replayed after that.
	Redone int `json:"redone"`
	// Typed counts the user data that is in the library now.
	Typed Typed `json:"typed"`
	// Lost says what could not be saved; empty: all that was typed is there. The codes begin
	// with "lost:". Where Backup is set, some of them are about the time since then only:
	// see words.Catalogue.Loss.
	Lost []Reason `json:"lost,omitempty"`
	// Aside is the folder to which the damaged catalog was moved.
	Aside string `json:"aside"`
}
