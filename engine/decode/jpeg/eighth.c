//go:build cgo && !noturbo && (linux || (windows && turbo))

#include "turbo.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// At an eighth of its size a picture is made of the first coefficient of each block, and of a few more of those for
// colour at half resolution. Most of the time goes into finding where a block ends. So the tables here are asked with
// enough bits for several codes, and tell how many bits and coefficients these pass over together.
//
// All that is usual is done here, with the pixels of libjpeg-turbo. What is not, or is damaged, is left to that.

#if JPEG_LIB_VERSION >= 70 // how many samples along a side are made of a block
#define SIDE(component) ((component)->DCT_h_scaled_size)
#else
#define SIDE(component) ((component)->DCT_scaled_size)
#endif

enum {
	peek = 12, // how many bits a table is asked with
	most_blocks = 10, // of an MCU (T.81, B.2.3)
	// slack is more than an MCU takes: 64 codes of 16 bits with a number of 15 for each block. As many zeros follow
	// the data, so that only the end of an MCU has to be checked.
	slack = most_blocks * 64 * 4 + 16,
	room = 1 << 16,
	tables = 2, // of each kind, as baseline has (T.81, B.2.4.2)
};

struct code {
	uint8_t bits, symbol; // bits: 0 for a longer code, or none
};

struct table {
	struct code one[1 << peek];
	int32_t end[17];    // the first number after those of codes of each length, 0 where there are none
	int32_t offset[17]; // from a code to its symbol
	uint8_t symbols[256];
};

// A leap is what the codes within some bits pass over: bits with the numbers that follow codes, advance coefficients,
// and the end of the block if it is last.
struct leap {
	uint8_t bits;
	uint8_t advance; // far for none
};

enum { far = 64, last = 128 }; // last: added to bits

struct part { // a component
	int blocks_x, blocks_y, side; // in an MCU; samples of a block along a side
	const struct table *dc, *ac;
	const struct leap *leaps;
	const uint16_t *quant;
	int before; // the last first coefficient
};

// bits are read from at on. hold has n valid ones at its top, and perhaps those after them.
struct bits {
	uint64_t hold;
	int n;
	const uint8_t *at;
};

struct eighth {
	struct bits bits;
	const uint8_t *end;         // of what is in buffer
	const uint8_t *in, *in_end; // what is left of the file
	int marker;                 // in is at a marker, or at the end

	struct part parts[3];
	struct table dc[tables], ac[tables];
	struct leap leaps[tables][1 << peek];
	uint8_t buffer[room + slack];
};

// make_table refuses what libjpeg-turbo does (jdhuff.c, jpeg_make_d_derived_tbl).
static int make_table(struct table *t, const JHUFF_TBL *from, int largest) {
	if (!from)
		return -1;
	memset(t, 0, sizeof *t);
	memcpy(t->symbols, from->huffval, sizeof t->symbols);
	int32_t code = 0, k = 0;
	for (int bits = 1; bits <= 16; bits++) {
		int n = from->bits[bits];
		t->offset[bits] = k - code;
		if (k + n > 256 || n && code + n >= 1 << bits)
			return -1;
		for (int i = 0; i < n; i++, code++, k++) {
			if (t->symbols[k] > largest)
				return -1;
			if (bits > peek)
				continue;
			for (int32_t at = code << (peek - bits); at < (code + 1) << (peek - bits); at++)
				t->one[at] = (struct code){bits, t->symbols[k]};
		}
		t->end[bits] = n ? code : 0;
		code <<= 1;
	}
	return 0;
}

static void make_leaps(struct leap *all, const struct table *t) {
	for (uint32_t at = 0; at < 1 << peek; at++) {
		struct leap l = {0, far};
		for (int bits = 0, advance = 0; bits < peek;) {
			struct code c = t->one[at << bits & ((1 << peek) - 1)];
			if (c.bits == 0 || bits + c.bits > peek)
				break;
			int size = c.symbol & 15, run = c.symbol >> 4, ends = size == 0 && run != 15;
			bits += c.bits + size;
			advance += ends ? 0 : run + 1;
			if (advance >= far)
				break;
			l = (struct leap){bits | (ends ? last : 0), advance};
			if (ends)
				break;
		}
		all[at] = l;
	}
}

