package heif

import (
	"bytes"

	"recollect/engine/container"
)

// inStream reads the colours from the HEVC stream, which apply if the container declares none.
// parameters is an hvcC box (ISO/IEC 14496-15, 8.3.3.1).
func (c *colours) inStream(parameters *container.Numbers) {
	const sequenceParameters = 33
	parameters.Take(22)
	for range parameters.Int(1) {
		kind := parameters.Int(1) & 0x3F
		for range parameters.Int(2) {
			unit := parameters.Take(parameters.Int(2))
			if parameters.Short {
				return
			}
			if kind == sequenceParameters {
				b := &bits{data: bytes.ReplaceAll(unit, []byte{0, 0, 3}, []byte{0, 0})}
				if said := b.colours(); !b.short {
					*c = said
				}
				return
			}
		}
	}
}

// bits reads a stream of HEVC (ITU-T H.265, 7.3 and 9.2).
type bits struct {
	data  []byte
	at    int
	short bool // the stream ended early, or holds what is not understood
}

func (b *bits) take(n int) int {
	v := 0
	for range n {
		if b.at >= 8*len(b.data) {
			b.short = true
			return 0
		}
		v = v<<1 | int(b.data[b.at/8]>>(7-b.at%8)&1)
		b.at++
	}
	return v
}

func (b *bits) flag() bool { return b.take(1) == 1 }

func (b *bits) skip(n int) { b.at += n }

// golomb returns ue(v), of at most 31 bits. That of se(v) has the same length.
func (b *bits) golomb() int {
	zeros := 0
	for !b.flag() {
		if zeros++; zeros > 31 || b.short {
			b.short = true
			return 0
		}
	}
	return 1<<zeros - 1 + b.take(zeros)
}

// colours reads sequence parameters up to the colours (H.265, 7.3.2.2.1 and E.2.1).
func (b *bits) colours() colours {
	said := unsaid
	said.video = true // E.3.1
	b.skip(16 + 4)
	layers := b.take(3)
	b.skip(1)
	b.profile(layers)
	b.golomb()
	if b.golomb() == 3 { // chroma_format_idc
		b.skip(1)
	}
	b.golombs(2)
	if b.flag() { // conformance_window_flag
		b.golombs(4)
	}
	b.golombs(3) // two depths, and the bits of picture order
	from := layers
	if b.flag() {
		from = 0
	}
	b.golombs(3 * (layers - from + 1))
	b.golombs(6)  // sizes of blocks and depths of trees
	if b.flag() { // scaling_list_enabled_flag
		if present := b.flag(); present {
			b.scaling()
		}
	}
	b.skip(2)
	if b.flag() { // pcm_enabled_flag
		b.skip(8)
		b.golombs(2)
		b.skip(1)
	}
	b.references()
	b.skip(2)
	if b.flag() { // vui_parameters_present_flag
		b.usability(&said)
	}
	return said
}

func (b *bits) golombs(n int) {
	for range n {
		b.golomb()
	}
}

// profile skips profile_tier_level (7.3.3).
func (b *bits) profile(layers int) {
	b.skip(88 + 8)
	present := make([]int, layers)
	for i := range present {
		present[i] = b.take(2)
	}
	if layers > 0 {
		b.skip(2 * (8 - layers))
	}
	for _, p := range present {
		b.skip(88*(p>>1) + 8*(p&1))
	}
}

// scaling skips scaling_list_data (7.3.4).
func (b *bits) scaling() {
	for size := range 4 {
		step := 1
		if size == 3 {
			step = 3
		}
		for matrix := 0; matrix < 6; matrix += step {
			if !b.flag() {
				b.golomb()
				continue
			}
			if size > 1 {
				b.golomb()
			}
			b.golombs(min(64, 1<<(4+2*size)))
		}
	}
}

// references skips the reference picture sets. Sets that are predicted from another, which only
// films have, are not supported.
func (b *bits) references() {
	for i := range b.golomb() {
		if b.short || i > 0 && b.flag() {
			b.short = true
			return
		}
		for range b.golomb() + b.golomb() {
			b.golomb()
			b.skip(1)
			if b.at > 8*len(b.data) {
				b.short = true
				return
			}
		}
	}
	if b.flag() { // long_term_ref_pics_present_flag
		b.short = b.short || b.golomb() > 0
	}
}

// usability reads vui_parameters up to the colours.
func (b *bits) usability(said *colours) {
	const extended = 255
	if b.flag() && b.take(8) == extended { // aspect ratio
		b.skip(32)
	}
	if b.flag() { // overscan
		b.skip(1)
	}
	if !b.flag() { // video_signal_type_present_flag
		return
	}
	b.skip(3)
	said.video = !b.flag()
	if b.flag() {
		said.primaries = b.take(8)
		said.transfer = b.take(8)
		said.matrix = b.take(8)
	}
}
