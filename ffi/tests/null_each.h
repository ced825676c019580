/* The good arguments for `null_each.c`, which is generated from the description: it calls every function with
 * them, then with NULL for one of them after the other. */
#ifndef CPL_TEST_NULL_EACH_H
#define CPL_TEST_NULL_EACH_H

#include "harness.h"

#include <sys/stat.h>
#include <time.h>
#include <utime.h>

/* The generated program defines the handle types, and how each is freed. */
static void free_handle(int type, void *raw);

struct file {
    const unsigned char *bytes;
    size_t len;
};

/* One object of every type. Those that calls change are made anew by `fresh`. */
static const void *objects[CPL_TYPES];

static struct {
    cpl_client *sender, *receiver;
    /* Has the obstacles. */
    cpl_inbox *downloads;
    cpl_secret *pin;
    char id[65], queued[65], path[1024], part[256], mailbox[1024];
    /* A folder with one key file, and one with evidence. */
    char *keys, *evidence;
    struct file pem, p12, root, crl, json, receipt;
} scene;

static char mark[1];
/* Pre-set value of every output: on failure nothing is written. */
#define MARK ((void *)mark)
#define NUMBER 0x5A5A5A5A

#define FILE_NAME "DLTJSK_202510_9970000111_11_9970000012_43_20251104090000.CSV"
static const char *some_texts[] = {"43????"};
/* A file of this name with `DELETION` in it. */
static char *csv_path;
static const uint16_t good_u16[] = {0x0804};
static const uint32_t good_u32[] = {0, 6, 12};
static const char SLIP[] = "202208,990010,0000000101,20230925,202310,9970000012,\"a\",600,,20231001,,9999,9999,1,"
                           "171001,,9970000319,\"b\",,0,9970000012,,more\r\n";
/* A service of table 6: the plan if it is read so, or its results. */
static const char SERVICE[] = "202407,990010,0000000101,20251104,202510,9970000012,\"a\",150,,20251016,"
                              "1111100000000000000000000000000,9999,9999,1,171007,99990-000040,F1,\"b\",,9970000319,"
                              "\"c\",1,0,9970000319,\r\n"
                              "202407,990010,0000000101,20251104,202510,9970000012,\"a\",150,,20251116,,9999,9999,1,"
                              "171007,,,,,9970000319,,,0,9970000319,\r\n";
static const char DELETION[] = "202407,990010,0000000101,202510,9970000111,11\r\n";
static const unsigned char JPEG[] = {0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 0xff, 0xd9};

static int named(const char *name, const char *what) { return strcmp(name, what) == 0; }

static void wrong(const char *function, const char *argument, const char *what) {
    failed_checks++;
    printf("%s without %s: %s\n", function, argument, what);
}

static void expect(const char *function, const char *argument, int32_t got, int32_t want) {
    char what[64];
    if (got == want) {
        passed_checks++;
        return;
    }
    snprintf(what, sizeof what, "%d instead of %d", (int)got, (int)want);
    wrong(function, argument, what);
}

static void unwritten(const char *function, const char *argument, int good) {
    if (!good) {
        wrong(function, argument, "an output was written");
    }
}

static void written(const char *function, int good) {
    if (!good) {
        wrong(function, "nothing", "an output was not written");
    }
}

/* The error says which argument it was. */
static void told_by_name(const char *function, const char *argument, const cpl_error *err) {
    const char *text = NULL;
    size_t len = 0;
    if (cpl_error_detail(err, &text, &len) != CPL_OK || !same(text, len, argument)) {
        wrong(function, argument, "the error does not name it");
    }
}

static void told(const char *function, const char *argument, int32_t got, cpl_error **err) {
    if (*err != NULL && code_of(err) != got) {
        wrong(function, argument, "the object has another code");
    }
}

/* A folder that is not there yet. */
static const char *new_folder(void) {
    static char path[1024];
    static int count;
    snprintf(path, sizeof path, "%s/evidence-%d", setting("CPL_TEST_DIR"), ++count);
    return path;
}

