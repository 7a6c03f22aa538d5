// Package timeline reads the photos of a library in the order of time: how many were taken on each
// day, and pages of them by key. Its days are numbers that the catalog keeps, and a page costs what it
// returns, so that neither depends on the size of the library.
//
// Photos are ordered by when they were taken, the newest first, then by ID. Those without a date that can be trusted
// follow all others, by the date that they have: their times are a million days earlier (photo.Undated).
package timeline
