// Typed rows, what they mean by the standard, errors, and evidence for an inspector. The relay is that of
// care_software.cpp:
//   rows_and_evidence https://127.0.0.1:8443 pki/root.pem pki/office-9970000012-care-insurance.p12
//                     pki/office-9970000111-care-dx.p12 FOLDER
#include "cplink.hpp"
#include "cplink/rows.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace {

std::vector<std::uint8_t> file(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const cplink::address manager = {"9970000012", "43"}, provider = {"9970000111", "11"};

cplink::client client(char **argv, const char *key) {
    cplink::options options;
    options.connect_timeout_ms(5000).message_memory_mib(64);
    const cplink::secret password("test");
    return cplink::client::connect(argv[1], key, argv[2], &password, &options);
}

// A visit with real types: the compiler knows what a date is.
cplink::rows::upjsk visit(int day) {
    cplink::rows::upjsk row;
    row.insurer_number("990010").insured_person_number("0000000101").created_date(cplink::date{2025, 11, 4});
    row.target_month(cplink::month{2025, 10}).plan_office_number(manager.office).plan_staff_name("見本　﨑江");
    row.units(387).service_date(cplink::date{2025, 10, day}).service_count(1).service_code("111211");
    row.service_start_time(cplink::clock_time{9, 0}).service_end_time(cplink::clock_time{9, 55});
    row.provider_number(provider.office).provider_name("架空の森").over_30_days(cplink::flag::no);
    row.updater_provider_number(provider.office);
    return row;
}

// What the receiver makes of a file: our own rows, and what changed against what we had.
std::size_t read(const cplink::csv_file &file, const cplink::table &before) {
    for (const auto &finding : file.findings) {
        std::cout << finding.file << " " << finding.row << ": " << finding.message_ja << "\n";
    }
    for (const auto &difference : before.compare(file.table)) {
        std::cout << (difference.what == cplink::row_change::added ? "追加 " : "変更 ") << difference.new_row << "\n";
    }
    std::size_t visits = 0;
    const auto rows = cplink::typed<cplink::rows::upjsk>(file.table);
    for (const auto at : file.table.own_rows(provider.office)) {
        const auto date = rows[at].service_date();
        visits += date && date->day > 0 ? 1 : 0;
    }
    return visits;
}

// Every receipt and container of ours, exported and verified: true if none is missing.
bool evidence(cplink::client &client, const cplink::trust &trust, const std::string &container,
              const std::string &folder) {
    cplink::evidence evidence(trust);
    for (const auto &message : client.sent_messages()) {
        for (const auto &receipt : message.receipts) {
            evidence.add_receipt(receipt.bytes);
            std::cout << receipt.kind << " " << receipt.at << " " << receipt.reason << "\n";
        }
    }
    evidence.add_container(container);
    evidence.export_(folder);
    const auto verified = cplink::evidence::verify(folder, trust);
    std::cout << "証拠: 受領証 " << verified.receipts << " 通\n";
    return verified.messages.size() == 1 && verified.receipts > 1 && verified.gaps.empty();
}

} // namespace

int main(int argc, char **argv) try {
    if (argc != 6) {
        return std::cerr << "rows_and_evidence RELAY CA.pem MANAGER.p12 PROVIDER.p12 FOLDER\n", 2;
    }
    cplink::abi::check();
    const std::string folder = argv[5];
    const auto table = cplink::table_of(std::vector<cplink::rows::upjsk>{visit(2), visit(6), visit(9)});

    // A wrong file name is an error with a code, a text for the user and a remedy.
    cplink::unit unit(provider, manager, "20251104090512");
    try {
        cplink::unit::from_files({"no such file.csv"});
        return 1;
    } catch (const cplink::error &error) {
        std::cout << error.name() << ": " << error.message_ja() << error.remedy_ja() << "\n";
    }
    unit.set_subject("2025年10月分 実績").add_table(table);
    auto helper = client(argv, argv[4]), office = client(argv, argv[3]);
    const auto sent = helper.send(unit, folder + "/sent");

    std::size_t visits = 0;
    const cplink::table nothing("UPJSK");
    for (auto &message : office.received_messages("", folder + "/received", 5000)) {
        for (const auto &file : message.files()) {
            visits += read(file, nothing);
        }
        office.imported(message);
    }
    const bool whole = evidence(helper, cplink::trust::from_pem(file(argv[2])), sent.container, folder + "/evidence");
    std::cout << "実績 " << visits << " 回\n";
    return visits == 3 && whole ? 0 : 1;
} catch (const cplink::error &error) {
    std::cerr << error.message_ja() << error.remedy_ja() << "\n" << error.what() << "\n";
    return 1;
}
