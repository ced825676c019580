/* The forms of a month's slip through the C ABI. */
#include "harness.h"

#define MAX_FILES 8

static char line[4096];
static const char *files[MAX_FILES];
static size_t count;

/* The files of the month's first slip. */
static void find_files(void) {
    FILE *plan = open_utf8(setting("CPL_TEST_PLAN"));
    char *part = NULL;
    CHECK(plan != NULL);
    while (plan != NULL && fgets(line, sizeof line, plan) != NULL && strstr(line, "02-slip-home-help") == NULL) {
    }
    fclose(plan);
    line[strcspn(line, "\r\n")] = '\0';
    for (part = strtok(line, "\t"); part != NULL; part = strtok(NULL, "\t")) {
        if (strstr(part, ".CSV") != NULL && count < MAX_FILES) {
            files[count++] = part;
        }
    }
    CHECK(count == 3);
}

static cpl_unit *slip(void) {
    cpl_error *err = NULL;
    cpl_unit *unit = NULL;
    OK(cpl_unit_from_files(files, count, &unit, &err));
    return unit;
}

static cpl_table *table_of(const char *kind) {
    cpl_error *err = NULL;
    cpl_table *table = NULL;
    size_t i = 0, len = 0;
    unsigned char *bytes = NULL;
    while (i + 1 < count && strstr(strrchr(files[i], '/'), kind) == NULL) {
        i++;
    }
    bytes = read_file(files[i], &len);
    OK(cpl_table_read(kind, bytes, len, &table, NULL, &err));
    free(bytes);
    return table;
}

static int holds(const cpl_printed *printed, const char *what) {
    cpl_error *err = NULL;
    const char *html = NULL;
    size_t len = 0, i = 0, wanted = strlen(what);
    OK(cpl_printed_html(printed, &html, &len, &err));
    for (i = 0; i + wanted <= len; i++) {
        if (memcmp(html + i, what, wanted) == 0) {
            return 1;
        }
    }
    return 0;
}

static void a_unit_is_shown_with_its_users(void) {
    static const int32_t only[] = {CPL_FORM_TABLE_7, CPL_FORM_TABLE_7};
    cpl_error *err = NULL;
    cpl_unit *unit = slip();
    cpl_printed *all = NULL, *annex = NULL;
    const cpl_findings *findings = NULL;
    size_t users = 0, pages = 0, some = 0, told = 9;
    OK(cpl_unit_to_html(unit, NULL, 0, NULL, 0, &all, &err));
    OK(cpl_printed_users(all, &users, &err));
    OK(cpl_printed_pages(all, &pages, &err));
    OK(cpl_printed_findings(all, &findings, &err));
    OK(cpl_findings_len(findings, &told, &err));
    CHECK(users == 3 && told == 1);
    CHECK(holds(all, "架空　髙子　様") && holds(all, "サービス提供票（予定）"));
    OK(cpl_unit_to_html(unit, only, 2, NULL, 0, &annex, &err));
    OK(cpl_printed_pages(annex, &some, &err));
    CHECK(some > 0 && some < pages);
    CHECK(holds(annex, "サービス提供票別表") && !holds(annex, "サービス提供票（予定）"));
    cpl_printed_free(annex);
    cpl_printed_free(all);
    cpl_unit_free(unit);
}

static void a_name_is_never_markup(void) {
    cpl_error *err = NULL;
    cpl_unit *unit = NULL;
    cpl_table *users = table_of("UPHOSOKU"), *plan = table_of("UPPLAN");
    cpl_printed *printed = NULL;
    OK(cpl_table_set(users, 0, "user_name", "<b>\"&花子", &err));
    OK(cpl_unit_new("9970000012", "43", "9970000111", "11", "20250925130001", &unit, &err));
    OK(cpl_unit_add_table(unit, users, NULL, &err));
    OK(cpl_unit_add_table(unit, plan, NULL, &err));
    OK(cpl_unit_to_html(unit, NULL, 0, NULL, 0, &printed, &err));
    CHECK(holds(printed, "&lt;b&gt;&quot;&amp;花子") && !holds(printed, "<b>"));
    cpl_printed_free(printed);
    cpl_table_free(plan);
    cpl_table_free(users);
    cpl_unit_free(unit);
}

