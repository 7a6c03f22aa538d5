//go:build cgo && !noturbo && (linux || (windows && turbo))

package jpeg

// For Windows, fyne-cross/windows.sh builds the library and tells pkg-config where it is.

/*
#cgo linux LDFLAGS: -l:libturbojpeg.a -lm
#cgo windows pkg-config: libturbojpeg
#include <stdlib.h>
#include "turbo.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"sync/atomic"
	"unsafe"
)

// Library is the name of the library that decodes and encodes.
const Library = "libjpeg-turbo"

// scaling: a fraction of the pixels can be decoded for a fraction of the work.
const scaling = true

// shortcut is whether turbo_eighth is used. Tests set it.
var shortcut = true

// decode decodes by libjpeg-turbo with its defaults (accurate DCT, smooth
// chroma), as Pillow does. Kinds of colour that it cannot turn into RGB go to
// the standard library.
func decode(ctx context.Context, data []byte, h Header, shortPx, longPx int) (Picture, error) {
	if h.Components != 1 && h.Components != 3 && h.Components != 4 {
		return standard(ctx, data)
	}
	if err := ctx.Err(); err != nil {
		return Picture{}, err
	}
	var pinned runtime.Pinner
	defer pinned.Unpin()
	stop := new(int32) // read by C between rows
	pinned.Pin(stop)
	pinned.Pin(unsafe.SliceData(data))
	defer context.AfterFunc(ctx, func() { atomic.StoreInt32(stop, 1) })()

	t := (*C.struct_turbo)(C.calloc(1, C.sizeof_struct_turbo)) // calloc does not return nil to Go
	defer C.free(unsafe.Pointer(t))
	defer C.turbo_close(t)
	p, err := run(t, data, (*C.int)(unsafe.Pointer(stop)), h.eighths(shortPx, longPx))
	if ctx.Err() != nil && err != nil {
		return Picture{}, ctx.Err()
	}
	return p, err
}

func run(t *C.struct_turbo, data []byte, stop *C.int, eighths int) (Picture, error) {
	if C.turbo_open(t, (*C.uchar)(unsafe.SliceData(data)), C.size_t(len(data)), stop, maxScans) != 0 ||
		C.turbo_scale(t, C.int(eighths)) != 0 {
		return Picture{}, failure(t)
	}
	img := image.NewRGBA(image.Rect(0, 0, int(t.jpeg.output_width), int(t.jpeg.output_height)))
	pix, stride := (*C.uchar)(unsafe.SliceData(img.Pix)), C.size_t(img.Stride)
	if (!shortcut || C.turbo_eighth(t, pix, stride) != 0) && C.turbo_read(t, pix, stride) != 0 {
		return Picture{}, failure(t)
	}
	if C.turbo_is_cmyk(t) != 0 {
		inksToRGB(img.Pix)
	}
	return Picture{Image: img, Damaged: t.damaged != 0}, nil
}

func failure(t *C.struct_turbo) error {
	text := C.GoString(&t.message[0])
	if text == "" {
		return errors.New("libjpeg-turbo failed")
	}
	return fmt.Errorf("libjpeg-turbo: %s", text)
}

// encode encodes by libjpeg-turbo with its defaults (accurate DCT, standard codes).
func encode(img *image.RGBA, quality int) ([]byte, error) {
	t := (*C.struct_turbo_writer)(C.calloc(1, C.sizeof_struct_turbo_writer)) // calloc does not return nil to Go
	defer C.free(unsafe.Pointer(t))
	size := img.Rect.Size()
	failed := C.turbo_write(t, (*C.uchar)(unsafe.SliceData(img.Pix)), C.size_t(img.Stride),
		C.int(size.X), C.int(size.Y), C.int(quality)) != 0
	defer func() { C.free(unsafe.Pointer(t.out)) }()
	if failed {
		return nil, fmt.Errorf("libjpeg-turbo: %s", C.GoString(&t.message[0]))
	}
	return C.GoBytes(unsafe.Pointer(t.out), C.int(t.n)), nil
}

// inksToRGB turns CMYK with inverted values, as Adobe's programs write them and
// all that follow, into RGBA as Pillow does (Convert.c, cmyk2rgb).
func inksToRGB(pix []byte) {
	for ; len(pix) >= 4; pix = pix[4:] {
		white := uint32(pix[3])
		for i := range 3 {
			ink := (255 - uint32(pix[i])) * white
			ink += 128
			pix[i] = byte(white - (ink>>8+ink)>>8)
		}
		pix[3] = 255
	}
}
