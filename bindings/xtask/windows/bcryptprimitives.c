/* The one function of bcryptprimitives.dll that Rust's library calls, for Wine 8, which has no such DLL,
   and what .NET 8 needs to throw twice there. For tests only: every Windows has its own. */
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

#ifdef _WIN64
/* The exceptions of .NET: of its programs, of its compiler and of the C++ it is written in. */
static BOOL is_dotnet(DWORD code) { return code == 0xe0434352 || code == 0x02345678 || code == 0xe06d7363; }

/* Wine 8 notes every handler it calls in a list on the stack. .NET 8 goes on after a catch without telling
   Windows, which knows no such list; the next exception then finds in it what is no longer there, and the
   thread dies without a word. Nothing of Wine's waits for these exceptions: they start with an empty list. */
static LONG CALLBACK forget(EXCEPTION_POINTERS *exception) {
    if (is_dotnet(exception->ExceptionRecord->ExceptionCode)) {
        ((NT_TIB *)NtCurrentTeb())->ExceptionList = (struct _EXCEPTION_REGISTRATION_RECORD *)~(ULONG_PTR)0;
    }
    return EXCEPTION_CONTINUE_SEARCH;
}

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved) {
    (void)dll, (void)reserved;
    return reason != DLL_PROCESS_ATTACH || AddVectoredExceptionHandler(1, forget) != NULL;
}
#endif