/* A file of the test authority. */
static const char *pki_file(const char *name) {
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", setting("CPL_TEST_PKI"), name);
    return path;
}

static const char *text_for(const char *function, const char *id) {
    if (named(function, "cpl_client_connect") || named(function, "cpl_client_diagnose")) {
        static char key[1024];
        if (named(id, "url")) return setting("CPL_TEST_URL");
        if (named(id, "trust")) return pki_file("root.pem");
        return strcpy(key, pki_file("office-9970000111-care-insurance.pem"));
    }
    if (named(function, "cpl_candidates_choose")) return named(id, "kind") ? "care_insurance" : "9970000111";
    if (named(function, "cpl_candidates_in_folder")) return scene.keys;
    if (named(function, "cpl_evidence_verify")) return scene.evidence;
    if (named(function, "cpl_evidence_export")) return named(id, "scope") ? "all" : new_folder();
    if (named(function, "cpl_profile_set")) return named(id, "key") ? "office_part" : "whole";
    if (named(function, "cpl_token_set")) return named(id, "key") ? "label" : setting("CPL_TEST_TOKEN");
    if (named(function, "cpl_trust_set")) return named(id, "key") ? "lists_required" : "0";
    if (named(id, "kind")) return named(function, "cpl_table_read") ? "DLTJSK" : "UPPLAN";
    if (named(id, "module")) return setting("CPL_TEST_MODULE");
    if (named(id, "store")) return "current_user";
    if (named(id, "office_number")) return "9970000111";
    if (named(id, "field")) return "provider_number";
    if (named(id, "unit_kind")) return "usage_slip";
    if (named(id, "version")) return "202407";
    if (named(id, "json")) return "{\"units\":\"1\"}";
    if (named(id, "sender_type") || named(id, "from_service_type") || named(id, "service_type")) return "11";
    if (named(id, "receiver_type") || named(id, "to_service_type")) return "43";
    if (named(id, "from_office") || named(id, "office") || named(id, "number")) return "9970000111";
    if (named(id, "to_office")) return "9970000012";
    if (named(id, "serial")) return "20251104090000";
    if (named(id, "key")) return named(function, "cpl_options_set") ? "connect_timeout_ms" : "proxy_password";
    if (named(id, "value")) return "5000";
    if (named(id, "message_id")) return strncmp(function, "cpl_mailbox_", 12) == 0 ? scene.queued : scene.id;
    if (named(function, "cpl_mailbox_open") && named(id, "folder")) return scene.mailbox;
    if (named(id, "cursor")) return "";
    if (named(id, "keep_folder") || named(id, "folder")) return setting("CPL_TEST_DIR");
    if (strstr(function, "_save_html") != NULL) return new_folder();
    if (named(id, "path")) return scene.path;
    if (named(function, "cpl_message_read")) return scene.part;
    if (named(id, "name")) return strstr(function, "attachment") != NULL ? "a.pdf" : FILE_NAME;
    if (named(id, "override_reason") || named(id, "refused_reason") || named(id, "subject")) return "x";
    return "1";
}

/* Codes of services, or paths of files. */
static const char *const *texts_for(const char *function) {
    some_texts[0] = named(function, "cpl_unit_from_files") ? csv_path : "43????";
    return some_texts;
}

static const struct file *bytes_for(const char *function, const char *id) {
    static const struct file slip = {(const unsigned char *)DELETION, sizeof DELETION - 1},
                             row = {(const unsigned char *)"202407990010", 12},
                             names = {(const unsigned char *)"111211,x,,\r\n", 12}, secret = {(const unsigned char *)"test", 4}, jpeg = {JPEG, sizeof JPEG};
    if (named(id, "csv")) return &slip;
    if (named(id, "names")) return &names;
    if (named(id, "text")) return &row;
    if (named(id, "bytes")) return &secret;
    if (named(id, "content")) return &jpeg;
    if (named(id, "json")) return &scene.json;
    if (named(id, "pem")) return &scene.root;
    if (named(id, "crl")) return &scene.crl;
    if (named(id, "receipt")) return &scene.receipt;
    return named(function, "cpl_signer_from_pkcs12") ? &scene.p12 : &scene.pem;
}