// fill takes as much of the file as there is room for, without the zeros that were stuffed into it.
static void fill(struct eighth *e) {
	size_t left = e->end - e->bits.at, free = room - left;
	memmove(e->buffer, e->bits.at, left);
	uint8_t *to = e->buffer + left;
	while (free && !e->marker) {
		size_t n = e->in_end - e->in;
		if (n > free)
			n = free;
		const uint8_t *found = n ? memchr(e->in, 0xff, n) : NULL;
		if (found)
			n = found - e->in;
		memcpy(to, e->in, n);
		to += n, e->in += n, free -= n;
		if (!found) {
			e->marker = e->in == e->in_end;
		} else if (e->in_end - e->in < 2 || e->in[1] != 0) {
			e->marker = 1;
		} else {
			*to++ = 0xff, e->in += 2, free--;
		}
	}
	memset(to, 0, slack);
	e->bits.at = e->buffer;
	e->end = to;
	// What follows the valid bits may have been zeros after the data.
	e->bits.hold = e->bits.n ? e->bits.hold & ~(uint64_t)0 << (64 - e->bits.n) : 0;
}

#define FAST static inline __attribute__((always_inline))

// refill gives hold 56 bits at least.
FAST void refill(struct bits *b) {
	uint64_t next;
	memcpy(&next, b->at, sizeof next);
	b->hold |= __builtin_bswap64(next) >> b->n;
	b->at += (63 - b->n) >> 3;
	b->n |= 56;
}

FAST void drop(struct bits *b, int n) {
	b->hold <<= n;
	b->n -= n;
}

// symbol decodes one, of hold, and returns a negative number for a code that the table lacks.
FAST int symbol(struct bits *b, const struct table *t) {
	struct code c = t->one[b->hold >> (64 - peek)];
	if (c.bits) {
		drop(b, c.bits);
		return c.symbol;
	}
	for (int n = peek + 1; n <= 16; n++) {
		int32_t code = b->hold >> (64 - n);
		if (code < t->end[n]) {
			drop(b, n);
			return t->symbols[code + t->offset[n]];
		}
	}
	return -1;
}

// number takes a number of n bits from hold, at most 15 (T.81, F.2.2.1).
FAST int number(struct bits *b, int n) {
	if (!n)
		return 0;
	int v = b->hold >> (64 - n);
	drop(b, n);
	return v < 1 << (n - 1) ? v - (1 << n) + 1 : v;
}

// first decodes the first coefficient of a block.
FAST int first(struct bits *b, struct part *p) {
	refill(b);
	int n = symbol(b, p->dc);
	if (n < 0)
		return -1;
	p->before = (int)((unsigned)p->before + (unsigned)number(b, n));
	return 0;
}

// skip passes over the other coefficients of a block.
FAST int skip(struct bits *b, const struct part *p) {
	const struct leap *leaps = p->leaps;
	for (int k = 1; k < 64;) {
		refill(b);
		struct leap l = leaps[b->hold >> (64 - peek)];
		if (k + l.advance < 64) {
			drop(b, l.bits & (last - 1));
			if (l.bits & last)
				return 0;
			k += l.advance;
			l = leaps[b->hold >> (64 - peek)]; // 27 bits at most are gone, and a leap takes no more
			if (k + l.advance < 64) {
				drop(b, l.bits & (last - 1));
				if (l.bits & last)
					return 0;
				k += l.advance;
				continue;
			}
			refill(b);
		}
		int s = symbol(b, p->ac);
		if (s < 0)
			return -1;
		if ((s & 15) == 0 && s >> 4 != 15)
			return 0;
		drop(b, s & 15);
		k += (s >> 4) + 1;
	}
	return 0;
}

