// Package userdata records user data (favourites, tags, albums, verdicts, edits, searches, what
// was told apart) and the things
// that a model suggests for photos. Tx.WriteDown writes user data to the journal before it is in
// the catalog.
//
// It keeps these invariants:
//
//   - the columns of a photo hold what counts: what a person says or, where that is nothing, what its
//     file says;
//   - each transaction in which a person has changed user data is one act of the history, written
//     with the changes, so that it can be undone as a whole or was not done at all;
//   - the changes of an act and their opposites are written in the language of the journal.
package userdata