static const int32_t *i32_for(const char *id) {
    static const int32_t form[] = {CPL_FORM_TABLE_6}, side[] = {CPL_SIDE_OUTBOX}, state[] = {CPL_ENTRY_STATE_WAITING};
    return named(id, "sides") ? side : named(id, "states") ? state : form;
}

static unsigned number_for(const char *id) {
    if (named(id, "lease_ms")) return 1000;
    if (named(id, "limit_ms")) return 60000;
    if (named(id, "major")) return CPL_ABI_MAJOR;
    if (named(id, "code")) return CPL_E_BUSY;
    return named(id, "number") ? 1 : 0;
}

static int32_t good_progress_fn(void *user, int32_t step, uint64_t done, uint64_t total) {
    (void)user;
    (void)step;
    (void)done;
    (void)total;
    return 0;
}

static int32_t good_sign_fn(void *user, uint32_t scheme, const uint8_t *message, size_t message_len,
                            uint8_t *signature, size_t capacity, size_t *signature_len) {
    (void)user;
    (void)scheme;
    (void)message;
    (void)message_len;
    (void)signature;
    (void)capacity;
    *signature_len = 0;
    return 1;
}

static struct file load(const char *name) {
    struct file file = {NULL, 0};
    char *path = joined(setting("CPL_TEST_PKI"), name, "", "");
    file.bytes = read_file(path, &file.len);
    free(path);
    return file;
}

static cpl_table *slip(const char *provider_name) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    OK(cpl_table_read("UPPLAN", (const uint8_t *)SLIP, sizeof SLIP - 1, &table, NULL, &err));
    OK(cpl_table_set(table, 0, "provider_name", provider_name, &err));
    return table;
}

/* Objects that calls change or use up. */
static cpl_table *table, *plan, *deletion, *planned, *done;
static cpl_unit *unit, *empty, *slip_unit;
static cpl_import *received;
static cpl_units *units;
static cpl_units_of_rows *units_of_rows;
static cpl_row *row;
static cpl_mailbox *mailbox;
static cpl_delivery *delivery;
static cpl_offices *offices;
static cpl_turns *turns;
static cpl_turn *turn;

static void end_offices(void) {
    cpl_turn_free(turn);
    cpl_turns_free(turns);
    cpl_offices_free(offices);
    turn = NULL;
    turns = NULL;
    offices = NULL;
}

static void end_fresh(void) {
    end_offices();
    cpl_delivery_free(delivery);
    cpl_mailbox_free(mailbox);
    delivery = NULL;
    mailbox = NULL;
    cpl_table_free(table);
    cpl_table_free(plan);
    cpl_table_free(deletion);
    cpl_table_free(planned);
    cpl_table_free(done);
    cpl_unit_free(unit);
    cpl_unit_free(empty);
    cpl_unit_free(slip_unit);
    cpl_import_free(received);
    cpl_units_free(units);
    cpl_units_of_rows_free(units_of_rows);
    cpl_row_free(row);
}

