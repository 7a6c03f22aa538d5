package heif

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
)

// Numbers of libheif (heif.h).
const (
	spaceYCbCr = 0
	spaceRGB   = 1
	spaceGray  = 2

	chroma420 = 1
	chroma422 = 2
	chroma444 = 3
)

// hevc decodes an item whose pixels are coded as said declares. libheif turns it.
func (f *file) hevc(data []byte, item int, coded colours) (*image.RGBA, error) {
	s, err := libheif.start(f.header().Bytes())
	if err != nil {
		return nil, err
	}
	defer s.close()
	in := s.alloc(len(data))
	s.write(in, data)
	// libheif refuses files whose first brand does not name the codec.
	s.write(in+8, []byte("heic"))
	s.write(in+uint64(f.primaryAt), binary.BigEndian.AppendUint32(nil, uint32(item))[4-f.primaryBytes:])
	info := s.alloc(5 * 4)
	decode := func(headerOnly, out uint64) {
		done := s.call("decode", in, uint64(len(data)), headerOnly, info, info+4, info+8, info+12, info+16, out)
		if done == 0 && s.err == nil {
			s.err = errDecoder
		}
	}
	decode(1, 0)
	size := image.Pt(s.word(info), s.word(info+4))
	p := planesOf(size, s.word(info+8), s.word(info+12))
	if s.err == nil && item == f.primary && size != f.upright() {
		s.err = fmt.Errorf("heif: picture of %v, the header says %v", size, f.upright())
	}
	if s.err == nil && (p.bytes == 0 || p.bytes > maxPages<<16) {
		s.err = fmt.Errorf("heif: pixels of a kind that is not known, or of %v", size)
	}
	if s.err != nil {
		return nil, s.err
	}
	out := s.alloc(p.bytes)
	decode(0, out)
	p.pix = s.read(out, p.bytes)
	if s.err != nil {
		return nil, s.err
	}
	return p.rgba(coded), nil
}

// planes are the pixels as libheif lays them out, one plane after the other.
type planes struct {
	size            image.Point
	space           int
	stride, chromaY int // bytes of a row, and rows of luma for one of chroma
	chromaStride    int
	chromaX         int
	bytes           int // of all of them; 0 if the kind is not known
	pix             []byte
}

// planesOf lays out the planes (HeifPixelImage::add_plane of libheif 1.18).
func planesOf(size image.Point, space, chroma int) planes {
	p := planes{size: size, space: space, chromaX: 1, chromaY: 1}
	if size.X <= 0 || size.Y <= 0 || size.X > maxSide || size.Y > maxSide {
		return p
	}
	stride := func(width, bytes int) int { return (max(64, width+width&1)*bytes + 15) &^ 15 }
	switch space {
	case spaceRGB:
		p.stride = stride(size.X, 4)
	case spaceGray:
		p.stride = stride(size.X, 1)
	case spaceYCbCr:
		switch chroma {
		case chroma420:
			p.chromaX, p.chromaY = 2, 2
		case chroma422:
			p.chromaX = 2
		case chroma444:
		default:
			return p
		}
		p.stride = stride(size.X, 1)
		p.chromaStride = stride((size.X+p.chromaX-1)/p.chromaX, 1)
	}
	p.bytes = p.stride*size.Y + 2*p.chromaStride*((size.Y+p.chromaY-1)/p.chromaY)
	return p
}

// av1Pixels decodes a picture as stored. narrow is that of Decode.
func (f *file) av1Pixels(data []byte, narrow func(*image.RGBA64) *image.RGBA) (*image.RGBA, error) {
	s, err := libavif.start(f.header().Bytes())
	if err != nil {
		return nil, err
	}
	defer s.close()
	in := s.alloc(len(data))
	s.write(in, data)
	// libavif would show the first track instead of the primary item, take any auxiliary item for
	// alpha, even a depth map, and refuse files with an unknown track.
	for _, at := range f.sequences {
		s.write(in+uint64(at), []byte("avif"))
	}
	for _, at := range f.tracks {
		s.write(in+uint64(at), []byte("free"))
	}
	info := s.alloc(4*4 + 8)
	// The timing is written together with the pixels only: no error says that they are missing.
	untouched := bytes.Repeat([]byte{0xFF}, 8)
	delay := info + 16
	s.write(delay, untouched)
	decode := func(headerOnly, out uint64) {
		done := s.call("decode", in, uint64(len(data)), headerOnly, 0, info, info+4, info+8, info+12, delay, out)
		if done == 0 && s.err == nil {
			s.err = errDecoder
		}
	}
	decode(1, 0)
	if size := image.Pt(s.word(info), s.word(info+4)); s.err == nil && size != f.stored {
		s.err = fmt.Errorf("heif: picture of %v, the header says %v", size, f.stored)
	}
	samples := 4 * f.stored.X * f.stored.Y
	deep := s.word(info+8) > 8
	size := samples
	if deep {
		size *= 2
	}
	if s.err == nil && size > maxPages<<16 {
		s.err = fmt.Errorf("heif: picture of %v is too large", f.stored)
	}
	out := s.alloc(size)
	decode(0, out)
	pix := s.read(out, size)
	if bytes.Equal(s.read(delay, 8), untouched) {
		s.err = errDecoder
	}
	if s.err != nil {
		return nil, s.err
	}
	img := image.NewRGBA(image.Rectangle{Max: f.stored})
	switch {
	case !deep:
		copy(img.Pix, pix)
	case narrow != nil:
		copy(img.Pix, narrow(wide(f.stored, pix)).Pix)
	default:
		for i := range img.Pix {
			img.Pix[i] = byte((uint32(binary.LittleEndian.Uint16(pix[2*i:]))*255 + 1<<15 - 1) / (1<<16 - 1))
		}
	}
	return img, nil
}

// wide returns a picture of 16 bits a sample in the memory of pix, where the lower byte comes first.
func wide(size image.Point, pix []byte) *image.RGBA64 {
	for i := 0; i+1 < len(pix); i += 2 {
		pix[i], pix[i+1] = pix[i+1], pix[i]
	}
	return &image.RGBA64{Pix: pix, Stride: 8 * size.X, Rect: image.Rectangle{Max: size}}
}
