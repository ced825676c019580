// CSV versions, JSON and readings in C++.
#include "cplink.hpp"
#include "cplink/rows.hpp"

#include <algorithm>
#include <cstdio>

namespace {

int passed = 0, failed = 0;

void check(bool good, const char *what, int line) {
    (good ? passed : failed)++;
    if (!good) {
        std::printf("line %d: failed: %s\n", line, what);
    }
}
#define CHECK(condition) check((condition), #condition, __LINE__)

template <typename Call> std::int32_t code(Call call) {
    try {
        call();
        return CPL_OK;
    } catch (const cplink::error &error) {
        return error.code();
    }
}

const std::string old_csv = "202208,990010,0000000101,20230925,202310,9970000012,\"a\",600,,20231001,,9999,9999,1,"
                            "171001,,9970000319,\"b\",,0,9970000012,,more\r\n";

cplink::table old_slip() {
    return cplink::table::read("UPPLAN", cplink::byte_view(reinterpret_cast<const std::uint8_t *>(old_csv.data()),
                                                           old_csv.size()));
}

void versions() {
    const cplink::table old = old_slip();
    CHECK(old.version() == "202208");
    cplink::remarks remarks;
    const cplink::table translated = old.translate("202407", &remarks);
    CHECK(translated.version() == "202407" && remarks.size() == 6);
    CHECK(remarks[0].change == "set" && remarks[0].rows == std::vector<std::uint32_t>{1});
    CHECK(translated.translate("202208").write(false).str() == old_csv);
    CHECK(code([&] { old.translate("202504"); }) == CPL_E_LAYOUT_VERSION);
    CHECK(cplink::table::from_json(old.to_json()).write(false).str() == old_csv);
    CHECK(cplink::layout::file_name("202208", "UPPLAN_202310_9970000012_43_9970000111_11_20230925130001.CSV") ==
          "UPPLAN_202310_9970000012_9970000111_20230925130001.CSV");
    CHECK(cplink::table("UPSIKYU", "202208").version() == "202208");
}

void typed_rows() {
    cplink::table old = old_slip();
    auto rows = cplink::typed<cplink::rows::upplan>(old);
    CHECK(rows.size() == 1 && rows[0].service_code() == cplink::text_view("171001") && rows[0].tais_code().empty());
    CHECK(rows[0].provider_number() == cplink::text_view("9970000319") && rows[0].text(26) == cplink::text_view("more"));
    CHECK(code([&] { rows[0].tais_code("99990-000040"); }) == CPL_E_LAYOUT_VERSION);
    rows[0].satellite_branch_number("1");
    cplink::set_row(old, 0, rows[0]);
    CHECK(old.write(true).str().find("\"b\",1,0,") != std::string::npos);
    rows[0].csv_version("202407");
    rows[0].tais_code("99990-000040");
    CHECK(rows[0].size() == 26 && rows[0].provider_number() == cplink::text_view("9970000319"));
    CHECK(code([&] { rows[0].csv_version("202208"); }) == CPL_E_LAYOUT_VERSION);
    CHECK(code([&] { cplink::set_row(old, 0, rows[0]); }) == CPL_E_LAYOUT_VERSION);
    CHECK(cplink::rows::upplan::of_version("202208").size() == 22);
    CHECK(code([] { cplink::rows::up3kyo::of_version("202208"); }) == CPL_E_LAYOUT_VERSION);
    std::vector<cplink::rows::upsikyu> made = {cplink::rows::upsikyu::of_version("202208")};
    CHECK(cplink::table_of(made).version() == "202208");
}

void interpret() {
    cplink::table slip("UPPLAN");
    for (const char *number : {"9970000111", "9970000210", "9970000111"}) {
        slip.add({{"provider_number", number}, {"service_code", "111111"}});
    }
    CHECK((slip.own_rows("9970000111") == std::vector<std::uint32_t>{0, 2}));
    CHECK(slip.own_rows("9970000111", "15").empty());
    CHECK((slip.monthly_once({"111111"}) == std::vector<std::uint32_t>{0, 1}));
    cplink::table plan("UP2KYO");
    plan.add({{"issue_no", "1"}, {"goal_no", "1"}, {"support_no", "1"}, {"issue", "a"}});
    plan.add({{"issue_no", "1"}, {"goal_no", "1"}, {"support_no", "2"}});
    cplink::table filled = plan.fill_down();
    cplink::row row;
    CHECK(filled.row(1, row)["issue"] == cplink::text_view("a"));
    CHECK(plan.compare(filled).empty());
    filled.set(1, "issue", "b");
    const auto differences = plan.compare(filled);
    CHECK(differences.size() == 1 && differences[0].what == cplink::row_change::changed);
    CHECK(differences[0].fields == std::vector<std::string>{"issue"});
    CHECK(cplink::layout::same_meaning("UPPLAN", "units", "", "000"));
    CHECK(!cplink::layout::same_meaning("UPPLAN", "units", "", "1"));
    const cplink::table old = old_slip();
    CHECK(cplink::import_().add("20230925130001", old).remaining_rows().size() == 1);
    cplink::table withdrawal("DLTPLAN");
    withdrawal.add({{"insurer_number", "990010"},
                    {"insured_person_number", "0000000101"},
                    {"deletion_target_month", "202310"}});
    const auto steps = cplink::import_().add("20230926130001", withdrawal).add("20230925130001", old).steps();
    CHECK(steps.size() == 3 && steps[0].what == cplink::import_action::replace && steps[0].table == 1);
    CHECK(steps[1].what == cplink::import_action::insert && steps[1].table == 1 && steps[1].keys.empty());
    CHECK(steps[1].kinds == std::vector<std::string>{"UPPLAN"});
    CHECK(steps[2].what == cplink::import_action::withdraw && steps[2].table == 0);
    CHECK((steps[2].kinds == std::vector<std::string>{"UPPLAN", "UPSIKYU", "UPHOSOKU"}));
    CHECK(steps[2].keys.back().field == "target_month" && steps[2].keys.back().value == "202310");
}

void results() {
    const auto add = [](cplink::table &table, const char *date, const char *start) {
        table.add({{"insurer_number", "990010"},
                   {"insured_person_number", "0000000101"},
                   {"target_month", "202510"},
                   {"service_date", date},
                   {"service_start_time", start},
                   {"service_end_time", "1300"},
                   {"service_count", "1"},
                   {"service_code", "111211"},
                   {"provider_number", "9970000111"}});
    };
    cplink::table plan("UPPLAN"), done("UPJSK");
    add(plan, "20251002", "0900");
    add(plan, "20251006", "0900");
    add(done, "20251002", "0900");
    add(done, "20251006", "1200");
    const auto compared = plan.compare_results(done);
    CHECK(!compared.is_as_planned && compared.lines.size() == 3 && compared.uncompared.empty());
    CHECK(compared.lines[1].status == cplink::results_status::not_done && compared.lines[1].day == 6);
    CHECK(compared.lines[2].status == cplink::results_status::additional && compared.lines[1].linked_line == 3u);
    CHECK(compared.sums.size() == 3 && compared.sums[0].of == cplink::sum_of::user && compared.sums[0].not_done == 1);
    CHECK(plan.compare_results(done, {"1112??"}).is_as_planned);
    CHECK(code([&] { done.compare_results(plan); }) == CPL_E_RESULTS_SIDES);
    cplink::import_ import;
    import.add("20251104090512", done);
    CHECK(code([&] { import.compare_results(); }) == CPL_E_RESULTS_NO_PLAN);
    CHECK(import.add("20250925130001", plan).compare_results({"1112??"}).lines.size() == 1);
}

void units() {
    const cplink::address from{"9970000012", "43"}, to{"9970000111", "11"};
    const auto view = [](const std::string &text) {
        return cplink::byte_view(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
    };
    cplink::unit unit(from, to, "20230925130001");
    unit.add_csv("UPPLAN_202310_9970000012_9970000111_20230925130001.CSV", view(old_csv));
    const std::string plain = unit.to_json();
    cplink::unit same(from, to, "20230925130001");
    same.add_json(plain);
    CHECK(same.csv().at(0).name == unit.csv().at(0).name && same.to_json() == plain);
    const auto files = unit.csv();
    CHECK(files.size() == 1 && std::string(files[0].bytes.begin(), files[0].bytes.end()) == old_csv);
    const cplink::unit_report report = unit.check();
    CHECK(report.files.size() == 1 && report.files[0].table.size() == 1 && report.findings.has_error);
    const auto is_for_others = [](const cplink::unit_report &checked) {
        const auto &all = checked.findings;
        return std::any_of(all.begin(), all.end(),
                           [](const cplink::finding &each) { return each.rule == "unit.not_addressed"; });
    };
    CHECK(!is_for_others(report) && !is_for_others(unit.check(to.office)) && is_for_others(unit.check("9970000509")));
    CHECK(code([&] { unit.check("997"); }) == CPL_E_OFFICE_NUMBER);
    cplink::cancel stop;
    stop.set();
    CHECK(code([&] { unit.check({}, cplink::job().set_cancel(stop)); }) == CPL_E_CANCELLED);
    unit.add_attachment("a.pdf", view("%PDF-1.7"));
    const std::string json = unit.to_json();
    CHECK(json.find("\"size\": 8") != std::string::npos);
    cplink::unit again(from, to, "20230925130001");
    CHECK(code([&] { again.add_json(json); }) == CPL_E_INVALID_ARGUMENT);
    CHECK(code([&] { again.add_json(json, "no such folder"); }) == CPL_E_FILE_READ);
    CHECK(code([&] { again.add_json("[]"); }) == CPL_E_JSON_FORM);
    CHECK(again.csv().empty());
    unit.add_csv("readme.csv", view(old_csv));
    CHECK(code([&] { unit.to_json(); }) == CPL_E_FILE_NAME);
}

} // namespace

int main() {
    versions();
    typed_rows();
    interpret();
    results();
    units();
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
