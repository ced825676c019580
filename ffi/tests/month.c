/* The month of the fixtures, sent, received, compared and acknowledged through the C ABI. */
#include "harness.h"

#define MAX_FILES 16

struct plan {
    char *from;
    char *from_type;
    char *to;
    char *to_type;
    char *serial;
    const char *files[MAX_FILES];
    size_t count;
};

static struct plan cut(char *line) {
    struct plan plan = {0};
    plan.from = strtok(line, "\t");
    plan.from_type = strtok(NULL, "\t");
    plan.to = strtok(NULL, "\t");
    plan.to_type = strtok(NULL, "\t");
    plan.serial = strtok(NULL, "\t");
    for (char *file = strtok(NULL, "\t"); file != NULL && plan.count < MAX_FILES; file = strtok(NULL, "\t")) {
        plan.files[plan.count++] = file;
    }
    return plan;
}

/* A unit of its files; one without CSV files says itself between whom it travels. */
static cpl_unit *unit_of(const struct plan *plan) {
    cpl_error *err = NULL;
    cpl_unit *unit = NULL;
    if (strstr(plan->files[0], ".CSV") != NULL) {
        OK(cpl_unit_from_files(plan->files, plan->count, &unit, &err));
        return unit;
    }
    FAILS(CPL_E_FILE_NAME, cpl_unit_from_files(plan->files, plan->count, &unit, &err));
    OK(cpl_unit_new(plan->from, plan->from_type, plan->to, plan->to_type, plan->serial, &unit, &err));
    for (size_t i = 0; i < plan->count; i++) {
        const char *name = strrchr(plan->files[i], '/') + 1;
        OK(cpl_unit_add_attachment_file(unit, name, plan->files[i], &err));
    }
    return unit;
}

static int32_t count_steps(void *user, int32_t step, uint64_t done, uint64_t total) {
    (void)step;
    (void)done;
    (void)total;
    ++*(int *)user;
    return 0;
}

/* Every file of the message is what was sent, byte for byte. */
static void compare(cpl_message *message, const struct plan *plan) {
    cpl_error *err = NULL;
    size_t parts = 0;
    OK(cpl_message_parts_len(message, &parts, &err));
    CHECK(parts == plan->count);
    for (size_t i = 0; i < parts; i++) {
        const char *text = NULL;
        const uint8_t *data = NULL;
        size_t len = 0, size = 0;
        uint64_t told = 0;
        char name[256];
        cpl_bytes *bytes = NULL;
        unsigned char *sent = read_file(plan->files[i], &size);
        OK(cpl_message_part_name(message, i, &text, &len, &err));
        OK(cpl_message_part_size(message, i, &told, &err));
        snprintf(name, sizeof name, "%.*s", (int)len, text);
        CHECK(strcmp(name, strrchr(plan->files[i], '/') + 1) == 0);
        OK(cpl_message_read(message, name, NULL, &bytes, &err));
        OK(cpl_bytes_data(bytes, &data, &len, &err));
        CHECK(len == size && told == size && memcmp(data, sent, size) == 0);
        cpl_bytes_free(bytes);
        free(sent);
    }
}

/* The rows come back as the bytes they were read from. */
static void rewrite(const cpl_message *message, const struct plan *plan) {
    cpl_error *err = NULL;
    const cpl_files *files = NULL;
    const cpl_findings *findings = NULL;
    size_t count = 0;
    int32_t wrong = 0;
    OK(cpl_message_files(message, &files, &err));
    OK(cpl_message_findings(message, &findings, &err));
    OK(cpl_findings_has_error(findings, &wrong, &err));
    CHECK(!wrong);
    OK(cpl_files_len(files, &count, &err));
    for (size_t i = 0; i < count; i++) {
        const cpl_table *table = NULL;
        const uint8_t *data = NULL;
        size_t len = 0, size = 0;
        cpl_bytes *bytes = NULL;
        unsigned char *sent = read_file(plan->files[i], &size);
        OK(cpl_files_table(files, i, &table, &err));
        OK(cpl_table_write(table, 1, &bytes, NULL, &err));
        OK(cpl_bytes_data(bytes, &data, &len, &err));
        CHECK(len == size && memcmp(data, sent, size) == 0);
        cpl_bytes_free(bytes);
        free(sent);
    }
}

