//go:build linux && cgo && !noturbo

package decode

/*
#cgo LDFLAGS: -l:libturbojpeg.a -lm
#include <turbojpeg.h>
*/
import "C"

import (
	"errors"
	"fmt"
	"image"
	"unsafe"
)

// decodeJPEG decodes a JPEG file by libjpeg-turbo with its defaults (accurate
// DCT, smooth chroma), as Pillow does, so that the pixels are the same bit for
// bit. What TurboJPEG cannot turn into RGB (CMYK, YCCK, rare subsamplings) goes
// to the standard library.
func decodeJPEG(data []byte) (image.Image, error) {
	t := C.tjInitDecompress()
	if t == nil {
		return nil, errors.New("libjpeg-turbo: out of memory")
	}
	defer C.tjDestroy(t)

	src, n := (*C.uchar)(unsafe.SliceData(data)), C.ulong(len(data))
	var w, h, subsampling, colours C.int
	if C.tjDecompressHeader3(t, src, n, &w, &h, &subsampling, &colours) != 0 && turboFatal(t) {
		return standardJPEG(data)
	}
	if colours == C.TJCS_CMYK || colours == C.TJCS_YCCK {
		return standardJPEG(data)
	}
	if err := check(image.Pt(int(w), int(h))); err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
	dst := (*C.uchar)(unsafe.SliceData(img.Pix))
	const flags = C.TJFLAG_ACCURATEDCT | C.TJFLAG_LIMITSCANS
	failed := C.tjDecompress2(t, src, n, dst, w, C.int(img.Stride), h, C.TJPF_RGBA, flags) != 0
	if failed && turboFatal(t) {
		return nil, fmt.Errorf("libjpeg-turbo: %s", C.GoString(C.tjGetErrorStr2(t)))
	}
	return img, nil
}

// turboFatal tells an error from a warning, after which there are pixels: of a
// file that ends early, those up to its end.
func turboFatal(t C.tjhandle) bool { return C.tjGetErrorCode(t) == C.TJERR_FATAL }

// jpegDecoder names what decodes JPEG, for Formats.
const jpegDecoder = "libjpeg-turbo"
