#include "kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

// A weight of 22 fractional bits times a sample takes 32 bits, which is slow to multiply. So a weight is cut into two
// parts of 16 bits, two products of which are made and added by one instruction. The sums of both parts are put
// together at the end. Whole numbers are added in any order: nothing is rounded before that.
enum { precision = 22, low_bits = 11 };

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i finish(__m256i hi, __m256i lo) {
	__m256i sum = _mm256_add_epi32(_mm256_slli_epi32(hi, low_bits), lo);
	return _mm256_srai_epi32(_mm256_add_epi32(sum, _mm256_set1_epi32(1 << (precision - 1))), precision);
}

AVX2 static inline __m256i opaque(__m256i rgba) {
	return _mm256_or_si256(rgba, _mm256_set1_epi32((int32_t)0xff000000));
}

// both returns two weights in every 32 bits.
AVX2 static inline __m256i both(const int16_t *weights) {
	int32_t w;
	memcpy(&w, weights, sizeof w);
	return _mm256_set1_epi32(w);
}

// two makes a row of each half of the registers. The last row of an odd number is its own partner.
AVX2 static void two(uint8_t *dst_a, uint8_t *dst_b, const uint8_t *src_a, const uint8_t *src_b,
                     const struct window *all, size_t n, const int16_t *hi, const int16_t *lo) {
	// Bytes r0 g0 b0 a0 r1 g1 b1 a1 become words r0 r1 g0 g1 b0 b1 a0 a1.
	const __m256i order = _mm256_broadcastsi128_si256(
		_mm_setr_epi8(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1));
	for (size_t x = 0; x < n; x++) {
		const uint8_t *a = src_a + 4 * (size_t)all[x].first, *b = src_b + 4 * (size_t)all[x].first;
		const int16_t *h = hi + 2 * (size_t)all[x].at, *l = lo + 2 * (size_t)all[x].at;
		__m256i high = _mm256_setzero_si256(), low = _mm256_setzero_si256();
		for (int32_t i = 0; i < all[x].n; i += 2) {
			__m256i px = _mm256_castsi128_si256(_mm_loadl_epi64((const __m128i *)(a + 4 * i)));
			px = _mm256_inserti128_si256(px, _mm_loadl_epi64((const __m128i *)(b + 4 * i)), 1);
			px = _mm256_shuffle_epi8(px, order);
			high = _mm256_add_epi32(high, _mm256_madd_epi16(px, both(h + i)));
			low = _mm256_add_epi32(low, _mm256_madd_epi16(px, both(l + i)));
		}
		__m256i sum = finish(high, low);
		sum = opaque(_mm256_packus_epi16(_mm256_packs_epi32(sum, sum), sum));
		int32_t pa = _mm256_extract_epi32(sum, 0), pb = _mm256_extract_epi32(sum, 4);
		memcpy(dst_a + 4 * x, &pa, sizeof pa);
		memcpy(dst_b + 4 * x, &pb, sizeof pb);
	}
}

void recollect_across(uint8_t *dst, size_t dst_stride, const uint8_t *src, size_t src_stride, size_t rows,
                      const struct window *all, size_t n, const int16_t *hi, const int16_t *lo) {
	for (size_t y = 0; y < rows; y += 2) {
		size_t below = y + 1 < rows ? y + 1 : y;
		two(dst + y * dst_stride, dst + below * dst_stride, src + y * src_stride, src + below * src_stride,
		    all, n, hi, lo);
	}
}

// eight makes eight pixels of a row.
AVX2 static inline __m256i eight(const uint8_t *src, size_t stride, size_t n, const int16_t *hi, const int16_t *lo) {
	const __m256i zero = _mm256_setzero_si256();
	__m256i high[4] = {zero, zero, zero, zero}, low[4] = {zero, zero, zero, zero};
	for (size_t i = 0; i < n; i += 2) {
		__m256i a = _mm256_loadu_si256((const __m256i *)(src + i * stride));
		__m256i b = i + 1 < n ? _mm256_loadu_si256((const __m256i *)(src + (i + 1) * stride)) : zero;
		__m256i first = _mm256_unpacklo_epi8(a, b), last = _mm256_unpackhi_epi8(a, b);
		__m256i px[4] = {
			_mm256_unpacklo_epi8(first, zero), _mm256_unpackhi_epi8(first, zero),
			_mm256_unpacklo_epi8(last, zero), _mm256_unpackhi_epi8(last, zero),
		};
		__m256i h = both(hi + i), l = both(lo + i);
		for (int k = 0; k < 4; k++) {
			high[k] = _mm256_add_epi32(high[k], _mm256_madd_epi16(px[k], h));
			low[k] = _mm256_add_epi32(low[k], _mm256_madd_epi16(px[k], l));
		}
	}
	// Packing puts in order again what unpacking took apart.
	__m256i first = _mm256_packs_epi32(finish(high[0], low[0]), finish(high[1], low[1]));
	__m256i last = _mm256_packs_epi32(finish(high[2], low[2]), finish(high[3], low[3]));
	return opaque(_mm256_packus_epi16(first, last));
}

AVX2 static void row(uint8_t *dst, const uint8_t *src, size_t stride, size_t width, size_t n, const int16_t *hi,
                     const int16_t *lo) {
	const size_t step = 32, bytes = 4 * width;
	for (size_t at = 0; at < bytes; at += step) {
		if (at + step <= bytes) {
			_mm256_storeu_si256((__m256i *)(dst + at), eight(src + at, stride, n, hi, lo));
		} else if (bytes >= step) { // some pixels once more: nothing beyond the last is read
			at = bytes - step;
			_mm256_storeu_si256((__m256i *)(dst + at), eight(src + at, stride, n, hi, lo));
		}
	}
}

void recollect_down(uint8_t *dst, size_t dst_stride, const uint8_t *src, size_t src_stride, size_t width,
                    const struct window *all, size_t n, const int16_t *hi, const int16_t *lo) {
	for (size_t y = 0; y < n; y++)
		row(dst + y * dst_stride, src + (size_t)all[y].first * src_stride, src_stride, width, (size_t)all[y].n,
		    hi + 2 * (size_t)all[y].at, lo + 2 * (size_t)all[y].at);
}

AVX2 void recollect_plane(float *dst, const uint8_t *src, size_t n, int channel, float scale, float shift) {
	// Without instructions that multiply and add at once: these round once, and Go rounds twice.
	const __m256 times = _mm256_set1_ps(scale), less = _mm256_set1_ps(shift);
	const __m256i byte = _mm256_set1_epi32(255);
	const __m128i bits = _mm_cvtsi32_si128(8 * channel);
	for (size_t i = 0; i < n; i += 8) {
		__m256i px = _mm256_loadu_si256((const __m256i *)(src + 4 * i));
		px = _mm256_and_si256(_mm256_srl_epi32(px, bits), byte);
		__m256 number = _mm256_sub_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(px), times), less);
		_mm256_storeu_ps(dst + i, number);
	}
}
#endif
