//go:build cgo && !noturbo && (linux || (windows && turbo))

#include "turbo.h"
#include <jerror.h>
#include <string.h>

static void fail(j_common_ptr jpeg) {
	struct turbo *t = jpeg->client_data;
	jpeg->err->format_message(jpeg, t->message);
	longjmp(t->failed, 1);
}

// Nothing is printed. Of the warnings some mean that pixels are missing; others
// only name oddities that many programs write.
static void note(j_common_ptr jpeg, int level) {
	struct turbo *t = jpeg->client_data;
	if (level >= 0)
		return;
	switch (jpeg->err->msg_code) {
	case JWRN_HIT_MARKER:
	case JWRN_JPEG_EOF:
	case JWRN_HUFF_BAD_CODE:
	case JWRN_ARITH_BAD_CODE:
	case JWRN_MUST_RESYNC:
		t->damaged = 1;
	}
}

// Called between rows of blocks: often enough to stop soon.
static void watch(j_common_ptr jpeg) {
	struct turbo *t = jpeg->client_data;
	if (*t->stop) {
		strcpy(t->message, "stopped");
		longjmp(t->failed, 1);
	}
	if (t->jpeg.input_scan_number > t->max_scans) {
		strcpy(t->message, "too many scans");
		longjmp(t->failed, 1);
	}
}

int turbo_open(struct turbo *t, const unsigned char *data, size_t n, const int *stop, int max_scans) {
	t->jpeg.err = jpeg_std_error(&t->errors);
	t->errors.error_exit = fail;
	t->errors.emit_message = note;
	t->jpeg.client_data = t;
	t->stop = stop;
	t->max_scans = max_scans;
	if (setjmp(t->failed))
		return -1;
	jpeg_create_decompress(&t->jpeg);
	t->progress.progress_monitor = watch;
	t->jpeg.progress = &t->progress;
	jpeg_mem_src(&t->jpeg, data, n);
	jpeg_read_header(&t->jpeg, TRUE);
	t->jpeg.out_color_space = turbo_is_cmyk(t) ? JCS_CMYK : JCS_EXT_RGBA;
	t->jpeg.dct_method = JDCT_ISLOW;
	return 0;
}

int turbo_is_cmyk(const struct turbo *t) {
	return t->jpeg.jpeg_color_space == JCS_CMYK || t->jpeg.jpeg_color_space == JCS_YCCK;
}

int turbo_scale(struct turbo *t, int num) {
	if (setjmp(t->failed))
		return -1;
	t->jpeg.scale_num = num;
	t->jpeg.scale_denom = 8;
	jpeg_calc_output_dimensions(&t->jpeg);
	return 0;
}

int turbo_read(struct turbo *t, unsigned char *dst, size_t stride) {
	enum { most = 16 };
	JSAMPROW rows[most];
	if (setjmp(t->failed))
		return -1;
	jpeg_start_decompress(&t->jpeg);
	while (t->jpeg.output_scanline < t->jpeg.output_height) {
		JDIMENSION left = t->jpeg.output_height - t->jpeg.output_scanline;
		JDIMENSION n = left < most ? left : most;
		for (JDIMENSION i = 0; i < n; i++)
			rows[i] = dst + (t->jpeg.output_scanline + i) * stride;
		jpeg_read_scanlines(&t->jpeg, rows, n);
	}
	return 0; // what follows the last row is of no interest
}

void turbo_close(struct turbo *t) {
	if (setjmp(t->failed))
		return;
	jpeg_destroy_decompress(&t->jpeg);
}

static void fail_writing(j_common_ptr jpeg) {
	struct turbo_writer *t = jpeg->client_data;
	jpeg->err->format_message(jpeg, t->message);
	longjmp(t->failed, 1);
}

static void ignore(j_common_ptr jpeg, int level) {}

int turbo_write(struct turbo_writer *t, unsigned char *pix, size_t stride, int width, int height, int quality) {
	t->jpeg.err = jpeg_std_error(&t->errors);
	t->errors.error_exit = fail_writing;
	t->errors.emit_message = ignore;
	t->jpeg.client_data = t;
	if (setjmp(t->failed)) {
		jpeg_destroy_compress(&t->jpeg);
		t->out = NULL; // the library may have freed it when it made a larger one
		return -1;
	}
	jpeg_create_compress(&t->jpeg);
	jpeg_mem_dest(&t->jpeg, &t->out, &t->n);
	t->jpeg.image_width = width;
	t->jpeg.image_height = height;
	t->jpeg.input_components = 4;
	t->jpeg.in_color_space = JCS_EXT_RGBA;
	jpeg_set_defaults(&t->jpeg);
	jpeg_set_quality(&t->jpeg, quality, TRUE);
	jpeg_start_compress(&t->jpeg, TRUE);
	while (t->jpeg.next_scanline < t->jpeg.image_height) {
		JSAMPROW row = pix + t->jpeg.next_scanline * stride;
		jpeg_write_scanlines(&t->jpeg, &row, 1);
	}
	jpeg_finish_compress(&t->jpeg);
	jpeg_destroy_compress(&t->jpeg);
	return 0;
}