static void fresh(void) {
    cpl_error *err = NULL;
    cpl_table *slip_table = NULL;
    int passed = passed_checks;
    size_t index = 0;
    end_fresh();
    OK(cpl_table_new("UPPLAN", NULL, &table, &err));
    OK(cpl_table_push(table, &index, &err));
    OK(cpl_table_new("UP2KYO", NULL, &plan, &err));
    OK(cpl_table_push(plan, &index, &err));
    OK(cpl_row_new(&row, &err));
    OK(cpl_table_row(table, 0, row, &err));
    OK(cpl_table_read("DLTJSK", (const uint8_t *)DELETION, sizeof DELETION - 1, &deletion, NULL, &err));
    OK(cpl_unit_new("9970000111", "11", "9970000012", "43", "20251104090000", &empty, &err));
    OK(cpl_import_new(&received, &err));
    OK(cpl_table_read("UPPLAN", (const uint8_t *)SLIP, sizeof SLIP - 1, &slip_table, NULL, &err));
    OK(cpl_import_add(received, "20231001130001", slip_table, &err));
    cpl_table_free(slip_table);
    OK(cpl_table_read("UPPLAN", (const uint8_t *)SERVICE, sizeof SERVICE - 1, &planned, NULL, &err));
    OK(cpl_import_add(received, "20231001130002", planned, &err));
    OK(cpl_table_read("UPJSK", (const uint8_t *)SERVICE, sizeof SERVICE - 1, &done, NULL, &err));
    OK(cpl_import_add(received, "20231001130003", done, &err));
    OK(cpl_unit_new("9970000012", "43", "9970000111", "11", "20230925130001", &slip_unit, &err));
    OK(cpl_unit_add_csv(slip_unit, "UPPLAN_202310_9970000012_43_9970000111_11_20230925130001.CSV",
                        (const uint8_t *)SLIP, sizeof SLIP - 1, &err));
    unit = results_unit("20251104090000");
    OK(cpl_units_new(&units, &err));
    OK(cpl_units_add(units, unit, &err));
    OK(cpl_units_of_rows_new("9970000111", "11", &units_of_rows, &err));
    OK(cpl_units_of_rows_add_receiver(units_of_rows, "9970000012", "43", &err));
    OK(cpl_units_of_rows_add_table(units_of_rows, deletion, &err));
    passed_checks = passed;
}

/* A mailbox in a folder of its own, in which the unit waits, or is a draft. */
static cpl_mailbox *new_mailbox(int is_draft) {
    cpl_error *err = NULL;
    cpl_queued *queued = NULL;
    int passed = passed_checks;
    OK(cpl_mailbox_open(new_folder(), "9970000111", &mailbox, &err));
    OK(cpl_mailbox_queue(mailbox, unit, is_draft, NULL, NULL, &queued, &err));
    cpl_queued_free(queued);
    passed_checks = passed;
    return mailbox;
}

/* A message that the receiver's mailbox, new as well, hands over. */
static cpl_delivery *new_delivery(void) {
    cpl_error *err = NULL;
    cpl_pumped *pumped = NULL;
    int passed = passed_checks;
    OK(cpl_mailbox_open(new_folder(), "9970000012", &mailbox, &err));
    OK(cpl_mailbox_pump(mailbox, scene.receiver, 0, NULL, &pumped, &err));
    cpl_pumped_free(pumped);
    OK(cpl_mailbox_next(mailbox, scene.receiver, NULL, &delivery, &err));
    CHECK(delivery != NULL);
    passed_checks = passed;
    return delivery;
}

/* The sender's office, alone. */
static cpl_offices *new_offices(void) {
    cpl_error *err = NULL;
    int passed = passed_checks;
    end_offices();
    OK(cpl_offices_new(1, &offices, &err));
    OK(cpl_offices_add(offices, scene.sender, &err));
    passed_checks = passed;
    return offices;
}

static cpl_turns *new_turns(void) {
    cpl_error *err = NULL;
    new_offices();
    OK(cpl_offices_turns(offices, 60000, &turns, &err));
    passed_checks--;
    return turns;
}

static cpl_turn *new_turn(void) {
    cpl_error *err = NULL;
    new_offices();
    OK(cpl_offices_turn(offices, "9970000111", 60000, NULL, &turn, &err));
    passed_checks--;
    return turn;
}

