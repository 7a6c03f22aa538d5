#include <stddef.h>
#include <stdint.h>

// A window is Window, its weights those from 2 * at on of hi and lo: a weight is hi * 2048 + lo.
struct window {
	int32_t first, n, at;
};

// recollect_across computes what acrossGo does, and recollect_down what downGo does, with AVX2. Rows lie so many
// bytes apart. Every window across has an even number of samples; down, the last of an odd number of rows has a
// second weight of 0. Sums are of at most 4,096 samples.
void recollect_across(uint8_t *dst, size_t dst_stride, const uint8_t *src, size_t src_stride, size_t rows,
                      const struct window *all, size_t n, const int16_t *hi, const int16_t *lo);
void recollect_down(uint8_t *dst, size_t dst_stride, const uint8_t *src, size_t src_stride, size_t width,
                    const struct window *all, size_t n, const int16_t *hi, const int16_t *lo);

// recollect_plane computes what planeGo does for n pixels of a row, of which there are a multiple of 8.
void recollect_plane(float *dst, const uint8_t *src, size_t n, int channel, float scale, float shift);
