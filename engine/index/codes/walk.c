#include "kernel.h"
#include <string.h>

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

static inline void ask(const void *from, size_t bytes) {
	for (size_t i = 0; i < bytes; i += 64)
		__builtin_prefetch((const char *)from + i, 0, 1);
	__builtin_prefetch((const char *)from + bytes - 1, 0, 1);
}

static inline uint32_t le32(const uint8_t *b) {
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline float lefloat(const uint8_t *b) {
	uint32_t bits = le32(b);
	float f;
	memcpy(&f, &bits, 4);
	return f;
}

// packed returns the links of node i, and how many there are; none if a damaged file says what cannot be.
static size_t packed(const recollect_links *g, uint32_t i, const uint8_t **at) {
	uint64_t from = (uint64_t)le32(g->first + 4 * (size_t)i) * g->width;
	uint64_t end = (uint64_t)le32(g->first + 4 * (size_t)i + 4) * g->width;
	if (from > end || end > g->bytes || end - from > g->most * g->width)
		return 0;
	*at = g->links + from;
	return (size_t)(end - from) / g->width;
}

// ask_links asks for the links of node i from memory.
static inline void ask_links(const recollect_links *g, uint32_t i) {
	if (g->rows) {
		ask(g->rows + i * g->most, 4 * g->most);
		return;
	}
	const uint8_t *at;
	size_t n = packed(g, i, &at);
	if (n > 0)
		ask(at, n * g->width);
}

// links writes the links of node i to to. A row may change meanwhile: what is read is a node in any case.
static size_t links(const recollect_links *g, uint32_t i, uint32_t *to) {
	size_t n = 0;
	if (g->rows) {
		size_t count = __atomic_load_n(g->counts + i, __ATOMIC_RELAXED);
		for (const uint32_t *row = g->rows + i * g->most; n < count && n < g->most; n++)
			to[n] = __atomic_load_n(row + n, __ATOMIC_RELAXED);
		return n;
	}
	const uint8_t *at;
	for (size_t left = packed(g, i, &at); left > 0; left--, at += g->width) {
		uint32_t id = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
		if (g->width == 4)
			id |= (uint32_t)at[3] << 24;
		if (id < g->n)
			to[n++] = id;
	}
	return n;
}

// insert is Go's insert.
static size_t insert(recollect_found *list, size_t *len, size_t most, recollect_found c) {
	size_t low = 0, high = *len;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (list[mid].score >= c.score)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == most)
		return low;
	if (*len < most)
		++*len;
	memmove(list + low + 1, list + low, (*len - 1 - low) * sizeof *list);
	list[low] = c;
	return low;
}

enum { walked_bit = 31 };

size_t recollect_walk(int kernel, const int8_t *vs, size_t dims, int32_t vsum, float scale, const uint8_t *all,
                      size_t size, const uint8_t *first, const uint8_t *packed_links, size_t bytes, size_t width,
                      const uint8_t *counts, const uint32_t *rows, size_t most, uint32_t n, const float *query,
                      const uint8_t *plain, size_t plains, uint16_t *seen, uint16_t epoch, recollect_found *beam,
                      size_t len, size_t ef) {
	const recollect_links g = {first, packed_links, bytes, width, counts, rows, most, n};
	const uint32_t walked = 1u << walked_bit;
	uint32_t next[MOST_LINKS], fresh[MOST_LINKS];
	int32_t sums[MOST_LINKS];
	for (size_t i = 0; i < len; i++)
		seen[beam[i].node & ~walked] = epoch;
	for (size_t at = 0; at < len;) {
		if (beam[at].node & walked) {
			at++;
			continue;
		}
		size_t all_links = links(&g, beam[at].node, next), some = 0;
		beam[at].node |= walked;
		for (size_t i = 0; i < all_links; i++) {
			uint32_t id = next[i];
			if (seen[id] == epoch)
				continue;
			seen[id] = epoch;
			fresh[some++] = id;
			ask(all + id * size, size);
		}
		size_t after = at + 1;
		while (after < len && beam[after].node & walked)
			after++;
		if (after < len)
			ask_links(&g, beam[after].node);
		recollect_dots(kernel, sums, vs, dims, all, size, fresh, some);
		for (size_t i = 0; i < some; i++) {
			float score = (float)(2 * sums[i] - vsum) * 0.5f * scale * lefloat(all + fresh[i] * size + dims / 2);
			for (size_t j = 0; j < plains; j++)
				score += query[j] * lefloat(plain + 4 * (fresh[i] * plains + j));
			if (len == ef && score <= beam[ef - 1].score)
				continue;
			size_t place = insert(beam, &len, ef, (recollect_found){score, fresh[i]});
			if (place < at)
				at = place;
			if (!rows)
				__builtin_prefetch(first + 4 * (size_t)fresh[i], 0, 1);
		}
	}
	return len;
}
