/* Runs the Unix program of its own name: as `openssl.exe` in Wine's PATH it is the host's openssl, for tests
   that compare with it. Wine starts Unix programs but can neither wait for them nor give them its pipes, so
   output and exit code go through files. */
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LINE 32768

static HANDLE scratch(const wchar_t *ending) {
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    wchar_t folder[MAX_PATH], path[2 * MAX_PATH];
    HANDLE file;
    GetTempPathW(MAX_PATH, folder);
    swprintf(path, 2 * MAX_PATH, L"%lshost-tool-%lu.%ls", folder, GetCurrentProcessId(), ending);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                       &inherited, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        fprintf(stderr, "host_tool: no scratch file: %lu\n", GetLastError());
        exit(127);
    }
    return file;
}

static void copy(HANDLE from, DWORD to) {
    char block[4096];
    DWORD got = 0, put = 0;
    SetFilePointer(from, 0, NULL, FILE_BEGIN);
    while (ReadFile(from, block, sizeof block, &got, NULL) && got > 0) {
        WriteFile(GetStdHandle(to), block, got, &put, NULL);
    }
}

/* The command line behind the program's name, as it was written. */
static const wchar_t *arguments(void) {
    const wchar_t *line = GetCommandLineW();
    const wchar_t end = *line == L'"' ? L'"' : L' ';
    do {
        line++;
    } while (*line != 0 && *line != end);
    return *line == L'"' ? line + 1 : line;
}

int main(void) {
    static wchar_t line[LINE];
    wchar_t path[MAX_PATH];
    char digits[8] = "";
    DWORD got = 0;
    int tries = 0;
    wchar_t *name, *ending;
    STARTUPINFOW start = {0};
    PROCESS_INFORMATION process;
    GetModuleFileNameW(NULL, path, MAX_PATH);
    name = wcsrchr(path, L'\\') + 1;
    ending = wcsrchr(name, L'.');
    if (ending != NULL) {
        *ending = 0;
    }
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = scratch(L"code");
    start.hStdOutput = scratch(L"out");
    start.hStdError = scratch(L"err");
    if (swprintf(line, LINE, L"/bin/sh -c \"\\\"$0\\\" \\\"$@\\\" </dev/null; echo $? >&0\" %ls %ls", name, arguments()) < 0) {
        fprintf(stderr, "host_tool: the command is too long\n");
        return 127;
    }
    while (!CreateProcessW(L"\\\\?\\unix\\bin\\sh", line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) {
        DWORD error = GetLastError();
        /* A busy Wine now and then starts nothing. */
        if (error != ERROR_INTERNAL_ERROR || tries++ == 5) {
            fprintf(stderr, "host_tool: cannot start: %lu\n", error);
            return 127;
        }
        Sleep(200);
    }
    /* Whoever runs the tests sets the limit of time. */
    while (got == 0 || digits[got - 1] != '\n') {
        Sleep(1);
        SetFilePointer(start.hStdInput, 0, NULL, FILE_BEGIN);
        ReadFile(start.hStdInput, digits, sizeof digits - 1, &got, NULL);
    }
    copy(start.hStdOutput, STD_OUTPUT_HANDLE);
    copy(start.hStdError, STD_ERROR_HANDLE);
    return atoi(digits);
}
