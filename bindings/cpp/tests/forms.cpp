// The forms of a month's slip in C++.
#include "harness.hpp"

#include <sstream>

namespace {

// The files of the month's first slip.
std::vector<std::string> slip_files() {
    std::ifstream plan(setting("CPL_TEST_PLAN"));
    std::vector<std::string> files;
    for (std::string line; std::getline(plan, line);) {
        std::istringstream parts(line);
        for (std::string part; std::getline(parts, part, '\t');) {
            if (part.find("02-slip-home-help") != std::string::npos) {
                files.push_back(part);
            }
        }
    }
    CHECK(files.size() == 3);
    return files;
}

cplink::table table_of(const std::string &kind) {
    for (const auto &file : slip_files()) {
        if (file.find('/' + kind) != std::string::npos) {
            std::ifstream in(file, std::ios::binary);
            const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
            return cplink::table::read(kind, bytes);
        }
    }
    CHECK(!"a file of this kind");
    return cplink::table(kind);
}

bool holds(const cplink::printed &printed, const std::string &what) {
    return printed.html.find(what) != std::string::npos;
}

std::vector<std::uint8_t> bytes_of(const std::string &text) { return {text.begin(), text.end()}; }

void a_unit_is_shown_with_its_users() {
    const auto unit = cplink::unit::from_files(slip_files());
    const auto all = unit.to_html();
    CHECK(all.users == 3 && all.findings.size() == 1 && all.findings[0].rule == "table.other_offices");
    CHECK(holds(all, "架空　髙子　様") && holds(all, "サービス提供票（予定）"));
    const auto annex = unit.to_html({cplink::form_kind::table_7});
    CHECK(annex.pages > 0 && annex.pages < all.pages);
    CHECK(holds(annex, "サービス提供票別表") && !holds(annex, "サービス提供票（予定）"));
}

void a_name_is_never_markup() {
    auto users = table_of("UPHOSOKU");
    users.set(0, "user_name", "<b>\"&花子");
    cplink::unit unit({"9970000012", "43"}, {"9970000111", "11"}, "20250925130001");
    unit.add_table(users);
    unit.add_table(table_of("UPPLAN"));
    const auto printed = unit.to_html();
    CHECK(holds(printed, "&lt;b&gt;&quot;&amp;花子") && !holds(printed, "<b>"));
}

void what_cannot_be_is_refused() {
    const auto unit = cplink::unit::from_files(slip_files());
    CHECK(code([&] { unit.to_html({static_cast<cplink::form_kind>(5)}); }) == CPL_E_INVALID_ARGUMENT);
    try {
        unit.to_html({}, bytes_of("111211,x,,\n<script>,,,\n"));
        CHECK(!"refused");
    } catch (const cplink::error &error) {
        CHECK(error.code() == CPL_E_NAME_TABLE && error.row() == 2);
    }
    CHECK(holds(unit.to_html({}, bytes_of("111211,身体介護２,,\n")), "身体介護２ 111211"));
    const cplink::unit empty({"9970000012", "43"}, {"9970000111", "11"}, "20250925130001");
    CHECK(code([&] { empty.to_html(); }) == CPL_E_FORM_EMPTY);
}

void a_file_is_written_once() {
    const auto unit = cplink::unit::from_files(slip_files());
    const auto path = setting("CPL_TEST_DIR") + "/帳票/slip.html";
    const auto printed = unit.save_html(path);
    CHECK(printed.html.empty() && printed.users == 3);
    std::ifstream in(path, std::ios::binary);
    const std::string written{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    CHECK(written == unit.to_html().html);
    CHECK(code([&] { unit.save_html(path); }) == CPL_E_FILE_EXISTS);
}

// A slip that was sent anew: the newer one counts.
void what_remains_is_shown() {
    cplink::import_ import;
    import.add("20250925130001", table_of("UPPLAN"));
    const auto one = import.to_html();
    import.add("20250926130001", table_of("UPPLAN"));
    CHECK(one.pages > 0 && import.to_html().pages == one.pages);
    import.add("20250926130001", table_of("UPPLAN"));
    CHECK(code([&] { import.to_html(); }) == CPL_E_FORM_TWICE);
    cplink::import_ units;
    const auto all = units.add_unit(withdrawal()).add_unit(cplink::unit::from_files(slip_files())).to_html();
    CHECK(all.findings.size() == 1 && holds(all, "架空　髙子　様"));
    const auto saved = units.save_html(setting("CPL_TEST_DIR") + "/import.html", {cplink::form_kind::table_6});
    CHECK(saved.pages > 0 && saved.pages < all.pages);
}

} // namespace

int main() {
    a_unit_is_shown_with_its_users();
    a_name_is_never_markup();
    what_cannot_be_is_refused();
    a_file_is_written_once();
    what_remains_is_shown();
    return finish();
}
