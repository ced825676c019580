// A small care software: a care manager sends the slip of a month to a home-help provider; the provider
// answers with what was really done; the care manager imports that. Two PCs in life; here both desks in one:
//   relay-mock pki --out pki --office 9970000012=見本ケアプラン --office 9970000111=架空の森
//   relay-mock office add --data relay --number 9970000012 --name 見本ケアプラン --service-type 43
//   relay-mock office add --data relay --number 9970000111 --name 架空の森 --service-type 11
//   relay-mock serve --data relay --pki pki
//   care_software https://127.0.0.1:8443 pki/root.pem pki/office-9970000012-care-insurance.p12
//                 pki/office-9970000111-care-dx.p12 FOLDER
#include "cplink.hpp"

#include <iostream>
#include <map>

namespace {

// In the database: one user, visits on these days.
const char *const month = "202510";
const char *const days[] = {"02", "06", "09", "13", "16", "20", "23", "27", "30"};
const cplink::address manager = {"9970000012", "43"}, provider = {"9970000111", "11"};
using items = std::map<const char *, std::string>;
const items user = {{"insurer_number", "990010"}, {"insured_person_number", "0000000101"}, {"target_month", month}};

items with(items row, const items &more) {
    row.insert(more.begin(), more.end());
    return row;
}

// One visit: the same items in a plan (UPPLAN) and in results (UPJSK).
items visit(const std::string &day, const std::string &end, const cplink::address &by) {
    return with(user, {{"created_date", "20250925"}, {"plan_office_number", manager.office},
                       {"plan_staff_name", "見本　﨑江"}, {"units", "387"}, {"service_date", month + day},
                       {"service_start_time", "0900"}, {"service_end_time", end}, {"service_count", "1"},
                       {"service_code", "111211"}, {"provider_number", provider.office},
                       {"provider_name", "架空の森"}, {"over_30_days", "0"}, {"updater_provider_number", by.office}});
}

// The slip of a month: visits, totals, and the user's own record.
cplink::unit slip() {
    cplink::table plan("UPPLAN"), totals("UPSIKYU"), person("UPHOSOKU");
    for (const auto *day : days) {
        plan.add(visit(day, "0955", manager));
    }
    const items sum = with(user, {{"created_date", "20250925"}, {"service_units_or_amount", "3483"},
                                  {"benefit_management_units", "3483"}, {"over_30_days", "0"},
                                  {"office_code", "9999999999"}, {"updater_provider_number", manager.office}});
    totals.add(with(sum, {{"provider_name", "架空の森"}, {"provider_number", provider.office},
                          {"service_code", "111211"}, {"units", "387"}, {"count_or_days", "9"}}));
    // The user's total over all providers.
    totals.add(with(sum, {{"provider_number", "9999999999"}, {"service_code", "999999"}, {"units", "0"},
                          {"count_or_days", "0"}}));
    person.add(with(user, {{"care_plan_date", "00000000"}, {"user_name_kana", "ｶｸｳ ﾀｶｺ"},
                           {"user_name", "架空　髙子"}, {"user_sex", "2"}, {"user_birth_date", "19410203"},
                           {"user_postal_code", "000-0000"}, {"user_address_1", "架空県見本市十番町１－２－３"},
                           {"user_phone", "0000-00-0001"}, {"certification_date", "20250325"},
                           {"limit_start_date", "20250401"}, {"limit_end_date", "20270331"},
                           {"certification_status", "2"}, {"care_level", "22"}, {"category_benefit_limit", "19705"},
                           {"consent_receiver_number", manager.office}, {"updater_provider_number", manager.office}}));
    cplink::unit unit(manager, provider, "20250925130001");
    unit.set_subject("2025年10月分 利用票");
    for (const auto *table : {&plan, &totals, &person}) {
        unit.add_table(*table);
    }
    return unit;
}

// One office: its client, its folder, and its cursor in the inbox.
struct desk {
    cplink::client client;
    std::string name, folder, cursor;

    desk(const char *name, const char *key, char **argv)
        : client(cplink::client::connect(argv[1], key, argv[2], cplink::secret("test"))),
          name(name), folder(std::string(argv[5]) + "/" + name) {}

    void send(const cplink::unit &unit) {
        const auto sent = client.send(unit, folder + "/送信");
        std::cout << name << ": 送信しました " << sent.id.substr(0, 12) << "\n";
    }

    // Takes every new message over and says so; `import` gets each row of the kind it knows.
    template <typename Import> void receive(const char *kind, Import import) {
        auto messages = client.received_messages(cursor, folder + "/受信", 5000);
        for (auto &message : messages) {
            cursor = messages.cursor();
            if (const auto problem = message.error()) {
                // What the relay has no more (5xx) nobody can refuse.
                if (problem->code() / 100 != 5) {
                    client.refused(message, problem->message_ja());
                }
                continue;
            }
            cplink::row row;
            for (const auto &file : message.files()) {
                for (std::size_t r = 0; file.kind == kind && r < file.table.size(); r++) {
                    import(file.table.row(r, row));
                }
            }
            // Here a real program commits rows and cursor in one transaction; then it says so.
            client.imported(message);
            std::cout << name << ": 取り込みました 「" << message.subject() << "」\n";
        }
    }
};

} // namespace

int main(int argc, char **argv) try {
    if (argc != 6) {
        return std::cerr << "care_software RELAY CA.pem MANAGER.p12 PROVIDER.p12 FOLDER\n", 2;
    }
    cplink::abi::check();
    desk office("ケアマネ", argv[3], argv), helper("ヘルパー", argv[4], argv);
    office.send(slip());

    // The provider takes the plan over; every visit took place, one of them took longer.
    cplink::table results("UPJSK");
    helper.receive("UPPLAN", [&](const cplink::row &row) {
        const auto day = row["service_date"].str().substr(6);
        results.add(visit(day, day == "20" ? "1010" : row["service_end_time"].str(), provider));
    });
    cplink::unit answer(provider, manager, "20251104090512");
    answer.set_subject("2025年10月分 実績").add_table(results);
    helper.send(answer);

    int visits = 0;
    office.receive("UPJSK", [&](const cplink::row &row) { visits += row["service_count"] == "1"; });
    for (const auto &message : office.client.sent_messages()) {
        std::cout << "送信一覧: " << message.to_office << " " << message.state_ja << "\n";
        for (const auto &receipt : message.receipts) {
            std::cout << "  受領証: " << receipt.kind << " " << receipt.reason << "\n";
        }
    }
    std::cout << "実績 " << visits << " 回\n";
    return visits == 9 ? 0 : 1;
} catch (const cplink::error &error) {
    std::cerr << error.message_ja() << error.remedy_ja() << "\n" << error.what() << "\n";
    for (const auto &finding : error.findings()) {
        std::cerr << finding.file << " " << finding.row << ": " << finding.message_ja << "\n";
    }
    return 1;
}
