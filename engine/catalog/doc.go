// Package catalog is the library's record on disk: its photos, their metadata and vectors, and the
// files that cannot be shown.
//
// It keeps these invariants, which Check verifies:
//
//   - every photo belongs to a folder, and its path lies below that folder's;
//   - a photo's state is the state of its file: waiting to be read, read, broken while
//     a problem is recorded, or gone; it does not depend on any model;
//   - the ledger of analyses records for each content which steps are done and which have
//     failed, and for each photo which active steps it still needs; a step that embeds is done
//     if and only if the model's vector exists;
//   - the sequence rises in the same transaction as shown data changes, and each changed
//     row has the number that it rose to;
//   - the files of one shot (one folder, one name but for case and extension) are
//     shown together: a RAW file with its JPEG, a film with its live photo. Each
//     names the photo that it is shown with, its lead, which can be shown and
//     follows no other; followers have a state too, so that they can be shown by themselves
//     when their lead goes;
//   - the numbers of photos by kind and by day are those that counting the photos gives;
//   - every vector has the length its model says, and only finite numbers, as its traits have;
//   - the texts of a photo (the names of its file and folder, title, caption, keywords,
//     people) are recorded a second time in a form that is fast to search, always up to date;
//   - user data (favourites, tags, verdicts on things, albums) is changed only by people,
//     and deleted only with the photo, which stays for weeks after its file is gone or its
//     folder was removed;
//   - only photos of offline folders are missing;
//   - a removed folder has only photos that are gone, and is deleted with the last of them;
//   - each call of Update is written completely or not at all;
//   - user data is in the journal (package journal) before it is in the catalog.
//
// A file of another program, or of a newer version, is recognised by its header, which is
// read before SQLite opens it, and is not changed. Only their owner may read the files.
//
// Scanning disks, decoding and encoding belong to other packages; no type of
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
// Beside it are the journal, whose format package journal describes, and the file of sums,
// whose format package store describes: checksums of the closed catalog, which reveal a flipped
// bit when it is opened. The values "library" and "typed" of meta are the catalog's random
// number and its count of transactions of user data, both of which the journal has too.
//
// # Version ledger
//
//	1  folders, photos, vectors, problems, meta
//	2  photos: metadata, sidecars, lead and shot; problems: kind. The next scan
//	   describes each photo of version 1 again, and encodes none again
//	3  photos: state 3 (gone), was and gone_ns; folders: reason, volume and
//	   volume_path. A folder of version 2 that is offline is missing
//	4  traits, dominant colours, texts, words and directories to search in, favourites, tags,
//	   albums, things and their verdicts, searches. Whoever first opens it for writing records the
//	   texts of all photos; traits and colours are filled in later. The reason of a folder may
//	   be "removed"; a program that does not know that shows it as offline, and restores it.
//	   gone_ns of a photo that is not gone is the time since when it is missing from a lost
//	   folder; a program that does not know that treats all of the folder as offline
//	5  steps, analyses and failures: which steps are done for which contents; photos: todo.
//	   State 1 of a photo means that its file was read, whichever model embedded it.
//	   The values "model" and "building" of meta name the models that serve and that are being
//	   built. sequence, removals and the columns seq: what has changed since when. The results
//	   of version 4 stay, and nothing is embedded again
//	6  tallies and days: how many photos there are of each kind, and of each day. Triggers keep
//	   them
//	7  looks: perceptual hashes. They are computed from the small pictures that there are
//	8  other indexes: all that a tile says, in the order of the timeline
//	9  edits and originals: what people say in place of files, and what the files say. albums: hand,
//	   and members. acts: what can be undone
//	10 apart: contents that are no duplicates; grades: how sharp and bright pictures are
//	11 photos without a date that can be trusted follow all others in days and photos_tiles
//	12 photos: screen; grades: screen and page. Both are filled in later, from headers and small pictures
package catalog
