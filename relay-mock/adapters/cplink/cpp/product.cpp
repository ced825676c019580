// A small care software on the C++ wrapper, as a product to certify. What the standard means is the library's word;
// the product keeps what it received and what was typed. JSON is read by nlohmann's library.
#include "cplink.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <set>

namespace {

using nlohmann::json;
using items = std::map<std::string, std::string>;
using attached = std::map<std::string, std::vector<std::uint8_t>>;

/// The kinds of a unit, the base first.
const std::map<std::string, std::vector<std::string>> UNITS = {
    {"care_plan", {"UP1KYO", "UP2KYO", "UP3KYO", "UPHOSOKU"}},
    {"usage_slip", {"UPPLAN", "UPSIKYU", "UPHOSOKU"}},
    {"results", {"UPJSK"}},
    {"basic_info", {"UPKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2"}},
    {"prevention_plan", {"UPYOBO", "UPYOBO_SUB"}},
    {"prevention_plan_with_basic_info", {"UPYOBO", "UPYOBO_SUB", "UPKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2"}},
    {"care_plan_deletion", {"DLT1KYO"}},
    {"usage_slip_deletion", {"DLTPLAN"}},
    {"results_deletion", {"DLTJSK"}},
    {"basic_info_deletion", {"DLTKIHON"}},
    {"prevention_plan_deletion", {"DLTYOBO"}},
};

std::string current() { return cplink::layout::version(cplink::layout::versions_len() - 1); }

/// A file that was imported, and what came with it.
struct received {
    std::string name, serial;
    cplink::table table;
    std::shared_ptr<attached> with;
};

/// A row, and what goes with it; nothing where it follows from others.
struct record {
    std::string kind;
    items row;
    std::shared_ptr<attached> with;
};

using records = std::vector<record>;

std::string base_name(const std::string &path) { return path.substr(path.find_last_of("/\\") + 1); }

/// Paths are UTF-8: on Windows the host's own function for wide paths goes here.
std::vector<std::uint8_t> read_file(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::string &path, const std::vector<std::uint8_t> &bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
        throw std::runtime_error("a file of the export cannot be written");
    }
}

items row_of(const cplink::table &table, std::size_t at) {
    cplink::row row;
    table.row(at, row);
    items all;
    const std::string kind = table.kind();
    for (std::uint32_t number = 1; number <= cplink::layout::fields_len(kind); number++) {
        const std::string field = cplink::layout::field_id(kind, number);
        all[field] = row[field].str();
    }
    return all;
}

template <typename Places> std::vector<items> pick(const cplink::table &table, const Places &places) {
    std::vector<items> rows;
    for (const auto place : places) {
        rows.push_back(row_of(table, place));
    }
    return rows;
}

cplink::table table_of(const std::string &kind, const std::vector<items> &rows) {
    cplink::table table(kind);
    for (const auto &row : rows) {
        table.add(row);
    }
    return table;
}

std::vector<items> of(const std::string &kind, const records &all) {
    std::vector<items> rows;
    for (const auto &each : all) {
        if (each.kind == kind) {
            rows.push_back(each.row);
        }
    }
    return rows;
}

template <typename List, typename Condition> void keep_if(List &list, Condition keep) {
    list.erase(std::remove_if(list.begin(), list.end(), [&](const auto &each) { return !keep(each); }), list.end());
}

/// Whether the row says this, however it is written.
bool has(const std::string &kind, const items &row, const json &values) {
    const auto all = values.items();
    return std::all_of(all.begin(), all.end(), [&](const auto &each) {
        return cplink::layout::same_meaning(kind, each.key(), row.at(each.key()), each.value().template get<std::string>());
    });
}

std::string user(const items &row) { return row.at("insurer_number") + " " + row.at("insured_person_number"); }

std::string month_of(const items &row) {
    for (const char *field : {"target_month", "deletion_target_month"}) {
        const auto found = row.find(field);
        if (found != row.end() && !found->second.empty()) {
            return found->second;
        }
    }
    return std::string();
}

std::string sum(const std::vector<items> &rows, const std::string &field) {
    long long total = 0;
    for (const auto &row : rows) {
        total += row.at(field).empty() ? 0 : std::stoll(row.at(field));
    }
    return std::to_string(total);
}

class care {
  public:
    void reset(const json &ask) {
        office_ = {ask["office"], ask["service_type"]};
        monthly_ = ask["monthly"].get<std::vector<std::string>>();
        received_.clear();
        entered_.clear();
        pictures_ = std::make_shared<attached>();
    }

