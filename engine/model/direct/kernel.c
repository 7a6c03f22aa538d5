#include "kernel.h"
#include <string.h>

#if defined(__clang__)
// Products and sums are rounded one by one, as in Go, also where there is an instruction for both.
#pragma STDC FP_CONTRACT OFF
#endif

enum { lanes = 16, most = 32, tall = 4 };

#define INLINE static inline __attribute__((always_inline))

// edge computes the columns from c on, which are too few for a block.
INLINE void edge(float *out, const float *a, const int8_t *b, size_t rows, size_t size, size_t cols, size_t c) {
	for (size_t r = 0; r < rows; r++) {
		float sum[most] = {0};
		for (size_t j = 0; j < size; j++)
			for (size_t i = c; i < cols; i++)
				sum[i - c] += a[r * size + j] * b[j * cols + i];
		memcpy(out + r * cols + c, sum, (cols - c) * sizeof(float));
	}
}

// total adds what is left of a row to the sums, and the sums.
INLINE float total(float *s, const float *x, const int8_t *w, size_t j, size_t size) {
	for (size_t i = 0; j < size; i++, j++)
		s[i] += x[j] * w[j];
	for (size_t half = lanes / 2; half > 0; half /= 2)
		for (size_t i = 0; i < half; i++)
			s[i] += s[i + half];
	return s[0];
}

static void mul_cols(float *out, const float *a, const int8_t *b, size_t rows, size_t size, size_t cols) {
	size_t c = 0;
	for (; c + most <= cols; c += most)
		for (size_t r = 0; r < rows; r++) {
			float sum[most] = {0};
			for (size_t j = 0; j < size; j++)
				for (size_t i = 0; i < most; i++)
					sum[i] += a[r * size + j] * b[j * cols + c + i];
			memcpy(out + r * cols + c, sum, sizeof sum);
		}
	edge(out, a, b, rows, size, cols, c);
}

static void mul_rows(float *out, const float *a, const int8_t *b, size_t rows, size_t size, size_t cols) {
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < cols; c++) {
			const float *x = a + r * size;
			const int8_t *w = b + c * size;
			float s[lanes] = {0};
			size_t j = 0;
			for (; j + lanes <= size; j += lanes)
				for (size_t i = 0; i < lanes; i++)
					s[i] += x[j + i] * w[j + i];
			out[r * cols + c] = total(s, x, w, j, size);
		}
}

#if defined(__x86_64__)
#include <immintrin.h>

enum { wide = 2, width = 8 * wide, deep = 256 };

#define TARGET __attribute__((target("avx2")))

TARGET INLINE __m256 numbers(const int8_t *b) {
	return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)b)));
}

// block_avx2 adds to n rows of width columns what chunk numbers of the rows of a and the panel w, which are that
// many rows of width numbers, make.
TARGET INLINE void block_avx2(float *out, const float *a, const float *w, size_t chunk, size_t size, size_t cols,
                              const size_t n) {
	__m256 sum[tall][wide];
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < wide; c++)
			sum[r][c] = _mm256_loadu_ps(out + r * cols + 8 * c);
	for (size_t j = 0; j < chunk; j++, w += width) {
		__m256 left = _mm256_loadu_ps(w), right = _mm256_loadu_ps(w + 8);
		for (size_t r = 0; r < n; r++) {
			__m256 x = _mm256_broadcast_ss(a + r * size + j);
			sum[r][0] = _mm256_add_ps(sum[r][0], _mm256_mul_ps(x, left));
			sum[r][1] = _mm256_add_ps(sum[r][1], _mm256_mul_ps(x, right));
		}
	}
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < wide; c++)
			_mm256_storeu_ps(out + r * cols + 8 * c, sum[r][c]);
}

// Numbers become floating-point ones in panels, which stay in the processor's first cache. A panel is not aligned:
// GCC for Windows aligns no stack to 32 bytes.
TARGET static void mul_cols_avx2(float *out, const float *a, const int8_t *b, size_t rows, size_t size,
                                 size_t cols) {
	float panel[deep * width];
	memset(out, 0, rows * cols * sizeof(float));
	size_t c = 0;
	for (; c + width <= cols; c += width)
		for (size_t j = 0; j < size; j += deep) {
			size_t chunk = size - j < deep ? size - j : deep;
			for (size_t i = 0; i < chunk; i++) {
				const int8_t *row = b + (j + i) * cols + c;
				_mm256_storeu_ps(panel + i * width, numbers(row));
				_mm256_storeu_ps(panel + i * width + 8, numbers(row + 8));
			}
			size_t r = 0;
			for (; r + tall <= rows; r += tall)
				block_avx2(out + r * cols + c, a + r * size + j, panel, chunk, size, cols, tall);
			for (; r + tall / 2 <= rows; r += tall / 2)
				block_avx2(out + r * cols + c, a + r * size + j, panel, chunk, size, cols, tall / 2);
			for (; r < rows; r++)
				block_avx2(out + r * cols + c, a + r * size + j, panel, chunk, size, cols, 1);
		}
	edge(out, a, b, rows, size, cols, c);
}

TARGET static void mul_rows_avx2(float *out, const float *a, const int8_t *b, size_t rows, size_t size,
                                 size_t cols) {
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < cols; c++) {
			const float *x = a + r * size;
			const int8_t *w = b + c * size;
			__m256 p = _mm256_setzero_ps(), q = p;
			size_t j = 0;
			for (; j + lanes <= size; j += lanes) {
				p = _mm256_add_ps(p, _mm256_mul_ps(_mm256_loadu_ps(x + j), numbers(w + j)));
				q = _mm256_add_ps(q, _mm256_mul_ps(_mm256_loadu_ps(x + j + 8), numbers(w + j + 8)));
			}
			float s[lanes];
			_mm256_storeu_ps(s, p);
			_mm256_storeu_ps(s + 8, q);
			out[r * cols + c] = total(s, x, w, j, size);
		}
}
#endif

void recollect_mul_cols(int kernel, float *out, const float *a, const int8_t *b, size_t rows, size_t size,
                        size_t cols) {
#if defined(__x86_64__)
	if (kernel == AVX2) {
		mul_cols_avx2(out, a, b, rows, size, cols);
		return;
	}
#endif
	mul_cols(out, a, b, rows, size, cols);
}

void recollect_mul_rows(int kernel, float *out, const float *a, const int8_t *b, size_t rows, size_t size,
                        size_t cols) {
#if defined(__x86_64__)
	if (kernel == AVX2) {
		mul_rows_avx2(out, a, b, rows, size, cols);
		return;
	}
#endif
	mul_rows(out, a, b, rows, size, cols);
}