static const void *handle_for(const char *function, const char *id, int type) {
    int receives = strstr(function, "receive") || strstr(function, "inbox") || strstr(function, "next_message") || strstr(function, "_open") || strstr(function, "acknowledge");
    switch (type) {
    case T_cpl_table:
        if (named(function, "cpl_table_compare_results")) return named(id, "results") ? done : planned;
        return named(function, "cpl_table_fill_down") ? plan : strstr(function, "_add_table") != NULL ? deletion : table;
    case T_cpl_unit:
        if (strstr(function, "_html") != NULL) return slip_unit;
        return strncmp(function, "cpl_unit_add_", 15) == 0 ? empty : unit;
    case T_cpl_row: return row;
    case T_cpl_mailbox: return new_mailbox(named(function, "cpl_mailbox_release"));
    case T_cpl_delivery: return new_delivery();
    case T_cpl_import: return received;
    case T_cpl_units: return units;
    case T_cpl_units_of_rows: return units_of_rows;
    case T_cpl_secret: return strstr(function, "_token") ? scene.pin : objects[type];
    case T_cpl_offices: return new_offices();
    case T_cpl_turns: return new_turns();
    case T_cpl_turn: return new_turn();
    case T_cpl_client: return receives || named(function, "cpl_offices_add") ? scene.receiver : scene.sender;
    default: return objects[type];
    }
}

#define MADE(type, call, out)                                                                                          \
    do {                                                                                                               \
        type *out = NULL;                                                                                              \
        OK(call);                                                                                                      \
        objects[T_##type] = out;                                                                                       \
    } while (0)

/* Two messages on their way; one is taken from the inbox, one waits there. */
static void set_messages(void) {
    cpl_error *err = NULL;
    cpl_unit *other = results_unit("20251104090001");
    cpl_sent *sent = NULL;
    cpl_message *message = NULL;
    const char *folder = setting("CPL_TEST_DIR"), *text = NULL;
    size_t len = 0;
    scene.sender = client_of("9970000111");
    scene.receiver = client_of("9970000012");
    OK(cpl_client_send(scene.sender, other, folder, NULL, NULL, &sent, &err));
    cpl_sent_free(sent);
    cpl_unit_free(other);
    fresh();
    MADE(cpl_sent, cpl_client_send(scene.sender, unit, folder, NULL, NULL, &out, &err), out);
    MADE(cpl_sent_results, cpl_client_send_all(scene.sender, units, folder, 0, NULL, NULL, &out, &err), out);
    MADE(cpl_made_units, cpl_units_made(units, &out, &err), out);
    MADE(cpl_unit_report, cpl_client_check(scene.sender, unit, NULL, &out, &err), out);
    MADE(cpl_batch, cpl_client_receive(scene.receiver, "", folder, 2000, NULL, &out, &err), out);
    OK(cpl_batch_take((cpl_batch *)objects[T_cpl_batch], 1, &message, &err));
    objects[T_cpl_message] = message;
    MADE(cpl_inbox, cpl_client_inbox(scene.receiver, "", folder, 0, NULL, &out, &err), out);
    OK(cpl_message_id(message, &text, &len, &err));
    snprintf(scene.id, sizeof scene.id, "%.*s", (int)len, text);
    OK(cpl_message_container(message, &text, &len, &err));
    snprintf(scene.path, sizeof scene.path, "%.*s", (int)len, text);
    OK(cpl_message_part_name(message, 0, &text, &len, &err));
    snprintf(scene.part, sizeof scene.part, "%.*s", (int)len, text);
    MADE(cpl_sent_list, cpl_client_sent(scene.sender, "", NULL, &out, &err), out);
    MADE(cpl_acknowledged,
         cpl_client_acknowledge(scene.receiver, scene.id, "9970000111", "9970000012", NULL, NULL, &out, &err), out);
}

/* What a person downloaded an hour ago: a slip without the supplement that belongs to it. */
static void set_obstacles(void) {
    static const char *keys[] = {"transport", "folder_out", "folder_in", "folder_settle_seconds"};
    const char *values[] = {"folder", NULL, NULL, "1"};
    cpl_error *err = NULL;
    cpl_options *options = NULL;
    cpl_client *client = NULL;
    const cpl_obstacles *obstacles = NULL;
    char *out = joined(setting("CPL_TEST_DIR"), "upload", "", ""), *in = joined(setting("CPL_TEST_DIR"), "download", "", "");
    char *path = joined(in, "UPPLAN_202310_9970000012_43_9970000111_11_20230925130001.CSV", "", "");
    struct utimbuf hour = {time(NULL) - 3600, time(NULL) - 3600};
    size_t index = 0, count = 0;
    FILE *file = NULL;
    CHECK(mkdir(out, 0700) == 0 && mkdir(in, 0700) == 0);
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(SLIP, 1, sizeof SLIP - 1, file) == sizeof SLIP - 1);
    fclose(file);
    CHECK(utime(path, &hour) == 0);
    values[1] = out;
    values[2] = in;
    OK(cpl_options_new(&options, &err));
    for (index = 0; index < 4; index++) {
        OK(cpl_options_set(options, keys[index], values[index], &err));
    }
    OK(cpl_client_new(options, (const cpl_signer *)objects[T_cpl_signer], (const cpl_trust *)objects[T_cpl_trust], &client,
                      &err));
    OK(cpl_client_inbox(client, "", setting("CPL_TEST_DIR"), 0, NULL, &scene.downloads, &err));
    OK(cpl_inbox_obstacles(scene.downloads, &obstacles, &err));
    OK(cpl_obstacles_len(obstacles, &count, &err));
    CHECK(count >= 1);
    objects[T_cpl_obstacles] = obstacles;
    cpl_client_free(client);
    cpl_options_free(options);
    free(path);
    free(in);
    free(out);
}