static void what_cannot_be_is_refused(void) {
    static const int32_t unknown[] = {CPL_FORM_TABLE_6, 5};
    static const char bad[] = "111211,x,,\n<script>,,,\n", good[] = "111211,身体介護２,,\n";
    cpl_error *err = NULL;
    cpl_unit *unit = slip(), *empty = NULL;
    cpl_printed *printed = NULL;
    uint32_t row = 0;
    FAILS(CPL_E_INVALID_ARGUMENT, cpl_unit_to_html(unit, unknown, 2, NULL, 0, &printed, &err));
    CHECK(cpl_unit_to_html(unit, NULL, 0, (const uint8_t *)bad, sizeof bad - 1, &printed, &err) == CPL_E_NAME_TABLE);
    CHECK(cpl_error_row(err, &row) == CPL_OK);
    CHECK(row == 2 && printed == NULL);
    cpl_error_free(err);
    err = NULL;
    OK(cpl_unit_to_html(unit, NULL, 0, (const uint8_t *)good, sizeof good - 1, &printed, &err));
    CHECK(holds(printed, "身体介護２ 111211"));
    OK(cpl_unit_new("9970000012", "43", "9970000111", "11", "20250925130001", &empty, &err));
    cpl_printed_free(printed);
    printed = NULL;
    FAILS(CPL_E_FORM_EMPTY, cpl_unit_to_html(empty, NULL, 0, NULL, 0, &printed, &err));
    cpl_unit_free(empty);
    cpl_unit_free(unit);
}

static void a_file_is_written_once(void) {
    cpl_error *err = NULL;
    cpl_unit *unit = slip();
    cpl_printed *all = NULL, *printed = NULL;
    char *path = joined(setting("CPL_TEST_DIR"), "帳票/", "slip", ".html");
    const char *html = NULL, *none = NULL;
    size_t len = 0, written = 0, nothing = 9;
    unsigned char *bytes = NULL;
    OK(cpl_unit_to_html(unit, NULL, 0, NULL, 0, &all, &err));
    OK(cpl_printed_html(all, &html, &len, &err));
    OK(cpl_unit_save_html(unit, path, NULL, 0, NULL, 0, &printed, &err));
    OK(cpl_printed_html(printed, &none, &nothing, &err));
    CHECK(nothing == 0);
    bytes = read_file(path, &written);
    CHECK(written == len && memcmp(bytes, html, len) == 0);
    cpl_printed_free(printed);
    printed = NULL;
    FAILS(CPL_E_FILE_EXISTS, cpl_unit_save_html(unit, path, NULL, 0, NULL, 0, &printed, &err));
    free(bytes);
    free(path);
    cpl_printed_free(all);
    cpl_unit_free(unit);
}

/* A slip that was sent anew: the newer one counts. */
static void what_remains_is_shown(void) {
    cpl_error *err = NULL;
    cpl_import *import = NULL;
    cpl_table *plan = table_of("UPPLAN");
    cpl_printed *one = NULL, *both = NULL;
    size_t before = 0, after = 0;
    OK(cpl_import_new(&import, &err));
    OK(cpl_import_add(import, "20250925130001", plan, &err));
    OK(cpl_import_to_html(import, NULL, 0, NULL, 0, &one, &err));
    OK(cpl_import_add(import, "20250926130001", plan, &err));
    OK(cpl_import_to_html(import, NULL, 0, NULL, 0, &both, &err));
    OK(cpl_printed_pages(one, &before, &err));
    OK(cpl_printed_pages(both, &after, &err));
    CHECK(before > 0 && before == after);
    cpl_printed_free(both);
    both = NULL;
    OK(cpl_import_add(import, "20250926130001", plan, &err));
    FAILS(CPL_E_FORM_TWICE, cpl_import_to_html(import, NULL, 0, NULL, 0, &both, &err));
    cpl_printed_free(one);
    cpl_table_free(plan);
    cpl_import_free(import);
}

/* Several units: as one, and their findings with them. */
static void units_are_shown_together(void) {
    static const int32_t only[] = {CPL_FORM_TABLE_6};
    cpl_error *err = NULL;
    cpl_import *import = NULL;
    cpl_unit *unit = slip(), *results = results_unit("20251104090000");
    cpl_printed *alone = NULL, *together = NULL;
    const cpl_findings *findings = NULL;
    size_t one = 0, all = 0, told = 0;
    OK(cpl_import_new(&import, &err));
    OK(cpl_import_add_unit(import, results, &err));
    OK(cpl_import_add_unit(import, unit, &err));
    OK(cpl_import_to_html(import, only, 1, NULL, 0, &together, &err));
    OK(cpl_unit_to_html(unit, only, 1, NULL, 0, &alone, &err));
    OK(cpl_printed_pages(alone, &one, &err));
    OK(cpl_printed_pages(together, &all, &err));
    OK(cpl_printed_findings(together, &findings, &err));
    OK(cpl_findings_len(findings, &told, &err));
    CHECK(one > 0 && one == all && told == 1 && holds(together, "架空　髙子　様"));
    cpl_printed_free(together);
    cpl_printed_free(alone);
    cpl_unit_free(results);
    cpl_unit_free(unit);
    cpl_import_free(import);
}

int main(void) {
    find_files();
    a_unit_is_shown_with_its_users();
    a_name_is_never_markup();
    what_cannot_be_is_refused();
    a_file_is_written_once();
    what_remains_is_shown();
    units_are_shown_together();
    return finish();
}
