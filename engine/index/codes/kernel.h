#include <stddef.h>
#include <stdint.h>

enum { AVX2 = 1, VNNI = 2, NEON = 3 };

// recollect_dots computes what dotsGo does, for codes of dims/2 bytes that begin size bytes apart.
// dims is a multiple of 64.
void recollect_dots(int kernel, int32_t *sums, const int8_t *vs, size_t dims, const uint8_t *all, size_t size,
                    const uint32_t *at, size_t n);

// recollect_pairs computes what pairsGo does.
void recollect_pairs(int kernel, int32_t *sums, const uint8_t *code, size_t dims, const uint8_t *all, size_t size,
                     const uint32_t *at, size_t n);

// recollect_row_dots computes what rowDotsGo does.
void recollect_row_dots(float *out, const float *v, size_t dims, const uint8_t *all, const uint32_t *at, size_t n);