/* All pages of the sent list: `next` is empty at its end. */
static void is_imported_in_the_sent_list(cpl_client *sender, const char *id) {
    char cursor[1024] = "";
    size_t found = 0;
    size_t pages = 0;
    do {
        cpl_sent_list *list = NULL;
        cpl_error *err = NULL;
        const cpl_error *why = NULL;
        const char *text = NULL;
        size_t count = 0;
        size_t len = 0;
        int32_t flag = 0;
        OK(cpl_client_sent(sender, cursor, NULL, &list, &err));
        OK(cpl_sent_list_len(list, &count, &err));
        for (size_t i = 0; i < count; i++) {
            OK(cpl_sent_list_id(list, i, &text, &len, &err));
            if (!same(text, len, id)) {
                continue;
            }
            found++;
            OK(cpl_sent_list_state_ja(list, i, &text, &len, &err));
            CHECK(same(text, len, "取込済"));
            OK(cpl_sent_list_is_signed(list, i, &flag, &err));
            CHECK(flag == 1);
            OK(cpl_sent_list_doubt(list, i, &why, &err));
            CHECK(why == NULL);
            OK(cpl_sent_list_bad_receipts_len(list, i, &len, &err));
            CHECK(len == 0);
            OK(cpl_sent_list_receipts_len(list, i, &len, &err));
            CHECK(len == 4);
        }
        OK(cpl_sent_list_next(list, &text, &len, &err));
        CHECK(len < sizeof cursor);
        CHECK((len == 0) == (count == 0));
        if (len > 0) {
            memcpy(cursor, text, len);
        }
        cursor[len] = '\0';
        cpl_sent_list_free(list);
        CHECK(++pages < 100);
    } while (cursor[0] != '\0');
    CHECK(found == 1);
}

static void play(char *line) {
    struct plan plan = cut(line);
    cpl_error *err = NULL;
    cpl_client *sender = client_of(plan.from), *receiver = client_of(plan.to);
    cpl_unit *unit = unit_of(&plan);
    cpl_job *job = NULL;
    cpl_sent *sent = NULL, *again = NULL;
    cpl_batch *batch = NULL;
    cpl_message *message = NULL;
    const cpl_error *why = NULL;
    cpl_acknowledged *stands = NULL;
    cpl_inbox *page = NULL;
    const char *text = NULL, *other = NULL;
    size_t len = 0, count = 0;
    int steps = 0;
    char id[65];
    char *keep = joined(setting("CPL_TEST_DIR"), "送信済-", plan.from, ""),
         *inbox = joined(setting("CPL_TEST_DIR"), "受信-", plan.to, "");

    OK(cpl_job_new(&job, &err));
    OK(cpl_job_set_progress(job, &steps, count_steps, &err));
    OK(cpl_client_send(sender, unit, keep, NULL, job, &sent, &err));
    OK(cpl_client_send(sender, unit, keep, NULL, NULL, &again, &err));
    CHECK(steps > 0);
    OK(cpl_sent_id(sent, &text, &len, &err));
    OK(cpl_sent_id(again, &other, &count, &err));
    CHECK(len == 64 && count == 64 && memcmp(text, other, 64) == 0);
    snprintf(id, sizeof id, "%.*s", (int)len, text);

    /* One by one: the cursor goes with each message. */
    OK(cpl_client_inbox(receiver, "", inbox, 2000, job, &page, &err));
    OK(cpl_inbox_len(page, &count, &err));
    CHECK(count >= 1);
    for (size_t left = count; left > 0; left--) {
        OK(cpl_inbox_len(page, &len, &err));
        CHECK(len == left);
        OK(cpl_client_next_message(receiver, page, job, &message, &err));
        CHECK(message != NULL);
        OK(cpl_inbox_cursor(page, &text, &len, &err));
        CHECK(len > 0);
        cpl_message_free(message);
    }
    OK(cpl_client_next_message(receiver, page, NULL, &message, &err));
    CHECK(message == NULL);
    cpl_inbox_free(page);

    OK(cpl_client_receive(receiver, "", inbox, 2000, job, &batch, &err));
    OK(cpl_batch_error(batch, &why, &err));
    CHECK(why == NULL);
    OK(cpl_batch_len(batch, &count, &err));
    CHECK(count >= 1);
    for (size_t i = 0; i < count; i++) {
        cpl_message *one = NULL;
        OK(cpl_batch_take(batch, i, &one, &err));
        OK(cpl_message_id(one, &text, &len, &err));
        if (same(text, len, id) && message == NULL) {
            message = one;
        } else {
            cpl_message_free(one);
        }
    }
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_batch_take(batch, 0, &message, &err));
    CHECK(message != NULL);
    if (message != NULL) {
        OK(cpl_message_error(message, &why, &err));
        CHECK(why == NULL);
        compare(message, &plan);
        rewrite(message, &plan);
    }
    OK(cpl_client_acknowledge(receiver, id, plan.from, plan.to, NULL, job, &stands, &err));
    OK(cpl_acknowledged_state(stands, &text, &len, &err));
    CHECK(same(text, len, "imported"));
    OK(cpl_acknowledged_is_repeat(stands, &steps, &err));
    CHECK(steps == 0);
    cpl_acknowledged_free(stands);
    stands = NULL;
    /* Another terminal says otherwise: the first outcome stands, and is what is told. */
    OK(cpl_client_acknowledge(receiver, id, plan.from, plan.to, "遅すぎ", job, &stands, &err));
    OK(cpl_acknowledged_state(stands, &text, &len, &err));
    CHECK(same(text, len, "imported"));
    OK(cpl_acknowledged_is_repeat(stands, &steps, &err));
    CHECK(steps == 1);
    FAILS(CPL_E_RELAY_STATE, cpl_client_recall(sender, id, NULL, &err));
    is_imported_in_the_sent_list(sender, id);
    cpl_acknowledged_free(stands);
    cpl_message_free(message);
    cpl_batch_free(batch);
    cpl_sent_free(again);
    cpl_sent_free(sent);
    cpl_unit_free(unit);
    cpl_job_free(job);
    cpl_client_free(receiver);
    cpl_client_free(sender);
    free(keep);
    free(inbox);
}

