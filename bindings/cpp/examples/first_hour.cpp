// The first program with CarePlanLink; FIRST-HOUR.md leads through it. A home-help office sends what was done in a
// month, and the care manager's office takes it over: two PCs in life, here two verbs. `samples` is the folder that
// `relay-mock pki --for-samples samples` makes.
//   first_hour send SERIAL [INSURED]   typed rows and their form; the receiver knows the user 0000000101 alone
//   first_hour receive                 what is new since the last time; run it as often as you like
//   first_hour sent                    what became of what was sent
//   first_hour doctor                  key, certificate, connection, clock
// What is between the marks is the program of README.md.
// README: begin
#include "cplink.hpp"
#include "cplink/rows.hpp"
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>

const std::string url = "https://127.0.0.1:8443", authorities = "samples/pki";

std::string key_of(const std::string &office) {
    return "samples/pki/office-" + office + "-care-insurance.p12";
}

cplink::client connect(const std::string &office) {
    return cplink::client::connect(url, key_of(office), authorities, cplink::secret("test"));
}

// Store the serial with the unit: sent again under the same one it is the same message, and nothing is doubled.
void send(cplink::client client, const std::string &serial, const std::vector<cplink::rows::upjsk> &rows) {
    cplink::unit unit({"9970000111", "11"}, {"9970000012", "43"}, serial);
    unit.set_subject("2025年10月分 実績").add_table(cplink::table_of(rows));
    const std::string id = client.send(unit, "sent").id;
    std::cout << "送信済: " << id << "\n";
    std::ofstream("form-" + serial + ".html") << unit.to_html().html;
}

// `take_over` imports a message and says why not, if not. A message can come again: its id tells.
void receive(cplink::client client, const std::function<std::string(cplink::message &)> &take_over) {
    std::ifstream stored("cursor.txt");
    const std::string cursor(std::istreambuf_iterator<char>(stored), {});
    auto messages = client.received_messages(cursor, "received");
    for (auto &message : messages) {
        std::string refusal;
        bool is_held = true;
        try {
            const auto problem = message.error();
            refusal = problem ? throw *problem : take_over(message);
        } catch (const cplink::error &problem) {
            if (!problem.is_of_message()) {
                throw; // The network, a full disk: nobody else's fault.
            }
            refusal = problem.message_ja();
            is_held = problem.code() / 100 != 5; // What the relay has no more cannot be refused.
        }
        if (refusal.empty()) {
            client.imported(message);
        } else if (is_held) {
            client.refused(message, refusal);
        }
        std::cout << (refusal.empty() ? "取込済 " : "取込不可 ") << message.id() << " " << refusal << "\n";
        std::ofstream("cursor.txt") << messages.cursor(); // Last: what was cut short comes again.
    }
}
// README: end

namespace {

// In the database: one user, home help on these days.
std::vector<cplink::rows::upjsk> visits(const std::string &insured) {
    std::vector<cplink::rows::upjsk> rows;
    for (const int day : {2, 6, 9, 13, 16, 20, 23, 27, 30}) {
        cplink::rows::upjsk row;
        row.insurer_number("990010").insured_person_number(insured).target_month(cplink::month{2025, 10});
        row.created_date(cplink::date{2025, 11, 4}).plan_office_number("9970000012").plan_staff_name("見本　﨑江");
        row.service_date(cplink::date{2025, 10, day}).service_code("111211").service_count(1).units(387);
        row.service_start_time(cplink::clock_time{9, 0}).service_end_time(cplink::clock_time{9, 55});
        row.provider_number("9970000111").provider_name("架空の森").updater_provider_number("9970000111");
        rows.push_back(row.over_30_days(cplink::flag::no));
    }
    return rows;
}

// Stands in for the database of the receiver: two files for each message, which one that comes again replaces.
std::string take_over(cplink::message &message) {
    std::string lines;
    cplink::import_ forms;
    for (const auto &file : message.files()) {
        if (file.kind != "UPJSK") {
            return "このソフトでは、実績のほかは取り込めません。";
        }
        for (const auto &row : cplink::typed<cplink::rows::upjsk>(file.table)) {
            if (row.insured_person_number() != "0000000101") {
                return "当事業所に登録のない利用者の実績です。";
            }
            const auto date = row.service_date();
            lines += date ? std::to_string(date->month) + "/" + std::to_string(date->day) : "";
            lines += " " + row.service_code().str() + "\n";
        }
        forms.add(message.serial(), file.table);
    }
    std::ofstream("received/" + message.id() + ".html") << forms.to_html().html;
    std::ofstream("received/" + message.id() + ".txt") << lines;
    return "";
}

void sent(cplink::client client) {
    for (const auto &message : client.sent_messages()) {
        std::cout << message.to_office << " " << message.state_ja << " " << message.reason << "\n";
    }
}

int doctor(const std::string &office) {
    // It takes what connects, and says what is wrong when that fails.
    const auto diagnosis = cplink::client::diagnose(url, key_of(office), authorities, cplink::secret("test"));
    for (const auto &line : diagnosis.lines) {
        std::cout << line.text_ja << line.remedy_ja << "\n";
    }
    return diagnosis.is_well ? 0 : 1;
}

} // namespace

int main(int argc, char **argv) try {
    const std::string verb = argc > 1 ? argv[1] : "", helpers = "9970000111", manager = "9970000012";
    if (verb == "send" && argc > 2) {
        send(connect(helpers), argv[2], visits(argc > 3 ? argv[3] : "0000000101"));
    } else if (verb == "receive") {
        receive(connect(manager), take_over);
    } else if (verb == "sent") {
        sent(connect(helpers));
    } else if (verb == "doctor") {
        return doctor(helpers);
    } else {
        return std::cerr << "first_hour send SERIAL [INSURED] | receive | sent | doctor\n", 2;
    }
    return 0;
} catch (const cplink::error &error) {
    // What happened and what to do about it, for the user; the line for the log is in what().
    std::cerr << error.message_ja() << error.remedy_ja() << "\n" << error.what() << "\n";
    for (const auto &finding : error.findings()) {
        std::cerr << finding.file << " " << finding.row << ": " << finding.message_ja << finding.remedy_ja << "\n";
    }
    return 1;
}
