/* CSV versions, JSON, and what readers get wrong, in plain C. */
#include "harness.h"

#include "cplink_fields.h"

static const char OLD[] = "202208,990010,0000000101,20230925,202310,9970000012,\"a\",600,,20231001,,9999,9999,1,"
                          "171001,,9970000319,\"b\",,0,9970000012,,more\r\n";

static cpl_table *old_slip(void) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    OK(cpl_table_read("UPPLAN", (const uint8_t *)OLD, sizeof OLD - 1, &table, NULL, &err));
    return table;
}

static void layouts(void) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    const char *text = NULL;
    size_t len = 0, count = 0;
    uint32_t number = 0;
    OK(cpl_layout_versions_len(&count, &err));
    CHECK(count == 2);
    OK(cpl_layout_version(0, &text, &len, &err));
    CHECK(same(text, len, "202208"));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_layout_version(2, &text, &len, &err));
    OK(cpl_layout_fields_len("UPPLAN", "202208", &count, &err));
    CHECK(count == CPL_UPPLAN_202208_COLUMNS);
    OK(cpl_layout_item_number("UPPLAN", "202208", "provider_number", &number, &err));
    CHECK(number == CPL_UPPLAN_202208_PROVIDER_NUMBER && number != CPL_UPPLAN_PROVIDER_NUMBER);
    OK(cpl_layout_item_number("UPPLAN", NULL, "provider_number", &number, &err));
    CHECK(number == CPL_UPPLAN_PROVIDER_NUMBER);
    OK(cpl_layout_field_id("UPPLAN", "202407", CPL_UPPLAN_TAIS_CODE, &text, &len, &err));
    CHECK(same(text, len, "tais_code"));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_layout_item_number("UPPLAN", "202208", "tais_code", &number, &err));
    FAILS(CPL_E_LAYOUT_VERSION, cpl_layout_fields_len("UP3KYO", "202208", &count, &err));
    FAILS(CPL_E_LAYOUT_VERSION, cpl_table_new("UPPLAN", "202504", &table, &err));
    OK(cpl_table_new("UPSIKYU", "202208", &table, &err));
    OK(cpl_table_version(table, &text, &len, &err));
    CHECK(same(text, len, "202208"));
    cpl_table_free(table);
}

static void translating(void) {
    cpl_error *err = NULL;
    cpl_table *old = old_slip(), *new = NULL, *back = NULL;
    cpl_remarks *remarks = NULL;
    cpl_bytes *bytes = NULL;
    const char *text = NULL;
    const uint8_t *data = NULL;
    const uint32_t *rows = NULL;
    size_t len = 0, count = 0, index = 0, needed = 0;
    OK(cpl_table_translate(old, "202407", &new, &remarks, &err));
    OK(cpl_remarks_len(remarks, &count, &err));
    CHECK(count == 6);
    for (index = 0; index < count; index++) {
        size_t row_count = 0;
        OK(cpl_remarks_change(remarks, index, &text, &len, &err));
        needed += same(text, len, "needed");
        OK(cpl_remarks_rows(remarks, index, &rows, &row_count, &err));
        CHECK(row_count == 1 && rows[0] == 1);
        OK(cpl_remarks_field(remarks, index, &text, &len, &err));
        OK(cpl_remarks_message_ja(remarks, index, &text, &len, &err));
        CHECK(len > 0);
        OK(cpl_remarks_message_en(remarks, index, &text, &len, &err));
        CHECK(len > 0);
    }
    CHECK(needed == 1);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_remarks_change(remarks, count, &text, &len, &err));
    cpl_remarks_free(remarks);
    OK(cpl_table_translate(new, "202208", &back, NULL, &err));
    OK(cpl_table_write(back, 0, &bytes, NULL, &err));
    OK(cpl_bytes_data(bytes, &data, &len, &err));
    CHECK(len == sizeof OLD - 1 && memcmp(data, OLD, len) == 0);
    cpl_bytes_free(bytes);
    FAILS(CPL_E_LAYOUT_VERSION, cpl_table_translate(old, "202410", &back, NULL, &err));
    OK(cpl_layout_file_name("202407", "UPPLAN_202310_9970000012_9970000111_20230925130001.CSV", "43", "11", &bytes,
                             &err));
    OK(cpl_bytes_data(bytes, &data, &len, &err));
    CHECK(same((const char *)data, len, "UPPLAN_202310_9970000012_43_9970000111_11_20230925130001.CSV"));
    cpl_bytes_free(bytes);
    FAILS(CPL_E_FILE_NAME, cpl_layout_file_name("202407", "x", NULL, NULL, &bytes, &err));
    cpl_table_free(old);
    cpl_table_free(new);
    cpl_table_free(back);
}