/* A unit that waits, and one for an office that the relay does not know, which needs a person. */
static void set_mailbox(void) {
    cpl_error *err = NULL;
    cpl_mailbox *kept = NULL;
    cpl_unit *lost = NULL;
    cpl_queued *queued = NULL;
    const char *text = NULL;
    size_t len = 0, count = 0;
    snprintf(scene.mailbox, sizeof scene.mailbox, "%s/mailbox", setting("CPL_TEST_DIR"));
    OK(cpl_mailbox_open(scene.mailbox, "9970000111", &kept, &err));
    MADE(cpl_queued, cpl_mailbox_queue(kept, unit, 0, NULL, NULL, &out, &err), out);
    OK(cpl_queued_id((const cpl_queued *)objects[T_cpl_queued], &text, &len, &err));
    snprintf(scene.queued, sizeof scene.queued, "%.*s", (int)len, text);
    OK(cpl_unit_new("9970000111", "11", "9970000998", "43", "20251104090002", &lost, &err));
    OK(cpl_unit_add_csv(lost, "DLTJSK_202510_9970000111_11_9970000998_43_20251104090002.CSV", (const uint8_t *)DELETION,
                        sizeof DELETION - 1, &err));
    OK(cpl_mailbox_queue(kept, lost, 0, "x", NULL, &queued, &err));
    cpl_queued_free(queued);
    MADE(cpl_mailbox_entries, cpl_mailbox_list(kept, NULL, 0, NULL, 0, NULL, 0, NULL, &out, &err), out);
    MADE(cpl_pumped, cpl_mailbox_pump(kept, scene.sender, 0, NULL, &out, &err), out);
    OK(cpl_pumped_attention_len((const cpl_pumped *)objects[T_cpl_pumped], &count, &err));
    CHECK(count == 1);
    cpl_unit_free(lost);
    cpl_mailbox_free(kept);
}

/* A key file alone in a folder. */
static void set_keys(void) {
    char *path = NULL;
    FILE *file = NULL;
    scene.keys = joined(setting("CPL_TEST_DIR"), "keys", "", "");
    CHECK(mkdir(scene.keys, 0700) == 0);
    path = joined(scene.keys, "office.pem", "", "");
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(scene.pem.bytes, 1, scene.pem.len, file) == scene.pem.len);
    fclose(file);
    free(path);
}