static void look_around(void) {
    cpl_error *err = NULL;
    cpl_client *client = client_of("9970000012");
    cpl_diagnosis *diagnosis = NULL;
    cpl_office *office = NULL;
    cpl_bytes *json = NULL;
    const char *text = NULL;
    size_t len = 0;
    int32_t value = 0;
    OK(cpl_client_office_number(client, &text, &len, &err));
    CHECK(same(text, len, "9970000012"));
    OK(cpl_client_doctor(client, NULL, &diagnosis, &err));
    OK(cpl_diagnosis_is_well(diagnosis, &value, &err));
    CHECK(value == 1);
    OK(cpl_diagnosis_len(diagnosis, &len, &err));
    CHECK(len == 11);
    OK(cpl_client_office(client, "9970000111", NULL, &office, &err));
    OK(cpl_office_licensed(office, &value, &err));
    CHECK(value == 1);
    cpl_office_free(office);
    OK(cpl_client_office(client, "0000000000", NULL, &office, &err));
    CHECK(office == NULL);
    OK(cpl_client_capabilities(client, NULL, &json, &err));
    cpl_bytes_free(json);
    cpl_diagnosis_free(diagnosis);
    cpl_client_free(client);
}

/* A client for another office says who acts; whom the directory does not list is refused. */
static void acting(void) {
    cpl_error *err = NULL;
    cpl_client *client = client_of("9970000210"), *other = NULL, *stranger = NULL;
    cpl_sent_list *list = NULL;
    cpl_office *office = NULL;
    const char *text = NULL;
    size_t len = 0;
    FAILS(CPL_E_OFFICE_NUMBER, cpl_client_for_office(client, "1", &other, &err));
    OK(cpl_client_for_office(client, "9970000111", &other, &err));
    OK(cpl_client_for_office(client, "9970000012", &stranger, &err));
    OK(cpl_client_agent(client, &text, &len, &err));
    CHECK(len == 0);
    OK(cpl_client_office(client, "9970000111", NULL, &office, &err));
    OK(cpl_office_agent(office, 0, &text, &len, &err));
    CHECK(same(text, len, "9970000210"));
    /* It lives on after the client that it was made of. */
    cpl_client_free(client);
    OK(cpl_client_office_number(other, &text, &len, &err));
    CHECK(same(text, len, "9970000111"));
    OK(cpl_client_agent(other, &text, &len, &err));
    CHECK(same(text, len, "9970000210"));
    OK(cpl_client_sent(other, "", NULL, &list, &err));
    cpl_sent_list_free(list);
    FAILS(CPL_E_RELAY_AGENT, cpl_client_sent(stranger, "", NULL, &list, &err));
    cpl_office_free(office);
    cpl_client_free(stranger);
    cpl_client_free(other);
}

