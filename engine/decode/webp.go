package decode

import (
	"bytes"
	"errors"
	"image"

	"golang.org/x/image/webp"
)

// webpSize refuses animations, whose header is right and whose frames the decoder
// takes for damage.
func webpSize(r input) (image.Point, error) {
	const flagsAt, animated = 20, 1 << 1
	var head [flagsAt + 1]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return image.Point{}, err
	}
	if string(head[12:16]) == "VP8X" && head[flagsAt]&animated != 0 {
		return image.Point{}, &fault{
			kind: ErrFormat, cause: errors.New("webp: animation"), reason: "Animated WebP pictures cannot be shown yet.",
		}
	}
	return sizeBy(webp.DecodeConfig)(r)
}

// decodeWebP decodes a WebP and converts the colours of a lossy one itself:
// the decoder hands out its planes as if they had JPEG's full range and needed
// no interpolation, so that pictures came out pale, 11 levels of 255 off.
func decodeWebP(data []byte) (image.Image, error) {
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	switch img := img.(type) {
	case *image.YCbCr:
		return fromVideo(img, nil, 0), nil
	case *image.NYCbCrA:
		return fromVideo(&img.YCbCr, img.A, img.AStride), nil
	}
	return img, nil
}

// fromVideo converts 4:2:0 planes of video range (ITU-R BT.601: luma from 16
// to 235) with the integer arithmetic of libwebp's yuv.h and upsampling.c, so
// that pixels equal those of other programs. alpha may be nil: opaque.
func fromVideo(src *image.YCbCr, alpha []byte, alphaStride int) *image.NRGBA {
	b := src.Rect
	dst := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	chromaW, chromaH := (b.Dx()+1)/2, (b.Dy()+1)/2
	for y := range b.Dy() {
		near, far := neighbours(y, chromaH)
		cb, cbFar := src.Cb[near*src.CStride:], src.Cb[far*src.CStride:]
		cr, crFar := src.Cr[near*src.CStride:], src.Cr[far*src.CStride:]
		luma := src.Y[y*src.YStride:]
		out := dst.Pix[y*dst.Stride:]
		for x := range b.Dx() {
			i, j := neighbours(x, chromaW)
			u := between(cb[i], cb[j], cbFar[i], cbFar[j])
			v := between(cr[i], cr[j], crFar[i], crFar[j])
			o := out[4*x : 4*x+4]
			l := (int(luma[x]) * 19077) >> 8
			o[0] = clip6(l + (v*26149)>>8 - 14234)
			o[1] = clip6(l - (u*6419)>>8 - (v*13320)>>8 + 8708)
			o[2] = clip6(l + (u*33050)>>8 - 17685)
			o[3] = 255
			if alpha != nil {
				o[3] = alpha[y*alphaStride+x]
			}
		}
	}
	return dst
}

// neighbours are the two chroma samples between which luma sample i lies, the
// nearer first; at the border they are the same.
func neighbours(i, n int) (near, far int) {
	near = i / 2
	far = near - 1 + 2*(i%2)
	if far < 0 || far >= n {
		far = near
	}
	return near, far
}

// between weights four chroma samples by 9, 3, 3 and 1, the nearest first.
func between(near, a, b, far byte) int {
	side := int(a) + int(b)
	return (((int(near)+side+int(far)+8)+2*side)>>3 + int(near)) >> 1
}

// clip6 takes 6 fractional bits off and keeps the rest within a byte.
func clip6(v int) byte { return byte(min(max(v>>6, 0), 255)) }
