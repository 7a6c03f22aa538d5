// Package store is the catalog's file as SQLite sees it: its header, its migrations, its
// connections, the checksums beside it, and our names for SQLite's errors.
//
// It knows nothing of photos: the packages above it know what the tables mean.
package store
