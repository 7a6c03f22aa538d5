// Package compact is an index that lies in a file and is opened without being read.
//
// A photo takes half a byte a dimension as a code (package codes), and two in half precision. A query goes
// through the codes, which are small, and compares only the best of them with the vectors
// themselves. What was added or removed since the file was written is in memory and exact, until Save
// writes another file.
//
// # Invariants
//
// The file is a cache: one that is damaged, of another version, another model or another dimension is
// as good as none. It is replaced as a whole and never changed, so that several processes may read
// it, and a search that began before a replacement ends with what it began with.
//
// IDs and plain dimensions are compared with their checksums when a file is opened, all of it by Check and
// before it is copied into the next one. What a graph or a code says is checked when it is used: a damaged
// one costs answers, never a crash.
//
// A file must not be cut short while it is mapped, and its disk must stay: the system ends a process
// that reads what is no longer there (SIGBUS), and nothing can be done about it in kernels of C.
//
// # Format
//
// Little-endian. A header of 4096 bytes, then sections, each beginning at a multiple of 4096:
//
//	0  "rclindex"  magic
//	8  u32         version, 1
//	12 u32         dimensions of a vector, of which the last ones are plain
//	16 u32         plain dimensions
//	20 u32         bytes of the label that follows the table
//	24 u64         photos
//	32 i64         sequence of the catalog up to which the file is complete
//	40 sections    six of offset u64, length u64, CRC-32C u32, 4 bytes of zero
//	   label       what the vectors are of: the fingerprint of the model
//	4092 u32       CRC-32C of the header before it
//
// The sections, by photo in ascending order of ID: IDs (u64), codes (codes.Quantizer.Bytes each), plain
// dimensions (f32 each), vectors (f32 of a factor, then f16 each). The two sections of the graph, which may
// be empty, are described at recordBytes.
package compact
