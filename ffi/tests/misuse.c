/* Misuse never crashes: each kind of it has its code. */
#include "harness.h"

#include <pthread.h>
#include <stdint.h>

static void text_that_is_none(void) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    cpl_unit *unit = NULL;
    const char *text = NULL;
    size_t len = 0, index = 0;
    FAILS(CPL_E_NOT_UTF8, cpl_table_new("\x83\x65\x83\x58\x83\x67", NULL, &table, &err));
    CHECK(table == NULL);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_new("", NULL, &table, &err));
    FAILS(CPL_E_NOT_UTF8, cpl_unit_new("9970000111", "11", "9970000012", "43", "\xff", &unit, &err));
    CHECK(unit == NULL);
    OK(cpl_table_new("upplan", NULL, &table, &err));
    OK(cpl_table_kind(table, &text, &len, &err));
    CHECK(same(text, len, "UPPLAN"));
    OK(cpl_table_push(table, &index, &err));
    FAILS(CPL_E_NOT_UTF8, cpl_table_set(table, 0, "provider_name", "\xed\xa0\x80", &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_set(table, 1, "provider_name", "x", &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_set(table, 0, "no_such_field", "x", &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_set_number(table, 0, 0, "x", &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_set_number(table, 0, UINT32_MAX, "x", &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_remove(table, (size_t)-1, &err));
    FAILS(CPL_E_JSON_FORM, cpl_table_add_json(table, "[{\"provider_name\":\"x\"},3]", &err));
    OK(cpl_table_len(table, &len, &err));
    CHECK(len == 1);
    cpl_table_free(table);
}

static void lengths(void) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    cpl_secret *secret = NULL;
    const uint8_t byte = 'x';
    FAILS(CPL_E_TOO_LARGE, cpl_table_read("UPPLAN", &byte, (size_t)1 << 31, &table, NULL, &err));
    FAILS(CPL_E_TOO_LARGE, cpl_table_read("UPPLAN", &byte, SIZE_MAX, &table, NULL, &err));
    FAILS(CPL_E_TOO_LARGE, cpl_secret_new(&byte, (size_t)1 << 31, &secret, &err));
    FAILS(CPL_E_NULL_ARGUMENT, cpl_secret_new(NULL, 1, &secret, &err));
    CHECK(table == NULL && secret == NULL);
    OK(cpl_secret_new(NULL, 0, &secret, &err));
    cpl_secret_free(secret);
    OK(cpl_table_read("UPPLAN", NULL, 0, &table, NULL, &err));
    cpl_table_free(table);
}

static void wrong_keys(void) {
    cpl_error *err = NULL;
    cpl_options *options = NULL;
    cpl_secret *secret = NULL;
    cpl_signer *signer = NULL;
    cpl_trust *trust = NULL;
    size_t len = 0;
    char *path = joined(setting("CPL_TEST_PKI"), "office-9970000012-care-insurance.p12", "", "");
    unsigned char *file = read_file(path, &len);
    OK(cpl_secret_new((const uint8_t *)"wrong", 5, &secret, &err));
    FAILS(CPL_E_KEY_PASSWORD, cpl_signer_from_pkcs12(file, len, secret, &signer, &err));
    FAILS(CPL_E_KEY_FILE, cpl_signer_from_pkcs12((const uint8_t *)"garbage", 7, secret, &signer, &err));
    FAILS(CPL_E_TRUST_FILE, cpl_trust_from_pem(file, len, &trust, &err));
    OK(cpl_options_new(&options, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_options_set(options, "no_such_option", "1", &err));
    FAILS(CPL_E_SETTING, cpl_options_set(options, "connect_timeout_ms", "0", &err));
    FAILS(CPL_E_SETTING, cpl_options_set(options, "allow_tls12", "yes", &err));
    FAILS(CPL_E_SETTING, cpl_options_set(options, "transport", "pigeon", &err));
    OK(cpl_options_set(options, "transport", "cpx/1", &err));
    OK(cpl_options_set(options, "relay_pin", "sha256:0000000000000000000000000000000000000000000000000000000000000000; "
                                             "relay.example", &err));
    OK(cpl_options_set(options, "relay_pin", "", &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_options_set_secret(options, "base_url", secret, &err));
    OK(cpl_options_set_secret(options, "proxy_password", secret, &err));
    CHECK(signer == NULL && trust == NULL);
    cpl_options_free(options);
    cpl_secret_free(secret);
    free(file);
    free(path);
}

struct scene {
    cpl_client *client;
    cpl_unit *unit;
    cpl_job *job;
    int calls;
    int frees;
};

static void *elsewhere(void *user) {
    struct scene *scene = (struct scene *)user;
    cpl_error *err = NULL;
    cpl_unit_report *report = NULL;
    FAILS(CPL_E_BUSY, cpl_client_check(scene->client, scene->unit, NULL, &report, &err));
    CHECK(report == NULL);
    return NULL;
}

static int32_t meddle(void *user, int32_t step, uint64_t done, uint64_t total) {
    struct scene *scene = (struct scene *)user;
    cpl_error *err = NULL;
    cpl_unit_report *report = NULL;
    const char *text = NULL;
    size_t len = 0;
    pthread_t thread;
    (void)step;
    (void)done;
    (void)total;
    if (scene->calls++ > 0) {
        return 0;
    }
    FAILS(CPL_E_BUSY, cpl_client_check(scene->client, scene->unit, NULL, &report, &err));
    FAILS(CPL_E_BUSY, cpl_unit_set_subject(scene->unit, "x", &err));
    OK(cpl_unit_csv_file_name(scene->unit, 0, &text, &len, &err));
    OK(cpl_client_office_number(scene->client, &text, &len, &err));
    CHECK(pthread_create(&thread, NULL, elsewhere, scene) == 0);
    pthread_join(thread, NULL);
    if (scene->frees) {
        cpl_client_free(scene->client);
        cpl_unit_free(scene->unit);
        cpl_job_free(scene->job);
    }
    return 0;
}

static void busy_and_reentry(int frees) {
    cpl_error *err = NULL;
    cpl_unit_report *report = NULL;
    const cpl_findings *findings = NULL;
    int32_t wrong = 1;
    struct scene scene = {client_of("9970000111"), results_unit("20251104090000"), NULL, 0, frees};
    OK(cpl_job_new(&scene.job, &err));
    OK(cpl_job_set_progress(scene.job, &scene, meddle, &err));
    OK(cpl_client_check(scene.client, scene.unit, scene.job, &report, &err));
    CHECK(scene.calls > 0);
    OK(cpl_unit_report_findings(report, &findings, &err));
    OK(cpl_findings_has_error(findings, &wrong, &err));
    CHECK(!wrong);
    cpl_unit_report_free(report);
    if (!frees) {
        OK(cpl_client_check(scene.client, scene.unit, NULL, &report, &err));
        cpl_unit_report_free(report);
        cpl_client_free(scene.client);
        cpl_unit_free(scene.unit);
        cpl_job_free(scene.job);
    }
}

/* In a callback of a verb that waits for messages: what does not receive goes on, what does is busy. */
static int32_t send_meanwhile(void *user, int32_t step, uint64_t done, uint64_t total) {
    struct scene *scene = (struct scene *)user;
    cpl_error *err = NULL;
    cpl_sent *sent = NULL;
    cpl_batch *batch = NULL;
    char *folder = joined(setting("CPL_TEST_DIR"), "/meanwhile", "", "");
    (void)done;
    (void)total;
    if (step == CPL_STEP_WAITING && scene->calls++ == 0) {
        OK(cpl_client_send(scene->client, scene->unit, folder, NULL, NULL, &sent, &err));
        FAILS(CPL_E_BUSY, cpl_client_receive(scene->client, "", folder, 0, NULL, &batch, &err));
        OK(cpl_client_rest(scene->client, &err));
        cpl_sent_free(sent);
    }
    free(folder);
    return scene->calls > 0;
}

static void sending_while_waiting(void) {
    cpl_error *err = NULL;
    cpl_batch *batch = NULL;
    char *folder = joined(setting("CPL_TEST_DIR"), "/meanwhile", "", "");
    struct scene scene = {client_of("9970000111"), results_unit("20251104090059"), NULL, 0, 0};
    OK(cpl_job_new(&scene.job, &err));
    OK(cpl_job_set_progress(scene.job, &scene, send_meanwhile, &err));
    /* The callback has sent and then stops the waiting. */
    FAILS(CPL_E_CANCELLED, cpl_client_receive(scene.client, "", folder, 20000, scene.job, &batch, &err));
    CHECK(scene.calls == 1);
    OK(cpl_client_receive(scene.client, "", folder, 0, NULL, &batch, &err));
    cpl_batch_free(batch);
    cpl_client_free(scene.client);
    cpl_unit_free(scene.unit);
    cpl_job_free(scene.job);
    free(folder);
}

static void connecting(void) {
    cpl_error *err = NULL;
    cpl_secret *password = NULL;
    cpl_options *options = NULL;
    cpl_client *client = NULL;
    cpl_diagnosis *diagnosis = NULL;
    const char *url = setting("CPL_TEST_URL"), *text = NULL;
    char *key = joined(setting("CPL_TEST_PKI"), "office-9970000111-care-insurance.p12", "", "");
    char *trust = joined(setting("CPL_TEST_PKI"), "root.pem", "", "");
    size_t len = 0;
    int32_t well = 0;
    OK(cpl_secret_new((const uint8_t *)"test", 4, &password, &err));
    OK(cpl_options_new(&options, &err));
    OK(cpl_options_set(options, "call_timeout_ms", "30000", &err));
    OK(cpl_client_connect(url, key, trust, password, options, NULL, &client, &err));
    OK(cpl_client_office_number(client, &text, &len, &err));
    CHECK(len == 10 && memcmp(text, "9970000111", len) == 0);
    cpl_client_free(client);
    client = NULL;
    FAILS(CPL_E_KEY_PASSWORD, cpl_client_connect(url, key, trust, NULL, NULL, NULL, &client, &err));
    /* Not "pkcs11:x": a library without tokens, as on 32-bit Windows, has another code for it. */
    FAILS(CPL_E_KEY_PLACE, cpl_client_connect(url, "", trust, NULL, NULL, NULL, &client, &err));
    FAILS(CPL_E_FILE_READ, cpl_client_connect(url, key, "none.pem", password, NULL, NULL, &client, &err));
    FAILS(CPL_E_URL, cpl_client_connect("", key, trust, password, NULL, NULL, &client, &err));
    CHECK(client == NULL);
    OK(cpl_client_diagnose(url, key, trust, password, NULL, NULL, &diagnosis, &err));
    OK(cpl_diagnosis_is_well(diagnosis, &well, &err));
    CHECK(well);
    cpl_diagnosis_free(diagnosis);
    OK(cpl_client_diagnose(url, key, trust, NULL, NULL, NULL, &diagnosis, &err));
    OK(cpl_diagnosis_is_well(diagnosis, &well, &err));
    OK(cpl_diagnosis_len(diagnosis, &len, &err));
    CHECK(!well && len == 3);
    cpl_diagnosis_free(diagnosis);
    cpl_options_free(options);
    cpl_secret_free(password);
    free(key);
    free(trust);
}

static int32_t stop(void *user, int32_t step, uint64_t done, uint64_t total) {
    (void)user;
    (void)step;
    (void)done;
    (void)total;
    return 1;
}

static void stopping(void) {
    cpl_error *err = NULL;
    cpl_client *client = client_of("9970000111");
    cpl_unit *unit = results_unit("20251104090000");
    cpl_unit_report *report = NULL;
    cpl_batch *batch = NULL;
    cpl_cancel *cancel = NULL;
    cpl_job *job = NULL;
    int32_t set = 1;
    OK(cpl_cancel_new(&cancel, &err));
    OK(cpl_job_new(&job, &err));
    OK(cpl_job_set_cancel(job, cancel, &err));
    OK(cpl_job_set_progress(job, NULL, stop, &err));
    FAILS(CPL_E_CANCELLED, cpl_client_check(client, unit, job, &report, &err));
    OK(cpl_cancel_is_set(cancel, &set, &err));
    CHECK(!set);
    OK(cpl_job_set_progress(job, NULL, NULL, &err));
    OK(cpl_client_check(client, unit, job, &report, &err));
    OK(cpl_cancel_set(cancel, &err));
    FAILS(CPL_E_CANCELLED, cpl_client_receive(client, "", setting("CPL_TEST_DIR"), 60000, job, &batch, &err));
    CHECK(batch == NULL);
    cpl_unit_report_free(report);
    cpl_job_free(job);
    cpl_cancel_free(cancel);
    cpl_unit_free(unit);
    cpl_client_free(client);
}

static int32_t will_not_sign(void *user, uint32_t scheme, const uint8_t *message, size_t message_len,
                             uint8_t *signature, size_t capacity, size_t *signature_len) {
    (void)message;
    (void)signature;
    ++*(int *)user;
    *signature_len = capacity + 1;
    return message_len > 0 && scheme == 0x0804 ? 13 : 0;
}

static void host_signer(void) {
    cpl_error *err = NULL;
    cpl_signer *signer = NULL;
    cpl_trust *trust = NULL;
    cpl_options *options = NULL;
    cpl_client *client = NULL;
    cpl_unit *unit = results_unit("20251104090000");
    cpl_sent *sent = NULL;
    int calls = 0;
    int32_t code = 0;
    int64_t os_code = 0;
    size_t len = 0;
    const uint16_t schemes[] = {0x0804};
    char *path = joined(setting("CPL_TEST_PKI"), "office-9970000111-care-insurance.pem", "", "");
    unsigned char *pem = read_file(path, &len);
    OK(cpl_trust_from_pem(pem, len, &trust, &err));
    FAILS(CPL_E_NULL_ARGUMENT, cpl_signer_from_callback(NULL, NULL, pem, len, schemes, 1, &signer, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_signer_from_callback(NULL, will_not_sign, pem, len, NULL, 0, &signer, &err));
    OK(cpl_signer_from_callback(&calls, will_not_sign, pem, len, schemes, 1, &signer, &err));
    OK(cpl_options_new(&options, &err));
    FAILS(CPL_E_URL, cpl_client_new(options, signer, trust, &client, &err));
    OK(cpl_options_set(options, "base_url", setting("CPL_TEST_URL"), &err));
    OK(cpl_client_new(options, signer, trust, &client, &err));
    code = cpl_client_send(client, unit, setting("CPL_TEST_DIR"), NULL, NULL, &sent, &err);
    CHECK(code == CPL_E_KEY_SIGN && sent == NULL && calls == 1);
    if (err != NULL) {
        cpl_error_os_code(err, &os_code);
    }
    CHECK(os_code == 13);
    cpl_error_free(err);
    cpl_client_free(client);
    cpl_options_free(options);
    cpl_signer_free(signer);
    cpl_trust_free(trust);
    cpl_unit_free(unit);
    free(pem);
    free(path);
}

static void *read_rows(void *user) {
    const cpl_table *table = (const cpl_table *)user;
    cpl_error *err = NULL;
    cpl_row *row = NULL;
    size_t good = 0, len = 0, count = 0;
    const char *text = NULL, *all = NULL;
    const uint32_t *offsets = NULL;
    if (cpl_row_new(&row, &err) != CPL_OK) {
        return (void *)good;
    }
    for (size_t i = 0; i < 1000; i++) {
        if (cpl_table_row(table, i % 2, row, &err) == CPL_OK &&
            cpl_row_get(row, "provider_name", &text, &len, &err) == CPL_OK &&
            same(text, len, i % 2 ? "架空の森" : "見本﨑") &&
            cpl_row_texts(row, &all, &len, &offsets, &count, &err) == CPL_OK && count == 25 &&
            offsets[25] == len && offsets[0] == 0) {
            good++;
        }
    }
    cpl_row_free(row);
    return (void *)good;
}

static void many_readers(void) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    cpl_row *row = NULL;
    cpl_bytes *json = NULL;
    const uint8_t *data = NULL;
    size_t index = 0, len = 0;
    pthread_t threads[4];
    const char *text = NULL;
    OK(cpl_table_new("UPJSK", NULL, &table, &err));
    OK(cpl_table_push(table, &index, &err));
    OK(cpl_table_set(table, index, "provider_name", "見本﨑", &err));
    OK(cpl_table_push(table, &index, &err));
    CHECK(index == 1);
    OK(cpl_table_set_number(table, index, 21, "架空の森", &err));
    for (int i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, read_rows, table) == 0);
    }
    for (int i = 0; i < 4; i++) {
        void *good = NULL;
        pthread_join(threads[i], &good);
        CHECK((size_t)good == 1000);
    }
    OK(cpl_row_new(&row, &err));
    OK(cpl_row_len(row, &len, &err));
    CHECK(len == 0);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_row_get(row, "provider_name", &text, &len, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_row(table, 2, row, &err));
    OK(cpl_table_row(table, 1, row, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_row_get(row, "no_such_field", &text, &len, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_row_get_number(row, 0, &text, &len, &err));
    OK(cpl_row_get_number(row, 1000, &text, &len, &err));
    CHECK(len == 0);
    OK(cpl_row_json(row, &json, &err));
    OK(cpl_bytes_data(json, &data, &len, &err));
    CHECK(len > 2 && data[0] == '{');
    cpl_bytes_free(json);
    OK(cpl_table_json(table, &json, &err));
    OK(cpl_bytes_data(json, &data, &len, &err));
    {
        char *copy = (char *)malloc(len + 1);
        memcpy(copy, data, len);
        copy[len] = 0;
        OK(cpl_table_add_json(table, copy, &err));
        free(copy);
    }
    OK(cpl_table_len(table, &len, &err));
    CHECK(len == 4);
    cpl_bytes_free(json);
    cpl_row_free(row);
    cpl_table_free(table);
}

static void bytes_that_are_no_text(void) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    cpl_findings *findings = NULL;
    cpl_row *row = NULL;
    cpl_bytes *bytes = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    const uint32_t *offsets = NULL;
    size_t len = 0, count = 0;
    uint32_t item_number = 0;
    const char csv[] = "202407,990010,\x81\x20\r\n";
    OK(cpl_table_read("UPJSK", (const uint8_t *)csv, sizeof csv - 1, &table, &findings, &err));
    OK(cpl_findings_len(findings, &count, &err));
    CHECK(count > 0);
    OK(cpl_row_new(&row, &err));
    OK(cpl_table_row(table, 0, row, &err));
    OK(cpl_row_get_number(row, 2, &text, &len, &err));
    CHECK(same(text, len, "990010"));
    FAILS(CPL_E_UNDECODABLE, cpl_row_get_number(row, 3, &text, &len, &err));
    CHECK(cpl_row_texts(row, &text, &len, &offsets, &count, &err) == CPL_E_UNDECODABLE);
    cpl_error_item_number(err, &item_number);
    CHECK(item_number == 3);
    CHECK(code_of(&err) == CPL_E_UNDECODABLE);
    OK(cpl_table_write(table, 1, &bytes, NULL, &err));
    OK(cpl_bytes_data(bytes, &data, &len, &err));
    CHECK(len == sizeof csv - 1 && memcmp(data, csv, len) == 0);
    cpl_bytes_free(bytes);
    cpl_row_free(row);
    cpl_findings_free(findings);
    cpl_table_free(table);
}

static void rows_as_texts(void) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    cpl_texts *texts = NULL;
    cpl_bytes *bytes = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    const uint32_t *offsets = NULL, *cells = NULL, *starts = NULL;
    size_t len = 0, count = 0, index = 9;
    const char csv[] = "202407,990010,\x81\x20\r\n202407,990010\r\n";
    const char other[] = "202208,990010\r\n202407,990010\r\n";
    const uint32_t good[] = {0, 6, 6, 12}, backwards[] = {6, 0}, beyond[] = {0, 13}, inside[] = {0, 1};
    OK(cpl_table_read("UPPLAN", (const uint8_t *)csv, sizeof csv - 1, &table, NULL, &err));
    OK(cpl_table_texts(table, "UPPLAN", 0, SIZE_MAX, &texts, &err));
    OK(cpl_texts_text(texts, &text, &len, &offsets, &count, &err));
    CHECK(count == 4 && offsets[0] == 0 && offsets[1] == 0 && offsets[4] == len);
    OK(cpl_texts_cells(texts, &cells, &count, &err));
    CHECK(count == 5 && cells[0] == cells[3] && cells[1] == cells[4]);
    CHECK(same(text + offsets[cells[1]], offsets[cells[1] + 1] - offsets[cells[1]], "990010"));
    CHECK(same(text + offsets[cells[2]], offsets[cells[2] + 1] - offsets[cells[2]], "\xef\xbf\xbd"));
    OK(cpl_texts_rows(texts, &starts, &count, &err));
    CHECK(count == 2 && starts[0] == 0 && starts[1] == 3 && starts[2] == 5);
    cpl_texts_free(texts);
    texts = NULL;
    OK(cpl_table_texts(table, "UPPLAN", 5, 1, &texts, &err));
    OK(cpl_texts_rows(texts, &starts, &count, &err));
    CHECK(count == 0);
    cpl_texts_free(texts);
    texts = NULL;
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_texts(table, "UPJSK", 0, 1, &texts, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_set_row(table, 2, (const uint8_t *)"202407999999", 12, good, 4, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_add_row(table, (const uint8_t *)"202407", 6, good, 1, &index, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_add_row(table, (const uint8_t *)"202407", 6, NULL, 0, &index, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_add_row(table, (const uint8_t *)"202407", 6, backwards, 2, &index, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_add_row(table, (const uint8_t *)"202407", 6, beyond, 2, &index, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_add_row(table, (const uint8_t *)"\xe3\x81\x82", 3, inside, 2, &index, &err));
    FAILS(CPL_E_NOT_UTF8, cpl_table_add_row(table, (const uint8_t *)"\xff", 1, inside, 2, &index, &err));
    FAILS(CPL_E_NULL_ARGUMENT, cpl_table_add_row(table, NULL, 1, inside, 2, &index, &err));
    FAILS(CPL_E_TOO_LARGE, cpl_table_add_row(table, (const uint8_t *)"x", (size_t)1 << 31, inside, 2, &index, &err));
    FAILS(CPL_E_TOO_LARGE, cpl_table_add_row(table, (const uint8_t *)"x", 1, inside, (size_t)1 << 31, &index, &err));
    CHECK(index == 9 && texts == NULL);
    OK(cpl_table_add_row(table, (const uint8_t *)"202407999999", 12, good, 4, &index, &err));
    CHECK(index == 2);
    OK(cpl_table_write(table, 1, &bytes, NULL, &err));
    OK(cpl_bytes_data(bytes, &data, &len, &err));
    CHECK(len > sizeof csv - 1 && memcmp(data, csv, sizeof csv - 1) == 0);
    cpl_bytes_free(bytes);
    cpl_table_free(table);
    OK(cpl_table_read("UPPLAN", (const uint8_t *)other, sizeof other - 1, &table, NULL, &err));
    OK(cpl_table_texts(table, "UPPLAN", 0, 1, &texts, &err));
    cpl_texts_free(texts);
    texts = NULL;
    FAILS(CPL_E_LAYOUT_VERSION, cpl_table_texts(table, "UPPLAN", 0, 2, &texts, &err));
    CHECK(texts == NULL);
    cpl_table_free(table);
}

static void findings_in_errors(void) {
    cpl_error *err = NULL;
    cpl_client *client = client_of("9970000111");
    cpl_unit *unit = NULL;
    cpl_sent *sent = NULL;
    const cpl_findings *findings = NULL;
    const char *text = NULL;
    size_t count = 0, len = 0;
    uint32_t row = 0;
    const char csv[] = "202407,,0000000101,202510,9970000111,11\r\n";
    OK(cpl_unit_new("9970000111", "11", "9970000012", "43", "20251104090000", &unit, &err));
    OK(cpl_unit_add_csv(unit, "DLTJSK_202510_9970000111_11_9970000012_43_20251104090000.CSV",
                          (const uint8_t *)csv, sizeof csv - 1, &err));
    CHECK(cpl_client_send(client, unit, setting("CPL_TEST_DIR"), NULL, NULL, &sent, &err) == CPL_E_CHECK_FAILED);
    CHECK(sent == NULL && err != NULL);
    CHECK(cpl_error_findings(err, &findings) == CPL_OK);
    CHECK(cpl_findings_len(findings, &count, NULL) == CPL_OK && count == 1);
    CHECK(cpl_findings_rule(findings, 0, &text, &len, NULL) == CPL_OK && same(text, len, "field.required"));
    CHECK(cpl_findings_row(findings, 0, &row, NULL) == CPL_OK && row == 1);
    CHECK(cpl_findings_row(findings, 1, &row, NULL) == CPL_E_INVALID_ARGUMENT);
    cpl_error_free(err);
    err = NULL;
    cpl_unit_free(unit);
    cpl_client_free(client);
}

#ifdef CPL_TEST_HOOKS
int32_t cpl_test_panic(cpl_client *client, cpl_error **err);

static void a_fault_of_ours(void) {
    cpl_error *err = NULL;
    cpl_client *client = client_of("9970000111");
    cpl_unit_report *report = NULL;
    cpl_unit *unit = results_unit("20251104090000");
    const char *text = NULL;
    size_t len = 0;
    CHECK(cpl_test_panic(client, &err) == CPL_E_BUG);
    cpl_error_detail(err, &text, &len);
    CHECK(same(text, len, "on purpose"));
    CHECK(code_of(&err) == CPL_E_BUG);
    FAILS(CPL_E_POISONED, cpl_client_check(client, unit, NULL, &report, &err));
    FAILS(CPL_E_POISONED, cpl_test_panic(client, &err));
    OK(cpl_unit_set_subject(unit, "x", &err));
    cpl_client_free(client);
    cpl_unit_free(unit);
}
#endif

int main(void) {
    cpl_error *err = NULL;
    FAILS(CPL_E_ABI, cpl_abi_check(2, 0, &err));
    FAILS(CPL_E_ABI, cpl_abi_check(1, CPL_ABI_MINOR + 1, &err));
    CHECK(cpl_abi_check(2, 0, NULL) == CPL_E_ABI);
    text_that_is_none();
    lengths();
    wrong_keys();
    busy_and_reentry(0);
    busy_and_reentry(1);
    sending_while_waiting();
    connecting();
    stopping();
    host_signer();
    many_readers();
    bytes_that_are_no_text();
    rows_as_texts();
    findings_in_errors();
#ifdef CPL_TEST_HOOKS
    a_fault_of_ours();
#endif
    return finish();
}
