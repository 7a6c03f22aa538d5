// Package store is the catalog's file as SQLite sees it: its header, its migrations, its
// connections, the checksums beside it, and our names for SQLite's errors.
//
// It knows nothing of photos: what the tables mean is left to the packages above it.
package store
