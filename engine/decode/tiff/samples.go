package tiff

import "math"

// unpack reduces n samples of a row to 8 bits each, but indices of a palette, and
// spreads them over pixels of all planes.
func (p *page) unpack(dst, raw []byte, n int) {
	switch {
	case p.format == sampleFloat:
		p.unpackFloat(dst, raw, n)
	case p.bits == 8:
		p.spread(dst, n, func(i int) byte { return raw[i] })
	case p.bits%8 == 0:
		size := p.bits / 8
		high := 0
		if p.Order.Uint16([]byte{1, 0}) == 1 {
			high = size - 1
		}
		p.spread(dst, n, func(i int) byte { return raw[i*size+high] })
	default:
		p.unpackBits(dst, raw, n)
	}
	if p.format == sampleSigned {
		p.spread(dst, n, func(i int) byte { return dst[i*p.planes] ^ 0x80 })
	}
}

// spread sets sample i of a plane for all i below n.
func (p *page) spread(dst []byte, n int, sample func(i int) byte) {
	for i := range n {
		dst[i*p.planes] = sample(i)
	}
}

// unpackFloat takes numbers from 0 to 1.
func (p *page) unpackFloat(dst, raw []byte, n int) {
	p.spread(dst, n, func(i int) byte {
		var v float64
		if p.bits == 64 {
			v = math.Float64frombits(p.Order.Uint64(raw[8*i:]))
		} else {
			v = float64(math.Float32frombits(p.Order.Uint32(raw[4*i:])))
		}
		if !(v > 0) { // negative, or no number
			return 0
		}
		return byte(min(v, 1)*255 + 0.5)
	})
}

// unpackBits unpacks samples of 1 to 15 bits, the highest bits first.
func (p *page) unpackBits(dst, raw []byte, n int) {
	most := uint32(1)<<p.bits - 1
	var have uint32
	bits, at := 0, 0
	p.spread(dst, n, func(int) byte {
		for bits < p.bits {
			have = have<<8 | uint32(raw[at])
			at++
			bits += 8
		}
		bits -= p.bits
		v := have >> bits & most
		if p.photometric == paletted {
			return byte(v)
		}
		return byte((v*255 + most/2) / most)
	})
}
