package main

/*
#cgo LDFLAGS: -l:libturbojpeg.a -lm
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>

static unsigned long encode(unsigned char *rgba, int width, int height, int quality, int best, unsigned char **out) {
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned long n = 0;
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, out, &n);
	jpeg.image_width = width;
	jpeg.image_height = height;
	jpeg.input_components = 4;
	jpeg.in_color_space = JCS_EXT_RGBA;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, quality, TRUE);
	jpeg.optimize_coding = best;
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height) {
		JSAMPROW row = rgba + (size_t)jpeg.next_scanline * width * 4;
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	return n;
}
*/
import "C"

import (
	"image"
	"unsafe"
)

// byTurbo encodes by libjpeg-turbo with colour at half resolution, as image/jpeg
// does. best looks for the shortest Huffman codes, which takes a second pass.
func byTurbo(best bool) func(*image.RGBA, int) ([]byte, error) {
	return func(img *image.RGBA, quality int) ([]byte, error) {
		var out *C.uchar
		var second C.int
		if best {
			second = 1
		}
		size := img.Rect.Size() // rows lie without gaps: Fit made them
		n := C.encode((*C.uchar)(unsafe.SliceData(img.Pix)), C.int(size.X), C.int(size.Y), C.int(quality), second, &out)
		defer C.free(unsafe.Pointer(out))
		return C.GoBytes(unsafe.Pointer(out), C.int(n)), nil
	}
}
