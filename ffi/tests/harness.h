/* What the test programs share. The last line of a program says `N passed, N failed`. */
#ifndef CPL_TEST_HARNESS_H
#define CPL_TEST_HARNESS_H

#include "cplink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#endif

static int passed_checks;
static int failed_checks;

#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)
/* A call that must succeed; `err` is the program's. */
#define OK(call) check_ok((call), &err, #call, __FILE__, __LINE__)
/* A call that must fail with this code, in its result and in its error object. */
#define FAILS(code, call) (CHECK((call) == (code)), CHECK(code_of(&err) == (code)))

static inline void check(int condition, const char *what, const char *file, int line) {
    if (condition) {
        passed_checks++;
    } else {
        failed_checks++;
        printf("%s:%d: failed: %s\n", file, line, what);
    }
}

static inline void check_ok(int32_t code, cpl_error **err, const char *what, const char *file, int line) {
    check(code == CPL_OK, what, file, line);
    if (code != CPL_OK && *err != NULL) {
        const char *text = NULL;
        size_t len = 0;
        cpl_error_text(*err, &text, &len);
        printf("    %.*s\n", (int)len, text);
        cpl_error_free(*err);
    }
    *err = NULL;
}

/* The code of an error, which is freed. */
static inline int32_t code_of(cpl_error **err) {
    int32_t code = 0;
    if (*err == NULL || cpl_error_code(*err, &code) != CPL_OK) {
        code = -1;
    }
    cpl_error_free(*err);
    *err = NULL;
    return code;
}

static inline int finish(void) {
    printf("%d passed, %d failed\n", passed_checks, failed_checks);
    return failed_checks == 0 ? 0 : 1;
}

static inline const char *setting(const char *name) {
    const char *value = getenv(name);
    if (value == NULL) {
        printf("%s is not set: run this by `cargo xtask test`\n", name);
        exit(2);
    }
    return value;
}

static inline int same(const char *text, size_t len, const char *want) {
    return len == strlen(want) && memcmp(text, want, len) == 0;
}

/* Opens a file by the UTF-8 path that the library takes too. */
static inline FILE *open_utf8(const char *path) {
#ifdef _WIN32
    wchar_t wide[1024];
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, 1024) == 0 ? NULL : _wfopen(wide, L"rb");
#else
    return fopen(path, "rb");
#endif
}

/* A whole file; the caller frees it. */
static inline unsigned char *read_file(const char *path, size_t *len) {
    FILE *file = open_utf8(path);
    unsigned char *bytes = NULL;
    long size = 0;
    *len = 0;
    if (file == NULL) {
        printf("cannot read %s\n", path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    bytes = (unsigned char *)malloc((size_t)size + 1);
    *len = fread(bytes, 1, (size_t)size, file);
    fclose(file);
    return bytes;
}

/* `<folder>/<before><middle><after>` in a buffer of its own; the caller frees it. */
static inline char *joined(const char *folder, const char *before, const char *middle, const char *after) {
    size_t size = strlen(folder) + strlen(before) + strlen(middle) + strlen(after) + 2;
    char *path = (char *)malloc(size);
    snprintf(path, size, "%s/%s%s%s", folder, before, middle, after);
    return path;
}

/* A client of an office, with its own key from the test authority. */
static inline cpl_client *client_of(const char *office) {
    cpl_error *err = NULL;
    cpl_secret *password = NULL;
    cpl_signer *signer = NULL;
    cpl_trust *trust = NULL;
    cpl_options *options = NULL;
    cpl_client *client = NULL;
    size_t len = 0;
    char *path = joined(setting("CPL_TEST_PKI"), "office-", office, "-care-insurance.p12");
    unsigned char *bytes = read_file(path, &len);
    free(path);
    OK(cpl_secret_new((const uint8_t *)"test", 4, &password, &err));
    OK(cpl_signer_from_pkcs12(bytes, len, password, &signer, &err));
    free(bytes);
    path = joined(setting("CPL_TEST_PKI"), "root.pem", "", "");
    bytes = read_file(path, &len);
    free(path);
    OK(cpl_trust_from_pem(bytes, len, &trust, &err));
    free(bytes);
    path = joined(setting("CPL_TEST_PKI"), "crl.pem", "", "");
    bytes = read_file(path, &len);
    free(path);
    OK(cpl_trust_add_pem(trust, bytes, len, &err));
    free(bytes);
    OK(cpl_options_new(&options, &err));
    OK(cpl_options_set(options, "base_url", setting("CPL_TEST_URL"), &err));
    OK(cpl_options_set(options, "connect_timeout_ms", "5000", &err));
    OK(cpl_client_new(options, signer, trust, &client, &err));
    cpl_options_free(options);
    cpl_trust_free(trust);
    cpl_signer_free(signer);
    cpl_secret_free(password);
    return client;
}

/* A unit that can be sent: one deletion of results. */
static inline cpl_unit *results_unit(const char *serial) {
    cpl_error *err = NULL;
    cpl_unit *unit = NULL;
    cpl_table *table = NULL;
    OK(cpl_table_new("DLTJSK", NULL, &table, &err));
    OK(cpl_table_add_json(table,
                          "{\"insurer_number\":\"990010\",\"insured_person_number\":\"0000000101\","
                          "\"deletion_target_month\":\"202510\",\"provider_number\":\"9970000111\","
                          "\"service_type_code\":\"11\"}",
                          &err));
    OK(cpl_unit_new("9970000111", "11", "9970000012", "43", serial, &unit, &err));
    OK(cpl_unit_add_table(unit, table, NULL, &err));
    cpl_table_free(table);
    return unit;
}

#endif
