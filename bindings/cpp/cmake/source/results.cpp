// The bridge from source: a provider sends the results of a month, the care manager imports them.
//   results RELAY CA.pem MANAGER.p12 PROVIDER.p12 FOLDER
#include "cplink-ffi/src/bridge/mod.rs.h"
#include "rust/cxx.h"
#include "cplink.hpp" // both interfaces come out of the one static library

#include <fstream>
#include <iostream>
#include <iterator>

namespace bridge = cplink::bridge;

namespace {

std::vector<std::uint8_t> file(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

rust::Slice<const std::uint8_t> slice(const std::vector<std::uint8_t> &bytes) { return {bytes.data(), bytes.size()}; }

rust::Box<bridge::Client> client(char **argv, const char *key) {
    return bridge::new_client(argv[1], *bridge::signer_from_pkcs12(slice(file(key)), "test"),
                              *bridge::trust_from_pem(slice(file(argv[2]))));
}

const char *const days[] = {"20251002", "20251006", "20251009"};

rust::Box<bridge::Table> visits() {
    auto table = bridge::new_table("UPJSK");
    for (const char *day : days) {
        const auto row = table->add_row();
        const std::pair<const char *, const char *> items[] = {
            {"insurer_number", "990010"}, {"insured_person_number", "0000000101"}, {"created_date", "20251104"},
            {"target_month", "202510"}, {"plan_office_number", "9970000012"}, {"plan_staff_name", "見本　﨑江"},
            {"units", "387"}, {"service_date", day}, {"service_start_time", "0900"}, {"service_end_time", "0955"},
            {"service_count", "1"}, {"service_code", "111211"}, {"provider_number", "9970000111"},
            {"provider_name", "架空の森"}, {"over_30_days", "0"}, {"updater_provider_number", "9970000111"}};
        for (const auto &item : items) {
            table->set(row, item.first, item.second);
        }
    }
    return table;
}

// Every failure is a rust::Error; `fault` says what it means.
std::int32_t code_of_wrong_password(const char *key) {
    try {
        bridge::signer_from_pkcs12(slice(file(key)), "not the password");
    } catch (const rust::Error &error) {
        const auto fault = bridge::fault(error.what());
        std::cout << fault.name << ": " << fault.message_ja << "\n";
        return fault.code;
    }
    return 0;
}

} // namespace

int main(int argc, char **argv) try {
    if (argc != 6) {
        return std::cerr << "results RELAY CA.pem MANAGER.p12 PROVIDER.p12 FOLDER\n", 2;
    }
    cplink::abi::check();
    if (code_of_wrong_password(argv[3]) != CPL_E_KEY_PASSWORD) {
        return std::cerr << "a wrong password is not reported as one\n", 1;
    }
    const std::string folder = argv[5];

    const auto table = visits();
    const auto csv = table->to_csv();
    const auto again = bridge::read_csv("UPJSK", {csv.data(), csv.size()});
    if (!again->findings().empty() || again->rows() != table->rows()) {
        return std::cerr << "the file does not read as it was written\n", 1;
    }
    const auto unit = bridge::new_unit("9970000111", "11", "9970000012", "43", "20251104090512");
    unit->set_subject("2025年10月分 実績");
    unit->add_table(*table);
    for (const auto &finding : unit->check()) {
        std::cout << std::string(finding.file) << " " << finding.row << ": " << finding.message_ja << "\n";
    }
    const auto sent = client(argv, argv[4])->send(*unit, folder + "/sent");
    std::cout << "送信しました " << std::string(sent.id).substr(0, 12) << "\n";

    std::size_t rows = 0;
    const auto office = client(argv, argv[3]);
    const auto batch = office->receive("", folder + "/received", 5000);
    const auto messages = batch->messages();
    for (std::size_t i = 0; i < messages.size(); i++) {
        if (!messages[i].problem.empty()) {
            office->refused(*batch, i, messages[i].problem);
            continue;
        }
        for (std::size_t f = 0; f < messages[i].kinds.size(); f++) {
            const auto received = batch->take_table(i, f);
            for (std::size_t r = 0; r < received->rows(); r++) {
                rows += r < 3 && std::string(received->get(r, "service_date")) == days[r];
            }
        }
        office->imported(*batch, i);
        std::cout << "取り込みました 「" << messages[i].subject << "」\n";
    }
    std::cout << "実績 " << rows << " 回\n";
    return rows == 3 ? 0 : 1;
} catch (const rust::Error &error) {
    const auto fault = bridge::fault(error.what());
    std::cerr << fault.message_ja << fault.remedy_ja << "\n" << error.what() << "\n";
    return 1;
}
