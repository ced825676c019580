/* The arguments for `calls.c`, which is generated from the description and calls every function at random. */
#ifndef CPL_TEST_CALLS_H
#define CPL_TEST_CALLS_H

#include "harness.h"

/* The handle types and the keys of settings; the generated program defines them and how each handle is freed. */
static void free_handle(int type, void *raw);
static const char *any_key(void);

#define MOST 24
#define MOST_LENT 256

struct pool {
    void *raw[MOST];
    int count;
};

struct lent {
    int type;
    const void *raw;
    void *owner;
};

static struct pool pools[CPL_TYPES];
static struct lent lent[MOST_LENT];
static int lent_count;
static uint64_t seed = 1, state = 1;
static int depth;
static char mark[1];
/* Pre-set value of every output: on failure nothing is written. */
#define MARK ((void *)mark)
#define NUMBER 0x5A5A5A5A

static inline uint32_t rnd(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % below;
}

static inline int rare(void) { return rnd(25) == 0; }

static inline void must(int good, const char *function, const char *what) {
    if (!good) {
        printf("%s: %s (seed %llu)\n", function, what, (unsigned long long)seed);
        fflush(stdout);
        abort();
    }
}

/* What an object lent is void once it is changed or freed. */
static inline void changed(const void *owner) {
    int kept = 0;
    for (int i = 0; i < lent_count; i++) {
        if (lent[i].owner != owner) {
            lent[kept++] = lent[i];
        }
    }
    lent_count = kept;
}

static inline void *take(int type) {
    struct pool *pool = &pools[type];
    uint32_t at;
    void *raw;
    if (pool->count == 0) {
        return NULL;
    }
    at = rnd((uint32_t)pool->count);
    raw = pool->raw[at];
    pool->raw[at] = pool->raw[--pool->count];
    changed(raw);
    return raw;
}

static inline void keep(int type, void *raw) {
    struct pool *pool = &pools[type];
    if (raw == NULL) {
        return;
    }
    if (pool->count == MOST) {
        free_handle(type, take(type));
    }
    pool->raw[pool->count++] = raw;
}

static inline void lend(int type, const void *raw, void *owner) {
    if (raw != NULL && owner != NULL && lent_count < MOST_LENT) {
        lent[lent_count++] = (struct lent){type, raw, owner};
    }
}

/* A live handle, now and then NULL; lent ones only for reading. */
static inline void *pick(int type, int reads, void **owner) {
    struct pool *pool = &pools[type];
    *owner = NULL;
    if (rare()) {
        return NULL;
    }
    if (reads && lent_count > 0 && (pool->count == 0 || rnd(3) == 0)) {
        const struct lent *one = &lent[rnd((uint32_t)lent_count)];
        if (one->type == type) {
            *owner = one->owner;
            return (void *)(uintptr_t)one->raw;
        }
    }
    if (pool->count == 0) {
        return NULL;
    }
    *owner = pool->raw[rnd((uint32_t)pool->count)];
    return *owner;
}

/* Every byte that is lent can be read. */
static volatile unsigned touched;
static inline void touch(const void *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        touched += ((const unsigned char *)data)[i];
    }
}

static const char *const texts[] = {
    "", "UPPLAN", "UPJSK", "DLTJSK", "UP1KYO", "9970000111", "9970000012", "11", "43", "provider_name", "units",
    "service_date", "csv_version", "見本﨑", "😀", "\xff", "\xe3\x81", "202407", "20251104090000", "1", "x",
    "[{\"units\":\"1\"},{\"provider_name\":\"x\"}]", "{\"no\":[]}", "[[[[", "base_url", "https://127.0.0.1:1",
    "http://127.0.0.1", "connect_timeout_ms", "200", "allow_tls12", "proxy_password", "a.pdf", "連絡票.pdf",
    "DLTJSK_202510_9970000111_11_9970000012_43_20251104090000.CSV",
    "0000000000000000000000000000000000000000000000000000000000000000"};
#define TEXTS (sizeof texts / sizeof texts[0])

static inline int named(const char *name, const char *what) { return strstr(name, what) != NULL; }