static void json(void) {
    cpl_error *err = NULL;
    cpl_table *old = old_slip(), *again = NULL;
    cpl_bytes *bytes = NULL, *written = NULL;
    const uint8_t *data = NULL;
    size_t len = 0;
    OK(cpl_table_to_json(old, &bytes, &err));
    OK(cpl_bytes_data(bytes, &data, &len, &err));
    OK(cpl_table_from_json(data, len, &again, &err));
    cpl_bytes_free(bytes);
    OK(cpl_table_write(again, 0, &written, NULL, &err));
    OK(cpl_bytes_data(written, &data, &len, &err));
    CHECK(len == sizeof OLD - 1 && memcmp(data, OLD, len) == 0);
    cpl_bytes_free(written);
    cpl_table_free(again);
    again = NULL;
    FAILS(CPL_E_JSON_FORM, cpl_table_from_json((const uint8_t *)"[]", 2, &again, &err));
    CHECK(again == NULL);
    cpl_table_free(old);
}

/* A slip, then its withdrawal. */
static void steps(const cpl_import *import) {
    static const struct {
        int32_t what;
        size_t table, kinds, keys;
    } wanted[] = {{CPL_IMPORT_REPLACE, 0, 3, 3}, {CPL_IMPORT_INSERT, 0, 1, 0}, {CPL_IMPORT_WITHDRAW, 1, 3, 3}};
    cpl_error *err = NULL;
    cpl_steps *made = NULL;
    const char *text = NULL;
    size_t count = 0, len = 0, table = 0, kinds = 0, keys = 0, i;
    int32_t what = 0;
    OK(cpl_import_steps(import, &made, &err));
    OK(cpl_steps_len(made, &count, &err));
    CHECK(count == 3);
    for (i = 0; i < count; i++) {
        OK(cpl_steps_what(made, i, &what, &err));
        OK(cpl_steps_table(made, i, &table, &err));
        OK(cpl_steps_kinds_len(made, i, &kinds, &err));
        OK(cpl_steps_keys_len(made, i, &keys, &err));
        CHECK(what == wanted[i].what && table == wanted[i].table);
        CHECK(kinds == wanted[i].kinds && keys == wanted[i].keys);
        OK(cpl_steps_kind(made, i, 0, &text, &len, &err));
        CHECK(same(text, len, "UPPLAN"));
        FAILS(CPL_E_INVALID_ARGUMENT, cpl_steps_kind(made, i, kinds, &text, &len, &err));
        FAILS(CPL_E_INVALID_ARGUMENT, cpl_steps_key_field(made, i, keys, &text, &len, &err));
        FAILS(CPL_E_INVALID_ARGUMENT, cpl_steps_key_value(made, i, keys, &text, &len, &err));
    }
    OK(cpl_steps_kind(made, 2, 1, &text, &len, &err));
    CHECK(same(text, len, "UPSIKYU"));
    OK(cpl_steps_key_field(made, 2, 1, &text, &len, &err));
    CHECK(same(text, len, "insured_person_number"));
    OK(cpl_steps_key_value(made, 2, 1, &text, &len, &err));
    CHECK(same(text, len, "0000000101"));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_steps_what(made, 3, &what, &err));
    cpl_steps_free(made);
}

