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

// MOST_LINKS is how many links a node may have.
enum { MOST_LINKS = 64 };

// recollect_found is Found.
typedef struct {
	float score;
	uint32_t node;
} recollect_found;

// recollect_links is Links.
typedef struct {
	const uint8_t *first, *links;
	size_t bytes, width;
	const uint8_t *counts;
	const uint32_t *rows;
	size_t most;
	uint32_t n;
} recollect_links;

// recollect_walk does what Walk says.
size_t recollect_walk(int kernel, const int8_t *vs, size_t dims, int32_t vsum, float scale, const uint8_t *all,
                      size_t size, const uint8_t *first, const uint8_t *packed_links, size_t bytes, size_t width,
                      const uint8_t *counts, const uint32_t *rows, size_t most, uint32_t n, const float *query,
                      const uint8_t *plain, size_t plains, uint16_t *seen, uint16_t epoch, recollect_found *beam,
                      size_t len, size_t ef);
