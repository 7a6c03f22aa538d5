package webp

import "image"

// fromVideo converts 4:2:0 planes of video range (ITU-R BT.601: luma from 16 to
// 235) with the integer arithmetic of libwebp's yuv.h and upsampling.c, so that
// pixels equal those of other programs. The decoder hands the planes out as if they
// had JPEG's full range and needed no interpolation: pictures came out pale, 11
// levels of 255 off. alpha may be nil: opaque.
func fromVideo(src *image.YCbCr, alpha []byte, alphaStride int) *image.NRGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	chromaW, chromaH := (w+1)/2, (h+1)/2
	chromaRow := func(y int) chroma {
		return chroma{src.Cb[y*src.CStride:][:chromaW], src.Cr[y*src.CStride:][:chromaW]}
	}
	uv := make([]uint32, 2*chromaW)
	for y := range h {
		near, far := neighbours(y, chromaH)
		interpolate(uv, chromaRow(near), chromaRow(far))
		out := dst.Pix[y*dst.Stride:][:4*w]
		convert(out, src.Y[y*src.YStride:][:w], uv)
		if alpha != nil {
			for x, a := range alpha[y*alphaStride:][:w] {
				out[4*x+3] = a
			}
		}
	}
	return dst
}

// neighbours returns the two rows of chroma between which row i of luma lies, the
// nearer first; at the border they are the same.
func neighbours(i, n int) (near, far int) {
	near = i / 2
	far = near - 1 + 2*(i%2)
	if far < 0 || far >= n {
		far = near
	}
	return near, far
}

// chroma is a row of both chroma planes.
type chroma struct{ u, v []byte }

// at returns both samples at i in one word, so that both are interpolated at once:
// none of the sums exceeds 16 bits.
func (c *chroma) at(i int) uint32 { return uint32(c.u[i]) | uint32(c.v[i])<<16 }

// interpolate sets the chroma of a row of pixels. Between two columns of chroma lie
// two pixels, whose chroma is that of the four samples around them weighted by 9,
// 3, 3 and 1, the nearest first.
func interpolate(dst []uint32, rowNear, rowFar chroma) {
	const half = 8 | 8<<16
	near, far := rowNear.at(0), rowFar.at(0)
	dst[0] = border(near, far)
	for i := 1; i < len(rowNear.u); i++ {
		nextNear, nextFar := rowNear.at(i), rowFar.at(i)
		sum := near + nextNear + far + nextFar + half
		// The masks take away what the shifts bring from one half of a word to the other.
		falling := (sum + 2*(nextNear+far)) >> 3 & 0x1FFF1FFF
		rising := (sum + 2*(near+nextFar)) >> 3 & 0x1FFF1FFF
		dst[2*i-1] = (falling + near) >> 1
		dst[2*i] = (rising + nextNear) >> 1
		near, far = nextNear, nextFar
	}
	dst[len(dst)-1] = border(near, far) // of an odd width it is beyond the picture
}

// border returns the chroma of a pixel beyond the first or last column of it.
func border(near, far uint32) uint32 { return (3*near + far + 2 + 2<<16) >> 2 }

// convert sets opaque pixels. The constants are those of BT.601 with 14 fractional
// bits, of which 6 are left.
func convert(dst, luma []byte, chroma []uint32) {
	chroma = chroma[:len(luma)]
	for x, y := range luma {
		u, v := int(chroma[x]&0xFF), int(chroma[x]>>16&0xFF)
		l := int(y) * 19077 >> 8
		d := dst[4*x : 4*x+4 : 4*x+4]
		d[0] = clip6(l + v*26149>>8 - 14234)
		d[1] = clip6(l - u*6419>>8 - v*13320>>8 + 8708)
		d[2] = clip6(l + u*33050>>8 - 17685)
		d[3] = 255
	}
}

// clip6 drops 6 fractional bits and clamps the rest to a byte.
func clip6(v int) byte {
	if uint(v) < 256<<6 {
		return byte(v >> 6)
	}
	if v < 0 {
		return 0
	}
	return 255
}