/* Lets a file of an export say that another version made it, and behind that `more`. */
static void made_by_another(const char *name, const char *more) {
    char *path = joined(scene.evidence, name, "", "");
    size_t len = 0, at = 0, found = 0;
    unsigned char *bytes = read_file(path, &len);
    FILE *file = fopen(path, "wb");
    for (at = 0; at + 8 < len; at++) {
        if (memcmp(bytes + at, "cplink ", 7) == 0 && bytes[at + 7] >= '0' && bytes[at + 7] <= '8') {
            bytes[at + 7] = '9';
            found++;
        }
    }
    CHECK(found > 0 && file != NULL && fwrite(bytes, 1, len, file) == len && fputs(more, file) >= 0);
    fclose(file);
    free(bytes);
    free(path);
}

/* Evidence of one message of two: the other's receipts are missing, a gap in the chain. Another version wrote its page. */
static void set_evidence(const cpl_sent_list *sent_list, const cpl_trust *trust) {
    cpl_error *err = NULL;
    cpl_evidence *evidence = NULL;
    cpl_verification *verification = NULL;
    const char *text = NULL;
    size_t len = 0, index = 0, receipt = 0, count = 0;
    OK(cpl_sent_list_id(sent_list, index, &text, &len, &err));
    if (!same(text, len, scene.id)) {
        index = 1;
    }
    OK(cpl_evidence_new(trust, &evidence, &err));
    OK(cpl_sent_list_receipts_len(sent_list, index, &count, &err));
    for (receipt = 0; receipt < count; receipt++) {
        OK(cpl_sent_list_receipt_bytes(sent_list, index, receipt, &scene.receipt.bytes, &scene.receipt.len, &err));
        OK(cpl_evidence_add_receipt(evidence, scene.receipt.bytes, scene.receipt.len, &err));
    }
    OK(cpl_evidence_add_container(evidence, scene.path, NULL, &err));
    scene.evidence = joined(setting("CPL_TEST_DIR"), "evidence", "", "");
    OK(cpl_evidence_export(evidence, scene.evidence, "all", NULL, &verification, &err));
    cpl_verification_free(verification);
    verification = NULL;
    made_by_another("evidence.json", "");
    made_by_another("index.html", "\n");
    OK(cpl_evidence_verify(scene.evidence, trust, NULL, &verification, &err));
    objects[T_cpl_evidence] = evidence;
    objects[T_cpl_verification] = verification;
}

/* The token that the suite made, asked for the office's key. */
static void set_token(void) {
    cpl_error *err = NULL;
    cpl_token *token = NULL;
    const char *pin = setting("CPL_TEST_PIN");
    char *chain = (char *)calloc(scene.pem.len + 1, 1);
    memcpy(chain, scene.pem.bytes, scene.pem.len);
    OK(cpl_secret_new((const uint8_t *)pin, strlen(pin), &scene.pin, &err));
    OK(cpl_token_new(setting("CPL_TEST_MODULE"), &token, &err));
    OK(cpl_token_set(token, "label", setting("CPL_TEST_TOKEN"), &err));
    OK(cpl_token_set(token, "key_label", "office", &err));
    OK(cpl_token_set(token, "chain_pem", chain, &err));
    objects[T_cpl_token] = token;
    free(chain);
}

