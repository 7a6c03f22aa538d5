// Package record translates between photos and their rows in the catalog's tables.
package record