    /// Imports a unit, or says why not, by the rules' ids.
    std::set<std::string> take_in(const std::vector<std::string> &paths) {
        std::set<std::string> reasons;
        try {
            const cplink::unit unit = cplink::unit::from_files(paths);
            const cplink::unit_report report = unit.check(office_.office);
            for (const auto &finding : report.findings) {
                if (finding.severity == cplink::severity::error) {
                    reasons.insert(finding.rule);
                }
            }
            if (reasons.empty()) {
                keep(unit.serial(), report, paths);
            }
        } catch (const cplink::error &error) {
            reasons.insert(error.message_ja());
        }
        return reasons;
    }

    void enter(const std::string &kind, const json &row) { entered_.push_back({kind, row.get<items>(), pictures_}); }

    /// Pictures and papers go with what was typed in.
    void attach(const std::string &path) { (*pictures_)[base_name(path)] = read_file(path); }

    /// What the screen shows.
    std::string shows(const json &fact) const {
        const std::string kind = fact["kind"], what = fact["what"];
        cplink::table table = table_of(kind, of(kind, remaining()));
        if (kind == "UP2KYO" || kind == "UPYOBO_SUB") {
            table = table.fill_down();
        }
        std::vector<std::uint32_t> places(table.size());
        for (std::uint32_t place = 0; place < places.size(); place++) {
            places[place] = place;
        }
        std::vector<items> rows = pick(table, fact["own"].get<bool>() ? table.own_rows(office_.office) : places);
        keep_if(rows, [&](const items &row) { return has(kind, row, fact["where"]); });
        if (what == "users") {
            std::set<std::string> users;
            std::transform(rows.begin(), rows.end(), std::inserter(users, users.end()), user);
            return std::to_string(users.size());
        }
        if (what == "rows") {
            return std::to_string(rows.size());
        }
        if (what == "count") {
            const cplink::table counted = table_of(kind, rows);
            return sum(pick(counted, counted.monthly_once(monthly_)), "service_count");
        }
        if (what == "sum") {
            return sum(rows, fact["field"]);
        }
        return rows.empty() ? "" : rows[0].at(fact["field"].get<std::string>());
    }

    /// Writes a new unit into a folder, or says why not, by the rules' ids.
    std::set<std::string> make(const json &ask) const {
        const std::string unit = ask["unit"], from = ask["from"], partner = ask["partner"], folder = ask["folder"];
        records all = from == "imported" ? remaining() : from == "entered" ? entered_ : done(partner, ask["changes"]);
        if (unit == "usage_slip") {
            const cplink::table plan = table_of("UPPLAN", of("UPPLAN", all));
            std::set<std::string> served;
            for (const auto &row : pick(plan, plan.own_rows(partner))) {
                served.insert(user(row));
            }
            keep_if(all, [&](const record &each) { return served.count(user(each.row)) == 1; });
            if (all.empty()) {
                return {"unit.user_not_served"};
            }
        }
        // What describes a user belongs to a month's slip or, with zeros, to a plan.
        const std::string month = unit == "care_plan" ? "000000" : ask["month"].is_null() ? "" : ask["month"];
        const auto &kinds = UNITS.at(unit);
        keep_if(all, [&](const record &each) {
            const std::string own = month_of(each.row);
            return std::find(kinds.begin(), kinds.end(), each.kind) != kinds.end() &&
                   (month.empty() || own.empty() || own == month);
        });
        cplink::unit made(office_, {partner, ask["partner_type"]}, cplink::serial::now());
        attach(made, all, folder);
        for (const auto &kind : kinds) {
            const auto rows = of(kind, all);
            if (!rows.empty()) {
                made.add_table(table_of(kind, rows));
            }
        }
        for (const auto &file : made.csv()) {
            write_file(folder + "/" + file.name, file.bytes);
        }
        return {};
    }

  private:
    void keep(const std::string &serial, const cplink::unit_report &report, const std::vector<std::string> &paths) {
        const auto with = std::make_shared<attached>();
        for (const auto &path : paths) {
            const std::string name = base_name(path);
            const auto is_it = [&](const cplink::csv_file &file) { return file.name == name; };
            if (std::none_of(report.files.begin(), report.files.end(), is_it)) {
                (*with)[name] = read_file(path);
            }
        }
        for (const auto &file : report.files) {
            if (file.table) {
                // A file that comes again is the same file.
                keep_if(received_, [&](const received &each) { return each.name != file.name; });
                received_.push_back({file.name, serial, file.table.translate(current()), with});
            }
        }
    }

