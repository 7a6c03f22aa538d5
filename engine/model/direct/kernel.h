#include <stddef.h>
#include <stdint.h>

enum { AVX2 = 1, BASE = 2 };

// recollect_mul_cols computes what mulColsGo does.
void recollect_mul_cols(int kernel, float *out, const float *a, const int8_t *b, size_t rows, size_t size,
                        size_t cols);

// recollect_mul_rows computes what mulRowsGo does.
void recollect_mul_rows(int kernel, float *out, const float *a, const int8_t *b, size_t rows, size_t size,
                        size_t cols);
