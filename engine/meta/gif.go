package meta

import (
	"bytes"
	"io"

	"recollect/engine/container"
	"recollect/engine/meta/record"
	"recollect/engine/meta/xmp"
)

// inGIF walks all blocks without reading pixels (GIF89a; XMP Specification, part 3,
// 1.1.2).
func inGIF(r io.ReaderAt) blocks {
	const maxBlocks = 20_000
	r = container.Paged(r, maxReadBytes)
	var b blocks
	for block := range container.GIF(r, maxBlocks) {
		switch block.Label {
		case container.LabelComment:
			b.addComment(container.SubBlocks(r, block.Data, record.MaxText))
		case container.LabelApplication:
			b.addApplication(r, block.Data)
		}
	}
	return b
}

// addApplication adds an extension that holds XMP. Its packet is not divided into sub-blocks: the
// 257 bytes after it lead a reader of sub-blocks to their end from anywhere in it.
func (b *blocks) addApplication(r io.ReaderAt, at int64) {
	const name, trailer = "\x0bXMP DataXMP", 257
	if !bytes.Equal(take(r, at, int64(len(name)), int64(len(name))), []byte(name)) {
		return
	}
	at += int64(len(name))
	behind, err := container.AfterSubBlocks(r, at)
	if length := behind - at - 1 - trailer; err == nil && length > 0 {
		b.addXMP(take(r, at, length, xmp.MaxPacket))
	}
}
