// Package userdata records user data (favourites, tags, albums, verdicts, searches) and the things
// that a model suggests for photos. Tx.WriteDown writes user data to the journal before it is in
// the catalog.
package userdata
