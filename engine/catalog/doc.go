// Package catalog is the library's record on disk: which photos there are,
// what is known of each, their vectors, and the files that could not be shown.
//
// It keeps these invariants, which Check verifies:
//
//   - every photo belongs to a folder, and its path lies below that folder's;
//   - a photo's state says what became of its file: waiting to be read, read, broken while
//     a problem is recorded, or gone; it does not depend on any model;
//   - the ledger of analyses says of each content which steps are done and which have failed,
//     and each photo what of the steps in use is still to be done; a step that embeds is done
//     where the model's vector is there, and nowhere else;
//   - the sequence rises in the same transaction as what is shown changes, and each changed
//     row bears the number that it rose to;
//   - the files of one shot (one folder, one name but for case and extension) are
//     shown together: a RAW file with its JPEG, a film with its live photo. Each
//     names the photo that it is shown with, its lead, which can be shown and
//     follows no other; followers have a state too, so that they can stand by themselves
//     when their lead goes;
//   - every vector has the length its model says, and only finite numbers, as its traits have;
//   - what is written with a photo (the names of its file and folder, title, caption, keywords,
//     people) is recorded a second time in a form that is fast to search, always in step;
//   - what people said (favourites, tags, verdicts on things, albums) is changed only by them,
//     and goes only with the photo, which is kept for weeks after its file is gone or its folder
//     was removed;
//   - only photos of folders that are away are missing;
//   - a folder that was removed has photos only that are gone, and goes with the last of them;
//   - what one Update call writes is there as a whole or not at all;
//   - what people type is in the journal (package journal) before it is in the catalog.
//
// A file that is another program's, or of a newer version, is known by its header, which is
// read before SQLite opens it, and is not touched. All files are their owner's alone.
//
// Looking at disks, decoding and encoding are left to others; no type of
// database/sql leaves this package and those below it.
//
// # Format
//
// One SQLite file in WAL mode, application id 0x5265636F ("Reco"), whose
// user_version counts the migrations applied. Times are nanoseconds since 1970
// in UTC; a picture's wall clock without a known offset is stored as if it were
// UTC, with a NULL offset. Vectors are little-endian IEEE 754 half precision:
// rounding changes a cosine similarity by less than 0.0005, and a library of a
// million photos is one gigabyte smaller. Paths are the file system's bytes.
//
// Beside it lie the journal, whose format its package tells, and the file of sums, whose
// format package store tells: checksums of the closed catalog, by which a flipped bit is seen
// when it is opened. The values "library" and "typed" of meta are the catalog's random number
// and its count of transactions of what people typed, both of which the journal has too.
//
// # Version ledger
//
//	1  folders, photos, vectors, problems, meta
//	2  photos: metadata, sidecars, lead and shot; problems: kind. The next scan
//	   describes each photo of version 1 once more, and encodes none again
//	3  photos: state 3 (gone), was and gone_ns; folders: reason, volume and
//	   volume_path. A folder of version 2 that is away is missing
//	4  traits, dominant colours, texts, words and directories to search in, favourites, tags,
//	   albums, things and their verdicts, searches. Whoever first opens it for writing records the
//	   texts of all photos; traits and colours are filled in later. The reason of a folder may
//	   be "removed"; a program that does not know that shows it as away, and gives it back.
//	   gone_ns of a photo that is not gone says since when it is missing from a folder that
//	   is lost; a program that does not know that takes all of the folder for away
//	5  steps, analyses and failures: which steps have looked at which contents; photos: todo.
//	   State 1 of a photo means that its file was read, by whichever model it was embedded.
//	   The values "model" and "building" of meta name the models that serve and that are being
//	   built. sequence, removals and the columns seq: what has changed since when. All that
//	   version 4 has found out is taken over, and nothing is embedded again
package catalog
