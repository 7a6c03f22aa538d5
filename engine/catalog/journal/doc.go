// Package journal stores user data a second time, in a file beside the catalog, so that a tag
// outlives the catalog and its backups. It implements only the file's format: the catalog decides
// what an Act means, and when it is written.
//
// It keeps these invariants:
//
//   - the acts of one transaction are appended by one write and are on the disk
//     before the catalog commits them;
//   - a line that cannot be read costs that line alone, and is reported;
//   - a file of a newer format is neither changed nor replaced.
//
// Only a process that holds the catalog's write lock may call Append and Replace.
//
// # Format
//
// A text file, mode 0600. Its first line is "recollect-typed VERSION LIBRARY":
// LIBRARY is the random number, in hexadecimal, that the catalog has too. Each
// further line is the CRC-32C of a JSON object, as eight hexadecimal digits, a
// space, and the object, an Act. Text that is not UTF-8 is an array of one string
// in base64. The acts up to the one that says "whole" are a snapshot of everything
// typed so far; those after it followed, in this order. Their n is the catalog's
// count of such transactions. A last line without a line break was torn by a crash.
//
// # Version ledger
//
//	1  the format above
//	2  acts on what a person says in place of a file (edit), and on albums that are made by hand
//	   (hand, member). A file of version 1 is replaced before the first act is added
//	3  acts on what a person has told apart (apart). A file of version 2 is replaced likewise
package journal