static void set_scene(void) {
    cpl_error *err = NULL, *kept = NULL;
    cpl_table *old = slip("b"), *changed = slip("c"), *translated = NULL;
    cpl_bytes *bytes = NULL;
    cpl_findings *findings = NULL;
    const cpl_files *files = NULL;
    const char *text = NULL;
    const uint8_t *data = NULL;
    size_t len = 0;
    FILE *file = NULL;
    scene.pem = load("office-9970000111-care-insurance.pem");
    scene.p12 = load("office-9970000111-care-insurance.p12");
    scene.root = load("root.pem");
    scene.crl = load("issuing.crl");
    csv_path = joined(setting("CPL_TEST_DIR"), FILE_NAME, "", "");
    file = fopen(csv_path, "wb");
    CHECK(file != NULL && fwrite(DELETION, 1, sizeof DELETION - 1, file) == sizeof DELETION - 1);
    fclose(file);
    set_messages();
    OK(cpl_table_to_json(old, &bytes, &err));
    OK(cpl_bytes_data(bytes, &data, &len, &err));
    scene.json = (struct file){data, len};
    objects[T_cpl_bytes] = bytes;
    CHECK(cpl_code_name(-1, &text, &len, &kept) == CPL_E_INVALID_ARGUMENT);
    objects[T_cpl_error] = kept;
    OK(cpl_table_read("UPPLAN", (const uint8_t *)"202407,\x81\x20\r\n", 11, &translated, &findings,
                      &err));
    objects[T_cpl_findings] = findings;
    cpl_table_free(translated);
    MADE(cpl_remarks, cpl_table_translate(old, "202407", &translated, &out, &err), out);
    MADE(cpl_differences, cpl_table_compare(old, changed, &out, &err), out);
    MADE(cpl_results_comparison, cpl_import_compare_results(received, NULL, 0, &out, &err), out);
    MADE(cpl_texts, cpl_table_texts(table, "UPPLAN", 0, 1, &out, &err), out);
    MADE(cpl_rows, cpl_table_own_rows(table, "9970000111", NULL, &out, &err), out);
    MADE(cpl_steps, cpl_import_steps(received, &out, &err), out);
    MADE(cpl_printed, cpl_unit_to_html(slip_unit, NULL, 0, NULL, 0, &out, &err), out);
    MADE(cpl_secret, cpl_secret_new((const uint8_t *)"test", 4, &out, &err), out);
    MADE(cpl_signer, cpl_signer_from_pem(scene.pem.bytes, scene.pem.len, NULL, &out, &err), out);
    MADE(cpl_trust, cpl_trust_from_pem(scene.root.bytes, scene.root.len, &out, &err), out);
    MADE(cpl_profile, cpl_profile_new(&out, &err), out);
    set_obstacles();
    set_mailbox();
    set_keys();
    set_token();
    set_evidence((const cpl_sent_list *)objects[T_cpl_sent_list], (const cpl_trust *)objects[T_cpl_trust]);
    MADE(cpl_candidates, cpl_candidates_in_folder(scene.keys, NULL, NULL, &out, &err), out);
    MADE(cpl_options, cpl_options_new(&out, &err), out);
    OK(cpl_options_set((cpl_options *)objects[T_cpl_options], "base_url", setting("CPL_TEST_URL"), &err));
    MADE(cpl_cancel, cpl_cancel_new(&out, &err), out);
    MADE(cpl_job, cpl_job_new(&out, &err), out);
    MADE(cpl_diagnosis, cpl_client_doctor(scene.sender, NULL, &out, &err), out);
    MADE(cpl_office, cpl_client_office(scene.sender, "9970000012", NULL, &out, &err), out);
    OK(cpl_unit_report_files((const cpl_unit_report *)objects[T_cpl_unit_report], &files, &err));
    objects[T_cpl_files] = files;
    cpl_table_free(old);
    cpl_table_free(changed);
    cpl_table_free(translated);
}

static void end_scene(void) {
    int type;
    end_fresh();
    /* They go with what lends them. */
    objects[T_cpl_obstacles] = NULL;
    cpl_inbox_free(scene.downloads);
    for (type = 0; type < CPL_TYPES; type++) {
        free_handle(type, (void *)(uintptr_t)objects[type]);
    }
    cpl_client_free(scene.sender);
    cpl_client_free(scene.receiver);
    cpl_secret_free(scene.pin);
    free(scene.keys);
    free(scene.evidence);
    free(csv_path);
    free((void *)scene.pem.bytes);
    free((void *)scene.p12.bytes);
    free((void *)scene.root.bytes);
    free((void *)scene.crl.bytes);
}

#endif
