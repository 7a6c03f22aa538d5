// Decoding by libjpeg-turbo's own interface, in the three steps that Go needs
// to decide about sizes and memory between them.

#include <stddef.h>
#include <stdio.h>
#include <setjmp.h>
#include <jpeglib.h>

#ifdef _WIN32
// Given a frame, longjmp on Windows unwinds all stacks up to it, which those of Go are not made for. Without one it
// only restores the registers, as elsewhere.
#undef setjmp
#define setjmp(buf) _setjmp(buf, NULL)
#endif

struct turbo {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf failed;
	const volatile int *stop; // not 0: give up
	int max_scans;
	int damaged; // a part of the pixels is missing or wrong
	char message[JMSG_LENGTH_MAX];
};

// Each returns 0, or -1 with the reason in message.

// turbo_open reads the header of n bytes of data, which must stay until turbo_close, as must *stop.
int turbo_open(struct turbo *t, const unsigned char *data, size_t n, const int *stop, int max_scans);

// turbo_scale has the picture decoded at num/8 of its size, and sets
// t->jpeg.output_width and output_height to what comes of it.
int turbo_scale(struct turbo *t, int num);

// turbo_eighth is turbo_read for the usual pictures at an eighth of their size: it gives the same pixels sooner. It
// returns -1, without a message, for all others, damaged ones among them, which turbo_read can still decode.
int turbo_eighth(struct turbo *t, unsigned char *dst, size_t stride);

// turbo_read decodes to dst, four bytes a pixel: RGBA, or CMYK as it is stored.
int turbo_read(struct turbo *t, unsigned char *dst, size_t stride);

// turbo_close gives back what the others took; it may follow a failure of any.
void turbo_close(struct turbo *t);

int turbo_is_cmyk(const struct turbo *t);

struct turbo_writer {
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	unsigned char *out; // the file: n bytes, from malloc
	unsigned long n;
	char message[JMSG_LENGTH_MAX];
};

// turbo_write encodes RGBA pixels, whose alpha is ignored, with colour at half resolution. The caller frees out, also
// after a failure.
int turbo_write(struct turbo_writer *t, unsigned char *pix, size_t stride, int width, int height, int quality);