// natural is where the coefficients of a block lie, in the order of the file (T.81, figure A.6).
static const uint8_t natural[64] = {
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

// scaled multiplies a coefficient, and sets *wild if the product is none that a picture has: then libjpeg's code for
// different processors gives different samples.
FAST int scaled(int coefficient, int quant, int *wild) {
	enum { most = 2047 };
	int v = (int16_t)coefficient * quant;
	*wild |= v > most || v < -most;
	return v;
}

// rest decodes the other coefficients of a block, which was zero, and returns how many it set, or a negative number.
FAST int rest(struct bits *b, const struct part *p, int16_t block[64]) {
	int set = 0, wild = 0;
	for (int k = 1; k < 64; k++) {
		refill(b);
		int s = symbol(b, p->ac);
		if (s < 0)
			return -1;
		k += s >> 4;
		if ((s & 15) == 0) {
			if (s >> 4 != 15)
				break;
			continue;
		}
		int v = number(b, s & 15);
		if (k > 63)
			return -1;
		int at = natural[k];
		block[at] = scaled(v, p->quant[at], &wild), set++;
	}
	return wild ? -1 : set;
}

// sample is what libjpeg's table makes of a number around 0, of which it looks at ten bits.
static inline uint8_t sample(int v) {
	v &= 1023;
	if (v < 512)
		return v < 128 ? v + 128 : 255;
	return v < 896 ? 0 : v - 896;
}

static inline int half(int v, int bits) { return (v + (1 << (bits - 1))) >> bits; }

// odd is the odd part of a transform to two samples, of four coefficients (libjpeg, jidctred.c, jpeg_idct_2x2).
static inline int odd(int a, int b, int c, int d) { return a * 29692 - b * 10426 + c * 6967 - d * 5906; }

// four makes 2 x 2 samples of a block of scaled coefficients.
static inline int four(uint8_t out[4], const int16_t block[64]) {
	static const uint8_t columns[5] = {0, 1, 3, 5, 7};
	int between[2][8];
	for (int i = 0; i < 5; i++) {
		const int16_t *c = block + columns[i];
		int even = c[0] * (1 << 15), other = odd(c[8], c[24], c[40], c[56]);
		between[0][columns[i]] = half(even + other, 13);
		between[1][columns[i]] = half(even - other, 13);
	}
	int wild = 0;
	for (int y = 0; y < 2; y++) {
		const int *c = between[y];
		int even = c[0] * (1 << 15), other = odd(c[1], c[3], c[5], c[7]);
		int left = half(even + other, 20), right = half(even - other, 20);
		wild |= left < -512 || left > 511 || right < -512 || right > 511;
		out[2 * y] = sample(left), out[2 * y + 1] = sample(right);
	}
	return wild ? -1 : 0;
}

// block decodes one to side x side samples.
FAST int block(struct bits *b, struct part *p, uint8_t out[4]) {
	if (first(b, p))
		return -1;
	if (p->side == 1) {
		out[0] = sample(half((int16_t)p->before * (int16_t)p->quant[0], 3));
		return skip(b, p);
	}
	int16_t all[64] = {0};
	int wild = 0;
	all[0] = scaled(p->before, p->quant[0], &wild);
	int set = rest(b, p, all);
	if (set < 0 || wild)
		return -1;
	if (set > 0)
		return four(out, all);
	memset(out, sample(half(all[0], 3)), 4);
	return 0;
}

static inline uint8_t clip(int v) { return v < 0 ? 0 : v > 255 ? 255 : v; }

// colour is libjpeg's (jdcolor.c), with 16 bits behind the point.
static inline void colour(uint8_t *rgba, int y, int cb, int cr) {
	cb -= 128, cr -= 128;
	rgba[0] = clip(y + ((91881 * cr + 32768) >> 16));
	rgba[1] = clip(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
	rgba[2] = clip(y + ((116130 * cb + 32768) >> 16));
	rgba[3] = 255;
}

// mcu decodes an MCU to planes of at most 2 x 2 samples each.
static int mcu(struct eighth *e, int parts, int w, int h, uint8_t planes[3][4]) {
	struct bits b = e->bits;
	for (int i = 0; i < parts; i++) {
		struct part *p = &e->parts[i];
		for (int y = 0; y < p->blocks_y; y++)
			for (int x = 0; x < p->blocks_x; x++) {
				uint8_t out[4];
				if (block(&b, p, out))
					return -1;
				if (p->side == 2)
					memcpy(planes[i], out, 4);
				else
					planes[i][2 * y + x] = out[0];
			}
		// What has half the resolution is repeated.
		int across = p->blocks_x * p->side, down = p->blocks_y * p->side;
		if (across < w)
			planes[i][1] = planes[i][0], planes[i][3] = planes[i][2];
		if (down < h)
			planes[i][2] = planes[i][0], planes[i][3] = planes[i][1];
	}
	e->bits = b;
	return 0;
}

// restart goes on behind a restart marker.
static int restart(struct eighth *e, int number) {
	while (!e->marker) { // all that is left must be less than a byte
		if (e->end - e->bits.at > slack)
			return -1;
		fill(e);
	}
	if (e->bits.at - e->bits.n / 8 != e->end || e->in_end - e->in < 2 || e->in[1] != 0xd0 + number)
		return -1;
	e->in += 2;
	e->marker = 0;
	e->bits.n = 0;
	e->bits.at = e->end;
	for (int i = 0; i < 3; i++)
		e->parts[i].before = 0;
	fill(e);
	return 0;
}

static int decode(struct turbo *t, struct eighth *e, unsigned char *dst, size_t stride) {
	struct jpeg_decompress_struct *j = &t->jpeg;
	int parts = j->num_components, w = parts == 1 ? 1 : j->max_h_samp_factor, h = parts == 1 ? 1 : j->max_v_samp_factor;
	int columns = (j->output_width + w - 1) / w, rows = (j->output_height + h - 1) / h;
	unsigned left = j->restart_interval;
	int number = 0;
	fill(e);
	for (int y = 0; y < rows; y++) {
		if (*t->stop)
			return -1;
		for (int x = 0; x < columns; x++) {
			if (j->restart_interval && left-- == 0) {
				if (restart(e, number))
					return -1;
				number = (number + 1) & 7;
				left = j->restart_interval - 1;
			}
			if (e->end - e->bits.at < slack && !e->marker)
				fill(e);
			uint8_t planes[3][4];
			if (mcu(e, parts, w, h, planes) || e->bits.at - e->bits.n / 8 > e->end)
				return -1;
			for (int v = 0; v < h && h * y + v < (int)j->output_height; v++)
				for (int u = 0; u < w && w * x + u < (int)j->output_width; u++) {
					unsigned char *to = dst + (h * y + v) * stride + 4 * (w * x + u);
					int i = 2 * v + u;
					if (parts == 1)
						memset(to, planes[0][i], 3), to[3] = 255;
					else
						colour(to, planes[0][i], planes[1][i], planes[2][i]);
				}
		}
	}
	if (!e->marker)
		fill(e);
	return e->marker && e->in_end - e->in < 2 ? -1 : 0; // libjpeg reads ahead, and takes such an end for damage
}

// usual reports whether the picture is one of those that are decoded here, but for its tables.
static int usual(const struct jpeg_decompress_struct *j) {
	int parts = j->num_components;
	if (j->progressive_mode || j->arith_code || j->data_precision != 8 || j->scale_num != 1 || j->scale_denom != 8 ||
		j->comps_in_scan != parts || j->Ss != 0 || j->Se != 63 || j->Ah != 0 || j->Al != 0)
		return 0;
	if (parts == 1)
		return j->jpeg_color_space == JCS_GRAYSCALE && SIDE(&j->comp_info[0]) == 1;
	if (parts != 3 || j->jpeg_color_space != JCS_YCbCr || j->max_h_samp_factor > 2 || j->max_v_samp_factor > 2)
		return 0;
	int blocks = 0;
	for (int i = 0; i < parts; i++) {
		const jpeg_component_info *c = j->cur_comp_info[i];
		int side = SIDE(c);
		blocks += c->h_samp_factor * c->v_samp_factor;
		if (c != &j->comp_info[i] || side < 1 || side > 2 || side == 2 && (c->h_samp_factor != 1 || c->v_samp_factor != 1))
			return 0;
	}
	return blocks <= most_blocks; // libjpeg checks it only when it starts to decode
}

int turbo_eighth(struct turbo *t, unsigned char *dst, size_t stride) {
	struct jpeg_decompress_struct *j = &t->jpeg;
	if (!usual(j))
		return -1;
	struct eighth *e = malloc(sizeof *e);
	if (!e)
		return -1;
	memset(e, 0, offsetof(struct eighth, dc));
	e->bits.at = e->end = e->buffer;
	e->in = j->src->next_input_byte;
	e->in_end = e->in + j->src->bytes_in_buffer;
	int failed = 0;
	for (int i = 0; i < j->num_components && !failed; i++) {
		const jpeg_component_info *c = &j->comp_info[i];
		int dc = c->dc_tbl_no, ac = c->ac_tbl_no;
		const JQUANT_TBL *quant = j->quant_tbl_ptrs[c->quant_tbl_no & 3];
		if (dc >= tables || ac >= tables || c->quant_tbl_no >= NUM_QUANT_TBLS || !quant ||
			make_table(&e->dc[dc], j->dc_huff_tbl_ptrs[dc], 15) || make_table(&e->ac[ac], j->ac_huff_tbl_ptrs[ac], 255)) {
			failed = -1;
			break;
		}
		if (SIDE(c) == 1)
			make_leaps(e->leaps[ac], &e->ac[ac]);
		int one = j->num_components == 1;
		e->parts[i] = (struct part){
			one ? 1 : c->h_samp_factor, one ? 1 : c->v_samp_factor, SIDE(c),
			&e->dc[dc], &e->ac[ac], e->leaps[ac], quant->quantval, 0,
		};
	}
	if (!failed)
		failed = decode(t, e, dst, stride);
	free(e);
	return failed;
}