static const char *text_for(const char *name) {
    static const char *const kinds[] = {"UPPLAN", "UPJSK", "DLTJSK", "UPSIKYU"};
    static const char *const fields[] = {"provider_name", "units", "insurer_number", "service_date"};
    static const char *const offices[] = {"9970000111", "9970000012"};
    if (rare()) {
        return NULL;
    }
    if (rnd(5) == 0) {
        return texts[rnd(TEXTS)];
    }
    if (named(name, "kind")) return kinds[rnd(4)];
    if (named(name, "field")) return fields[rnd(4)];
    if (named(name, "service_type")) return rnd(2) ? "11" : "43";
    if (named(name, "office") || named(name, "number")) return offices[rnd(2)];
    if (named(name, "serial")) return "20251104090000";
    if (named(name, "folder") || named(name, "path")) return setting("CPL_TEST_DIR");
    if (named(name, "message_id")) return texts[TEXTS - 1];
    if (named(name, "json")) return texts[21];
    if (named(name, "key")) return any_key();
    if (named(name, "name")) return rnd(3) ? texts[TEXTS - 2] : "a.pdf";
    return texts[rnd(TEXTS)];
}

struct file {
    unsigned char *bytes;
    size_t len;
};
static struct file files[8];
static int file_count;

static const uint8_t *bytes_for(const char *name, size_t *len) {
    static const uint8_t csv[] = "202407,990010,0000000101,202510,9970000111,11\r\n202407,\x81\x20,\"a\"\"b\"\r\n";
    const struct file *file = &files[rnd((uint32_t)file_count)];
    switch (rnd(12)) {
    case 0: *len = rnd(2) * 3; return NULL;
    /* Told before a byte is touched. */
    case 1: *len = rnd(2) ? (size_t)1 << 31 : SIZE_MAX; return csv;
    case 2: *len = rnd((uint32_t)file->len); return file->bytes;
    case 3: *len = 0; return csv;
    case 4: *len = 2; return (const uint8_t *)"\xff\xfe";
    default: break;
    }
    if (named(name, "csv") || named(name, "text")) {
        *len = sizeof csv - 1 - (named(name, "text") ? 20 : 0);
        return csv;
    }
    if (named(name, "secret") || named(name, "data") || named(name, "password")) {
        *len = 4;
        return (const uint8_t *)"test";
    }
    *len = file->len;
    return file->bytes;
}

static const uint16_t *shorts_for(size_t *len) {
    static const uint16_t numbers[] = {0x0804, 0x0403, 1, 0};
    *len = rare() ? (size_t)1 << 31 : rnd(5);
    return rare() ? NULL : numbers;
}

static const uint32_t *numbers_for(size_t *len) {
    static const uint32_t good[] = {0, 6, 6, 13, 20}, bad[] = {4, 2, UINT32_MAX, 9, 0};
    *len = rare() ? (size_t)1 << 31 : rnd(6);
    return rare() ? NULL : rnd(4) ? good : bad;
}

static const int32_t *choices_for(size_t *len) {
    static const int32_t good[] = {6, 7, 1, 6}, bad[] = {6, -1, INT32_MAX, 4};
    *len = rare() ? (size_t)1 << 31 : rnd(5);
    return rare() ? NULL : rnd(4) ? good : bad;
}

static const char *const *texts_for(size_t *len) {
    static const char *some[3];
    for (int i = 0; i < 3; i++) {
        some[i] = text_for(rnd(2) ? "path" : "name");
    }
    *len = rnd(4);
    return rare() ? NULL : some;
}

static uint64_t number_for(const char *name) {
    if (named(name, "wait")) {
        return rnd(3);
    }
    switch (rnd(16)) {
    case 0: return UINT64_MAX;
    case 1: return INT32_MAX;
    case 2: return 901;
    default: return rnd(4);
    }
}

static void one_call(void);

static int32_t good_progress_fn(void *user, int32_t step, uint64_t done, uint64_t total) {
    (void)user;
    (void)step;
    (void)done;
    (void)total;
    if (depth < 2 && rnd(4) == 0) {
        one_call();
    }
    return rnd(16) == 0;
}

