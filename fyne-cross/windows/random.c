// bcryptprimitives.dll for wine 8, which has none: every Go program needs its one function.
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG n);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T n) {
	while (n > 0) {
		ULONG part = n > 0x10000 ? 0x10000 : (ULONG)n;
		if (!SystemFunction036(bytes, part))
			return FALSE;
		bytes += part;
		n -= part;
	}
	return TRUE;
}