/* A unit as JSON and back; the attachment lies in the suite's own folder. */
static void units(void) {
    static const char csv[] = "202407,990010,0000000101,20250101\r\n";
    static const char pdf[] = "%PDF-1.7";
    cpl_error *err = NULL;
    cpl_unit *unit = NULL, *again = NULL, *other = NULL;
    cpl_bytes *json = NULL, *same_json = NULL;
    cpl_findings *findings = NULL;
    const uint8_t *data = NULL, *more = NULL;
    size_t len = 0, more_len = 0, count = 0;
    const char *folder = setting("CPL_TEST_DIR");
    char *path = joined(folder, "plan.pdf", "", "");
    FILE *file = NULL;
    OK(cpl_unit_new("9970000012", "43", "9970000111", "11", "20250925130101", &unit, &err));
    OK(cpl_unit_add_csv(unit, "DLTKIHON_9970000012_43_9970000111_11_20250925130101.CSV",
                          (const uint8_t *)csv, sizeof csv - 1, &err));
    OK(cpl_unit_add_attachment(unit, "plan.pdf", (const uint8_t *)pdf, sizeof pdf - 1, &err));
    OK(cpl_unit_to_json(unit, &json, &err));
    OK(cpl_bytes_data(json, &data, &len, &err));
    OK(cpl_unit_new("9970000012", "43", "9970000111", "11", "20250925130101", &again, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_unit_add_json(again, data, len, NULL, &findings, &err));
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite("%PDF-1.8", 1, 8, file) == 8);
    fclose(file);
    FAILS(CPL_E_ATTACHMENT_DIFFERS, cpl_unit_add_json(again, data, len, folder, &findings, &err));
    OK(cpl_unit_csv_len(again, &count, &err));
    CHECK(count == 0 && findings == NULL);
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(pdf, 1, 8, file) == 8);
    fclose(file);
    OK(cpl_unit_add_json(again, data, len, folder, &findings, &err));
    CHECK(findings != NULL);
    OK(cpl_unit_to_json(again, &same_json, &err));
    OK(cpl_bytes_data(same_json, &more, &more_len, &err));
    CHECK(more_len == len && memcmp(more, data, len) == 0);
    OK(cpl_unit_new("9970000012", "43", "9970000111", "11", "20250925130101", &other, &err));
    OK(cpl_unit_add_csv(other, "other.csv", (const uint8_t *)csv, sizeof csv - 1, &err));
    cpl_bytes_free(json);
    json = NULL;
    FAILS(CPL_E_FILE_NAME, cpl_unit_to_json(other, &json, &err));
    CHECK(json == NULL);
    cpl_bytes_free(same_json);
    cpl_findings_free(findings);
    cpl_unit_free(unit);
    cpl_unit_free(again);
    cpl_unit_free(other);
    free(path);
}