static int32_t good_sign_fn(void *user, uint32_t scheme, const uint8_t *message, size_t message_len,
                            uint8_t *signature, size_t capacity, size_t *signature_len) {
    (void)user;
    (void)scheme;
    touch(message, message_len);
    memset(signature, 7, capacity);
    *signature_len = rnd(3) ? 256 : capacity + 1;
    return rnd(4) == 0;
}

static void load(const char *name) {
    char *path = joined(setting("CPL_TEST_PKI"), name, "", "");
    files[file_count].bytes = read_file(path, &files[file_count].len);
    file_count++;
    free(path);
}

/* One live object of every type that can be made without luck. */
static void stock(int real) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    cpl_row *row = NULL;
    cpl_texts *cells = NULL;
    cpl_unit *unit = NULL;
    cpl_bytes *bytes = NULL;
    cpl_secret *secret = NULL;
    cpl_options *options = NULL;
    cpl_signer *signer = NULL;
    cpl_trust *trust = NULL;
    cpl_cancel *cancel = NULL;
    cpl_job *job = NULL;
    cpl_client *client = NULL;
    cpl_offices *offices = NULL;
    cpl_turns *turns = NULL;
    cpl_turn *turn = NULL;
    cpl_findings *findings = NULL;
    size_t len = 0;
    const uint8_t csv[] = "202407,990010,0000000101,202510,9970000111,11\r\n";
    OK(cpl_table_read("DLTJSK", csv, sizeof csv - 1, &table, &findings, &err));
    OK(cpl_row_new(&row, &err));
    OK(cpl_table_row(table, 0, row, &err));
    OK(cpl_table_texts(table, "DLTJSK", 0, 10, &cells, &err));
    OK(cpl_table_json(table, &bytes, &err));
    OK(cpl_unit_new("9970000111", "11", "9970000012", "43", "20251104090000", &unit, &err));
    OK(cpl_unit_add_csv(unit, texts[TEXTS - 2], csv, sizeof csv - 1, &err));
    OK(cpl_secret_new((const uint8_t *)"test", 4, &secret, &err));
    OK(cpl_signer_from_pem(files[0].bytes, files[0].len, NULL, &signer, &err));
    OK(cpl_trust_from_pem(files[1].bytes, files[1].len, &trust, &err));
    OK(cpl_options_new(&options, &err));
    OK(cpl_options_set(options, "base_url", real ? setting("CPL_TEST_URL") : "https://127.0.0.1:1", &err));
    OK(cpl_client_new(options, signer, trust, &client, &err));
    OK(cpl_offices_new(2, &offices, &err));
    OK(cpl_offices_add(offices, client, &err));
    OK(cpl_offices_turns(offices, 1000, &turns, &err));
    OK(cpl_turns_next(turns, NULL, &turn, &err));
    OK(cpl_cancel_new(&cancel, &err));
    OK(cpl_job_new(&job, &err));
    OK(cpl_job_set_cancel(job, cancel, &err));
    OK(cpl_job_set_progress(job, NULL, good_progress_fn, &err));
    len = 0;
    CHECK(cpl_code_name(-1, (const char **)&bytes, &len, &err) != CPL_OK && err != NULL);
    keep(T_cpl_error, err);
    keep(T_cpl_findings, findings);
    keep(T_cpl_table, table);
    keep(T_cpl_row, row);
    keep(T_cpl_texts, cells);
    keep(T_cpl_bytes, bytes);
    keep(T_cpl_unit, unit);
    keep(T_cpl_secret, secret);
    keep(T_cpl_signer, signer);
    keep(T_cpl_trust, trust);
    keep(T_cpl_options, options);
    keep(T_cpl_cancel, cancel);
    keep(T_cpl_job, job);
    keep(T_cpl_client, client);
    keep(T_cpl_offices, offices);
    keep(T_cpl_turns, turns);
    keep(T_cpl_turn, turn);
}

static void free_all(void) {
    for (int type = 0; type < CPL_TYPES; type++) {
        while (pools[type].count > 0) {
            free_handle(type, take(type));
        }
    }
    for (int i = 0; i < file_count; i++) {
        free(files[i].bytes);
    }
}

#endif
