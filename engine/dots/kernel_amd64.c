#include "kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline float total(__m256 sums) {
	float s[8];
	_mm256_storeu_ps(s, sums);
	return (s[0] + s[1]) + (s[2] + s[3]) + (s[4] + s[5]) + (s[6] + s[7]);
}

// Products and sums are rounded each, as in Go. Four rows are summed at a time: an addition need not wait for the
// one before it.
AVX2 void recollect_rows(float *out, const float *v, size_t dim, const float *rows, size_t n) {
	size_t i = 0;
	for (; i + 4 <= n; i += 4) {
		const float *a = rows + i * dim, *b = a + dim, *c = b + dim, *d = c + dim;
		__m256 sa = _mm256_setzero_ps(), sb = sa, sc = sa, sd = sa;
		for (size_t j = 0; j < dim; j += 8) {
			__m256 x = _mm256_loadu_ps(v + j);
			sa = _mm256_add_ps(sa, _mm256_mul_ps(x, _mm256_loadu_ps(a + j)));
			sb = _mm256_add_ps(sb, _mm256_mul_ps(x, _mm256_loadu_ps(b + j)));
			sc = _mm256_add_ps(sc, _mm256_mul_ps(x, _mm256_loadu_ps(c + j)));
			sd = _mm256_add_ps(sd, _mm256_mul_ps(x, _mm256_loadu_ps(d + j)));
		}
		out[i] = total(sa), out[i + 1] = total(sb), out[i + 2] = total(sc), out[i + 3] = total(sd);
	}
	for (; i < n; i++) {
		__m256 sum = _mm256_setzero_ps();
		for (size_t j = 0; j < dim; j += 8)
			sum = _mm256_add_ps(sum, _mm256_mul_ps(_mm256_loadu_ps(v + j), _mm256_loadu_ps(rows + i * dim + j)));
		out[i] = total(sum);
	}
}
#endif
