/* The one function of bcryptprimitives.dll that Rust's library calls, for Wine 8, which has no such DLL.
   For tests only: every Windows has its own. */
#include <windows.h>

#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T len) {
    const SIZE_T most = 1 << 24;
    while (len > 0) {
        const ULONG now = (ULONG)(len < most ? len : most);
        if (!RtlGenRandom(data, now)) {
            return FALSE;
        }
        data += now;
        len -= now;
    }
    return TRUE;
}
