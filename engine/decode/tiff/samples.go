package tiff

import (
	"math"

	"github.com/x448/float16"
)

// unpack reduces n samples of a row to 8 bits each, except palette indices, and spreads them over
// pixels of all planes.
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
	size := p.bits / 8
	p.spread(dst, n, func(i int) byte {
		v := p.float(raw[size*i : size*(i+1)])
		if !(v > 0) { // negative, or no number
			return 0
		}
		return byte(min(v, 1)*255 + 0.5)
	})
}

// float reads a number of IEEE 754 of 2, 4 or 8 bytes, or one of 3 as Adobe's Technical Note 3
// has them: a sign, 7 bits of exponent, whose bias is 63, and 16 bits of fraction.
func (p *page) float(b []byte) float64 {
	switch len(b) {
	case 2:
		return float64(float16.Frombits(p.Order.Uint16(b)).Float32())
	case 3:
		if p.Order.Uint16([]byte{1, 0}) == 1 {
			return float24(b[2], b[1], b[0])
		}
		return float24(b[0], b[1], b[2])
	case 4:
		return float64(math.Float32frombits(p.Order.Uint32(b)))
	}
	return math.Float64frombits(p.Order.Uint64(b))
}

// float24 returns a number of 24 bits, the highest first.
func float24(high, middle, low byte) float64 {
	const bias, most = 63, 127
	exponent, fraction := int(high&0x7f), float64(int(middle)<<8|int(low))/(1<<16)
	sign := 1.0
	if high&0x80 != 0 {
		sign = -1
	}
	switch {
	case exponent == 0:
		return sign * math.Ldexp(fraction, 1-bias)
	case exponent < most:
		return sign * math.Ldexp(1+fraction, exponent-bias)
	case fraction == 0:
		return sign * math.Inf(1)
	}
	return math.NaN()
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