static void interpret(void) {
    cpl_error *err = NULL;
    cpl_table *slip = NULL, *plan = NULL, *filled = NULL, *withdrawal = NULL;
    cpl_rows *rows = NULL;
    cpl_row *row = NULL;
    cpl_differences *differences = NULL;
    cpl_import *import = NULL;
    const char *codes[] = {"11????"};
    const char *text = NULL;
    const uint32_t *places = NULL;
    size_t count = 0, len = 0, fields = 0;
    int32_t what = 0, is_same = 0;
    uint32_t old_row = 0, new_row = 0;
    OK(cpl_table_new("UPPLAN", NULL, &slip, &err));
    OK(cpl_table_add_json(slip,
                          "[{\"provider_number\":\"9970000111\",\"service_code\":\"111111\"},"
                          "{\"provider_number\":\"9970000210\",\"service_code\":\"151111\"},"
                          "{\"provider_number\":\"9970000111\",\"service_code\":\"111111\"}]",
                          &err));
    OK(cpl_table_own_rows(slip, "9970000111", NULL, &rows, &err));
    OK(cpl_rows_places(rows, &places, &count, &err));
    CHECK(count == 2 && places[0] == 0 && places[1] == 2);
    cpl_rows_free(rows);
    OK(cpl_table_own_rows(slip, "9970000111", "15", &rows, &err));
    OK(cpl_rows_places(rows, &places, &count, &err));
    CHECK(count == 0);
    cpl_rows_free(rows);
    OK(cpl_table_monthly_once(slip, codes, 1, &rows, &err));
    OK(cpl_rows_places(rows, &places, &count, &err));
    CHECK(count == 2 && places[1] == 1);
    cpl_rows_free(rows);
    OK(cpl_table_new("UP2KYO", NULL, &plan, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_table_monthly_once(plan, codes, 1, &rows, &err));
    OK(cpl_table_add_json(plan,
                          "[{\"issue_no\":1,\"goal_no\":1,\"support_no\":1,\"issue\":\"a\"},"
                          "{\"issue_no\":1,\"goal_no\":1,\"support_no\":2}]",
                          &err));
    OK(cpl_table_fill_down(plan, &filled, &err));
    OK(cpl_row_new(&row, &err));
    OK(cpl_table_row(filled, 1, row, &err));
    OK(cpl_row_get(row, "issue", &text, &len, &err));
    CHECK(same(text, len, "a"));
    cpl_row_free(row);
    OK(cpl_table_compare(plan, filled, &differences, &err));
    OK(cpl_differences_len(differences, &count, &err));
    CHECK(count == 0);
    cpl_differences_free(differences);
    OK(cpl_table_set(filled, 1, "issue", "b", &err));
    OK(cpl_table_compare(plan, filled, &differences, &err));
    OK(cpl_differences_what(differences, 0, &what, &err));
    OK(cpl_differences_old_row(differences, 0, &old_row, &err));
    OK(cpl_differences_new_row(differences, 0, &new_row, &err));
    OK(cpl_differences_fields_len(differences, 0, &fields, &err));
    CHECK(what == CPL_DIFFERENCE_CHANGED && old_row == 2 && new_row == 2 && fields == 1);
    OK(cpl_differences_field(differences, 0, 0, &text, &len, &err));
    CHECK(same(text, len, "issue"));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_differences_field(differences, 0, 1, &text, &len, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_differences_what(differences, 1, &what, &err));
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_differences_fields_len(differences, 1, &fields, &err));
    cpl_differences_free(differences);
    OK(cpl_layout_same_meaning("UP2KYO", "insurance_covered", "N", "", &is_same, &err));
    CHECK(is_same == 1);
    OK(cpl_table_new("DLTPLAN", NULL, &withdrawal, &err));
    OK(cpl_table_add_json(withdrawal,
                          "{\"insurer_number\":\"990010\",\"insured_person_number\":\"0000000101\","
                          "\"deletion_target_month\":\"202310\"}",
                          &err));
    cpl_table_free(slip);
    slip = old_slip();
    OK(cpl_import_new(&import, &err));
    FAILS(CPL_E_SERIAL, cpl_import_add(import, "2023", slip, &err));
    OK(cpl_import_add(import, "20230925130001", slip, &err));
    OK(cpl_import_remaining_rows(import, &rows, &err));
    OK(cpl_rows_places(rows, &places, &count, &err));
    CHECK(count == 2 && places[0] == 0 && places[1] == 0);
    cpl_rows_free(rows);
    OK(cpl_import_add(import, "20230926130001", withdrawal, &err));
    OK(cpl_import_remaining_rows(import, &rows, &err));
    OK(cpl_rows_places(rows, &places, &count, &err));
    CHECK(count == 0);
    cpl_rows_free(rows);
    steps(import);
    cpl_import_free(import);
    cpl_table_free(slip);
    cpl_table_free(plan);
    cpl_table_free(filled);
    cpl_table_free(withdrawal);
}

/* A row of table 6 as JSON. */
#define SERVICE(day, start) \
    "{\"insurer_number\":\"990010\",\"insured_person_number\":\"0000000101\",\"target_month\":\"202510\"," \
    "\"service_date\":\"202510" day "\",\"service_start_time\":\"" start "\",\"service_end_time\":\"1300\"," \
    "\"service_count\":\"1\",\"units\":\"387\",\"service_code\":\"111211\",\"provider_number\":\"9970000111\"}"

