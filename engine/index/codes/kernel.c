#include "kernel.h"

#if defined(__clang__)
// Products and sums are rounded one by one, as in Go, also where there is an instruction for both.
#pragma STDC FP_CONTRACT OFF
#endif

// ahead is how many codes before its use a code is asked from memory: a graph's are anywhere.
enum { ahead = 8, line = 64 };

static inline void prefetch(const uint8_t *code, size_t bytes) {
	for (size_t i = 0; i < bytes; i += line)
		__builtin_prefetch(code + i, 0, 1);
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static void
dots_avx2(int32_t *sums, const int8_t *vs, size_t dims, const uint8_t *all, size_t size, const uint32_t *at,
          size_t n) {
	const __m256i low = _mm256_set1_epi8(15), ones = _mm256_set1_epi16(1);
	for (size_t i = 0; i < n; i++) {
		if (i + ahead < n)
			prefetch(all + at[i + ahead] * size, dims / 2);
		const uint8_t *code = all + at[i] * size;
		__m256i total = _mm256_setzero_si256();
		for (size_t d = 0; d < dims;) {
			// 16-bit lanes hold 8 products of two numbers: 8 * 2 * 15 * 127 < 32768.
			__m256i sum = _mm256_setzero_si256();
			for (size_t end = d + 256 < dims ? d + 256 : dims; d < end; d += 64) {
				__m256i c = _mm256_loadu_si256((const __m256i *)(code + d / 2));
				__m256i a = _mm256_loadu_si256((const __m256i *)(vs + d));
				__m256i b = _mm256_loadu_si256((const __m256i *)(vs + d + 32));
				__m256i lo = _mm256_and_si256(c, low);
				__m256i hi = _mm256_and_si256(_mm256_srli_epi16(c, 4), low);
				sum = _mm256_add_epi16(sum, _mm256_add_epi16(_mm256_maddubs_epi16(lo, a), _mm256_maddubs_epi16(hi, b)));
			}
			total = _mm256_add_epi32(total, _mm256_madd_epi16(sum, ones));
		}
		__m128i s = _mm_add_epi32(_mm256_castsi256_si128(total), _mm256_extracti128_si256(total, 1));
		s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
		s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
		sums[i] = _mm_cvtsi128_si32(s);
	}
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) static void
dots_vnni(int32_t *sums, const int8_t *vs, size_t dims, const uint8_t *all, size_t size, const uint32_t *at,
          size_t n) {
	const __m256i low = _mm256_set1_epi8(15);
	for (size_t i = 0; i < n; i++) {
		if (i + ahead < n)
			prefetch(all + at[i + ahead] * size, dims / 2);
		const uint8_t *code = all + at[i] * size;
		__m256i p = _mm256_setzero_si256(), q = _mm256_setzero_si256();
		for (size_t d = 0; d < dims; d += 64) {
			__m256i c = _mm256_loadu_si256((const __m256i *)(code + d / 2));
			__m256i a = _mm256_loadu_si256((const __m256i *)(vs + d));
			__m256i b = _mm256_loadu_si256((const __m256i *)(vs + d + 32));
			p = _mm256_dpbusd_epi32(p, _mm256_and_si256(c, low), a);
			q = _mm256_dpbusd_epi32(q, _mm256_and_si256(_mm256_srli_epi16(c, 4), low), b);
		}
		p = _mm256_add_epi32(p, q);
		__m128i s = _mm_add_epi32(_mm256_castsi256_si128(p), _mm256_extracti128_si256(p, 1));
		s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
		s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
		sums[i] = _mm_cvtsi128_si32(s);
	}
}
#endif

#if defined(__aarch64__)
#include <arm_neon.h>

static void dots_neon(int32_t *sums, const int8_t *vs, size_t dims, const uint8_t *all, size_t size,
                      const uint32_t *at, size_t n) {
	const uint8x16_t low = vdupq_n_u8(15);
	for (size_t i = 0; i < n; i++) {
		if (i + ahead < n)
			prefetch(all + at[i + ahead] * size, dims / 2);
		const uint8_t *code = all + at[i] * size;
		int32x4_t total = vdupq_n_s32(0);
		for (size_t d = 0; d < dims; d += 64) {
			for (size_t h = 0; h < 32; h += 16) {
				uint8x16_t c = vld1q_u8(code + d / 2 + h);
				int8x16_t lo = vreinterpretq_s8_u8(vandq_u8(c, low));
				int8x16_t hi = vreinterpretq_s8_u8(vshrq_n_u8(c, 4));
				int8x16_t a = vld1q_s8(vs + d + h), b = vld1q_s8(vs + d + 32 + h);
				total = vpadalq_s16(total, vmull_s8(vget_low_s8(lo), vget_low_s8(a)));
				total = vpadalq_s16(total, vmull_s8(vget_high_s8(lo), vget_high_s8(a)));
				total = vpadalq_s16(total, vmull_s8(vget_low_s8(hi), vget_low_s8(b)));
				total = vpadalq_s16(total, vmull_s8(vget_high_s8(hi), vget_high_s8(b)));
			}
		}
		sums[i] = vaddvq_s32(total);
	}
}
#endif

void recollect_dots(int kernel, int32_t *sums, const int8_t *vs, size_t dims, const uint8_t *all, size_t size,
                    const uint32_t *at, size_t n) {
	switch (kernel) {
#if defined(__x86_64__)
	case AVX2:
		dots_avx2(sums, vs, dims, all, size, at, n);
		break;
	case VNNI:
		dots_vnni(sums, vs, dims, all, size, at, n);
		break;
#endif
#if defined(__aarch64__)
	case NEON:
		dots_neon(sums, vs, dims, all, size, at, n);
		break;
#endif
	}
}

// most is the largest number of dimensions that recollect_pairs unpacks at once.
enum { most = 4096 };

// unpack writes the numbers of a code, in half steps from -15 to 15, in the order of a query's, and
// returns their sum.
static int32_t unpack(int8_t *to, const uint8_t *code, size_t dims) {
	int32_t sum = 0;
	for (size_t d = 0; d < dims; d += 64)
		for (size_t j = 0; j < 32; j++) {
			to[d + j] = (int8_t)(2 * (code[d / 2 + j] & 15) - 15);
			to[d + 32 + j] = (int8_t)(2 * (code[d / 2 + j] >> 4) - 15);
			sum += to[d + j] + to[d + 32 + j];
		}
	return sum;
}

void recollect_pairs(int kernel, int32_t *sums, const uint8_t *code, size_t dims, const uint8_t *all, size_t size,
                     const uint32_t *at, size_t n) {
	int8_t vs[most];
	for (size_t i = 0; i < n; i++)
		sums[i] = 0;
	for (size_t from = 0; from < dims; from += most) {
		size_t now = dims - from < most ? dims - from : most;
		int32_t sum = unpack(vs, code + from / 2, now);
		for (size_t i = 0; i < n; i += 64) {
			int32_t part[64];
			size_t some = n - i < 64 ? n - i : 64;
			recollect_dots(kernel, part, vs, now, all + from / 2, size, at + i, some);
			// Of the other code's number c there are 2c - 15 half steps.
			for (size_t j = 0; j < some; j++)
				sums[i + j] += 2 * part[j] - 15 * sum;
		}
	}
}

#if defined(__x86_64__)
__attribute__((target("avx2,f16c"))) void recollect_row_dots(float *out, const float *v, size_t dims,
                                                             const uint8_t *all, const uint32_t *at, size_t n) {
	size_t size = 4 + 2 * dims;
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n)
			prefetch(all + at[i + 1] * size, size);
		const uint8_t *row = all + at[i] * size;
		float factor;
		__builtin_memcpy(&factor, row, 4);
		const uint16_t *halves = (const uint16_t *)(row + 4);
		__m256 sums = _mm256_setzero_ps();
		size_t d = 0;
		for (; d + 8 <= dims; d += 8) {
			__m256 x = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(halves + d)));
			sums = _mm256_add_ps(sums, _mm256_mul_ps(_mm256_loadu_ps(v + d), x));
		}
		float s[8];
		_mm256_storeu_ps(s, sums);
		for (; d < dims; d++)
			s[d % 8] += v[d] * _cvtsh_ss(halves[d]);
		out[i] = (((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))) * factor;
	}
}
#endif

#if defined(__aarch64__)
void recollect_row_dots(float *out, const float *v, size_t dims, const uint8_t *all, const uint32_t *at, size_t n) {
	size_t size = 4 + 2 * dims;
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n)
			prefetch(all + at[i + 1] * size, size);
		const uint8_t *row = all + at[i] * size;
		float factor;
		__builtin_memcpy(&factor, row, 4);
		const __fp16 *halves = (const __fp16 *)(row + 4);
		float32x4_t low = vdupq_n_f32(0), high = vdupq_n_f32(0);
		size_t d = 0;
		for (; d + 8 <= dims; d += 8) {
			low = vaddq_f32(low, vmulq_f32(vld1q_f32(v + d), vcvt_f32_f16(vld1_f16(halves + d))));
			high = vaddq_f32(high, vmulq_f32(vld1q_f32(v + d + 4), vcvt_f32_f16(vld1_f16(halves + d + 4))));
		}
		float s[8];
		vst1q_f32(s, low);
		vst1q_f32(s + 4, high);
		for (; d < dims; d++)
			s[d % 8] += v[d] * (float)halves[d];
		out[i] = (((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))) * factor;
	}
}
#endif