    /// Everything that counts now.
    records remaining() const {
        cplink::import_ units;
        for (const auto &file : received_) {
            units.add(file.serial, file.table);
        }
        records all;
        for (const auto &place : units.remaining_rows()) {
            const received &file = received_[place.first];
            all.push_back({file.table.kind(), row_of(file.table, place.second), file.with});
        }
        return all;
    }

    /// The results of what this partner planned: the own rows, but for the changes.
    records done(const std::string &partner, const json &changes) const {
        std::vector<items> planned = of("UPPLAN", remaining());
        keep_if(planned, [&](const items &row) { return row.at("plan_office_number") == partner; });
        const cplink::table plan = table_of("UPPLAN", planned);
        records all;
        for (auto &row : pick(plan, plan.own_rows(office_.office))) {
            row["updater_provider_number"] = office_.office;
            all.push_back({"UPJSK", row, nullptr});
        }
        for (const auto &change : changes) {
            const auto hit = [&](const record &each) {
                return change.contains("where") && has("UPJSK", each.row, change["where"]);
            };
            if (change.contains("remove")) {
                keep_if(all, [&](const record &each) { return !hit(each); });
            } else if (change.contains("add")) {
                all.push_back({"UPJSK", change["add"].get<items>(), nullptr});
            } else {
                for (auto &each : all) {
                    if (hit(each)) {
                        for (const auto &value : change["set"].items()) {
                            each.row[value.key()] = value.value();
                        }
                    }
                }
            }
        }
        return all;
    }

    /// What came with these rows goes with the unit; a family image gets a new name, which its row repeats.
    static void attach(cplink::unit &unit, records &all, const std::string &folder) {
        attached with;
        for (const auto &each : all) {
            if (each.with) {
                with.insert(each.with->begin(), each.with->end());
            }
        }
        std::uint32_t branch = 0;
        for (auto &each : all) {
            const auto image = each.kind == "UPKIHON" ? with.find(each.row["family_image_filename"]) : with.end();
            if (image != with.end()) {
                each.row["family_image_filename"] = unit.add_image(++branch, image->second);
                write_file(folder + "/" + each.row["family_image_filename"], image->second);
                with.erase(image);
            }
        }
        for (const auto &one : with) {
            unit.add_attachment(one.first, one.second);
            write_file(folder + "/" + one.first, one.second);
        }
    }

    cplink::address office_;
    std::vector<std::string> monthly_;
    std::vector<received> received_;
    records entered_;
    std::shared_ptr<attached> pictures_;
};

json profile() {
    json abilities = json::array({"attach", "show"});
    for (const char *verb : {"import:", "export:", "enter:"}) {
        for (std::size_t at = 0; at < cplink::layout::kinds_len(); at++) {
            abilities.push_back(verb + cplink::layout::kind(at));
        }
    }
    return {{"name", "CarePlanLink for C++"},
            {"version", cplink::abi::version()},
            {"roles", {"care-manager", "provider", "support-centre"}},
            {"supports", abilities}};
}

json unless(const std::set<std::string> &reasons, const char *done) {
    return reasons.empty() ? json{{"result", done}} : json{{"result", "refused"}, {"reasons", reasons}};
}

json answer(care &care, const json &ask) {
    const std::string verb = ask["do"];
    if (verb == "hello") {
        return profile();
    }
    if (verb == "reset") {
        care.reset(ask);
        return {{"result", "done"}};
    }
    if (verb == "import") {
        return unless(care.take_in(ask["files"]), "imported");
    }
    if (verb == "enter") {
        for (const auto &file : ask["files"]) {
            for (const auto &row : file["rows"]) {
                care.enter(file["kind"], row);
            }
        }
        for (const auto &path : ask["attachments"]) {
            care.attach(path);
        }
        return {{"result", "entered"}};
    }
    if (verb == "export") {
        return unless(care.make(ask), "exported");
    }
    if (verb == "show") {
        json facts = json::object();
        for (const auto &fact : ask["facts"]) {
            facts[fact["id"].get<std::string>()] = care.shows(fact);
        }
        return {{"result", "shown"}, {"facts", facts}};
    }
    return {{"result", "unsupported"}};
}

} // namespace

int main() {
    care care;
    std::string line;
    while (std::getline(std::cin, line)) {
        const json ask = json::parse(line);
        if (ask["do"] == "bye") {
            break;
        }
        std::cout << answer(care, ask).dump() << std::endl;
    }
}