/* Withdrawals of two months become two units, which are sent and received in one call each. */
static void many(void) {
    static const char ROWS[] = "202407,990010,0000000101,202509,9970000111,11\r\n"
                               "202407,990010,0000000101,202510,9970000111,11\r\n";
    cpl_error *err = NULL;
    const cpl_error *why = NULL;
    cpl_client *sender = client_of("9970000111"), *receiver = client_of("9970000012");
    cpl_table *table = NULL;
    cpl_units_of_rows *rows = NULL;
    cpl_units *units = NULL;
    cpl_made_units *made = NULL;
    cpl_sent_results *results = NULL;
    cpl_batch *batch = NULL;
    cpl_unit *unit = NULL;
    const char *text = NULL;
    size_t len = 0, count = 0;
    char *keep = joined(setting("CPL_TEST_DIR"), "まとめて", "", "");

    OK(cpl_table_read("DLTJSK", (const uint8_t *)ROWS, sizeof ROWS - 1, &table, NULL, &err));
    OK(cpl_units_of_rows_new("9970000111", "11", &rows, &err));
    OK(cpl_units_of_rows_add_table(rows, table, &err));
    FAILS(CPL_E_RECEIVER_UNKNOWN, cpl_units_of_rows_make(rows, &units, &err));
    OK(cpl_units_of_rows_add_receiver(rows, "9970000012", "43", &err));
    OK(cpl_units_of_rows_set_first_serial(rows, "20251120100000", &err));
    OK(cpl_units_of_rows_make(rows, &units, &err));
    OK(cpl_units_made(units, &made, &err));
    OK(cpl_made_units_len(made, &count, &err));
    CHECK(count == 2);
    OK(cpl_made_units_month(made, 1, &text, &len, &err));
    CHECK(same(text, len, "202510"));
    OK(cpl_made_units_kind(made, 1, &text, &len, &err));
    CHECK(same(text, len, "results_deletion"));
    OK(cpl_units_unit(units, 1, &unit, &err));
    OK(cpl_unit_csv_file_name(unit, 0, &text, &len, &err));
    CHECK(same(text, len, "DLTJSK_202510_9970000111_11_9970000012_43_20251120100001.CSV"));
    OK(cpl_client_send_all(sender, units, keep, 1, NULL, NULL, &results, &err));
    OK(cpl_sent_results_len(results, &count, &err));
    CHECK(count == 2);
    for (size_t at = 0; at < count; at++) {
        OK(cpl_sent_results_error(results, at, &why, &err));
        CHECK(why == NULL);
        OK(cpl_sent_results_id(results, at, &text, &len, &err));
        CHECK(len == 64);
    }
    OK(cpl_client_receive_all(receiver, "", keep, 0, NULL, &batch, &err));
    OK(cpl_batch_len(batch, &count, &err));
    CHECK(count >= 2);
    cpl_batch_free(batch);
    cpl_sent_results_free(results);
    cpl_unit_free(unit);
    cpl_made_units_free(made);
    cpl_units_free(units);
    cpl_units_of_rows_free(rows);
    cpl_table_free(table);
    cpl_client_free(receiver);
    cpl_client_free(sender);
    free(keep);
}

int main(void) {
    size_t len = 0;
    cpl_error *err = NULL;
    OK(cpl_abi_check(CPL_ABI_MAJOR, CPL_ABI_MINOR, &err));
    look_around();
    acting();
    char *plan = (char *)read_file(setting("CPL_TEST_PLAN"), &len);
    plan[len] = 0;
    for (char *line = plan, *end = NULL; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = 0;
        play(line);
    }
    free(plan);
    many();
    return finish();
}
