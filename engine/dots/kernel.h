#include <stddef.h>

// recollect_rows sets each of n numbers of out to the dot product of v and a row, which has dim numbers, a multiple of
// eight. It adds as photo.Dot does.
void recollect_rows(float *out, const float *v, size_t dim, const float *rows, size_t n);