/* A plan of two visits, of which the second was three hours later, and a row without a day. */
static void results(void) {
    cpl_error *err = NULL;
    cpl_table *plan = NULL, *done = NULL;
    cpl_import *import = NULL;
    cpl_results_comparison *compared = NULL, *same_compared = NULL;
    const char *const monthly[] = {"1140??"};
    const char *text = NULL;
    size_t len = 0, count = 0, sums = 0, rows = 0, place = 0;
    int32_t status = 0, is_as_planned = 1, of = 0;
    uint32_t day = 0, linked = 0, row = 0;
    int64_t times = 0, units = 0;
    OK(cpl_table_new("UPPLAN", NULL, &plan, &err));
    OK(cpl_table_new("UPJSK", NULL, &done, &err));
    OK(cpl_table_add_json(plan, "[" SERVICE("02", "0900") "," SERVICE("06", "0900") "]", &err));
    FAILS(CPL_E_RESULTS_NONE, cpl_table_compare_results(plan, done, NULL, 0, &compared, &err));
    OK(cpl_table_add_json(done, "[" SERVICE("02", "0900") "," SERVICE("06", "1200") "," SERVICE("99", "0900") "]", &err));
    FAILS(CPL_E_RESULTS_SIDES, cpl_table_compare_results(done, plan, NULL, 0, &compared, &err));
    OK(cpl_table_compare_results(plan, done, monthly, 1, &compared, &err));
    OK(cpl_results_comparison_is_as_planned(compared, &is_as_planned, &err));
    OK(cpl_results_comparison_len(compared, &count, &err));
    OK(cpl_results_comparison_sums_len(compared, &sums, &err));
    OK(cpl_results_comparison_uncompared_len(compared, &rows, &err));
    CHECK(is_as_planned == 0 && count == 3 && sums == 3 && rows == 1);
    OK(cpl_results_comparison_uncompared_row_table(compared, 0, &place, &err));
    OK(cpl_results_comparison_uncompared_row_row(compared, 0, &row, &err));
    CHECK(place == 1 && row == 3);
    OK(cpl_results_comparison_status(compared, 1, &status, &err));
    OK(cpl_results_comparison_day(compared, 1, &day, &err));
    OK(cpl_results_comparison_linked_line(compared, 1, &linked, &err));
    OK(cpl_results_comparison_planned(compared, 1, &times, &err));
    OK(cpl_results_comparison_planned_units(compared, 1, &units, &err));
    CHECK(status == CPL_RESULTS_STATUS_NOT_DONE && day == 6 && linked == 3 && times == 1 && units == 387);
    OK(cpl_results_comparison_status(compared, 2, &status, &err));
    OK(cpl_results_comparison_start_time(compared, 2, &text, &len, &err));
    CHECK(status == CPL_RESULTS_STATUS_ADDITIONAL && same(text, len, "1200"));
    OK(cpl_results_comparison_done_units(compared, 1, &units, &err));
    CHECK(units == -1);
    OK(cpl_results_comparison_sum_of(compared, 2, &of, &err));
    OK(cpl_results_comparison_sum_not_done(compared, 2, &times, &err));
    CHECK(of == CPL_SUM_OF_OFFICE && times == 1);
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_results_comparison_status(compared, count, &status, &err));
    OK(cpl_import_new(&import, &err));
    OK(cpl_import_add(import, "20251104090512", done, &err));
    FAILS(CPL_E_RESULTS_NO_PLAN, cpl_import_compare_results(import, NULL, 0, &same_compared, &err));
    OK(cpl_import_add(import, "20250925130001", plan, &err));
    OK(cpl_import_compare_results(import, NULL, 0, &same_compared, &err));
    OK(cpl_results_comparison_len(same_compared, &count, &err));
    CHECK(count == 3);
    cpl_results_comparison_free(same_compared);
    cpl_results_comparison_free(compared);
    cpl_import_free(import);
    cpl_table_free(plan);
    cpl_table_free(done);
}

int main(void) {
    layouts();
    translating();
    json();
    units();
    interpret();
    results();
    return finish();
}
