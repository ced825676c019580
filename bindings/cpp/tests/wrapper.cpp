// The C++ wrapper: what it throws, what it frees, and that no exception reaches the library.
#include "harness.hpp"

#include "cplink/rows.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <thread>
#include <type_traits>

namespace {

// Every handle moves and does not copy.
template <typename T> constexpr bool moves_only() {
    return std::is_nothrow_move_constructible<T>::value && std::is_move_assignable<T>::value &&
           !std::is_copy_constructible<T>::value && !std::is_copy_assignable<T>::value;
}
static_assert(moves_only<cplink::client>() && moves_only<cplink::unit>() && moves_only<cplink::table>() &&
                  moves_only<cplink::row>() && moves_only<cplink::message>() && moves_only<cplink::inbox>() &&
                  moves_only<cplink::batch>() && moves_only<cplink::texts>() && moves_only<cplink::import_>() &&
                  moves_only<cplink::evidence>() && moves_only<cplink::signer>() && moves_only<cplink::secret>() &&
                  moves_only<cplink::trust>() && moves_only<cplink::options>() && moves_only<cplink::cancel>() &&
                  moves_only<cplink::bytes>() && moves_only<cplink::candidates>() && moves_only<cplink::token>() &&
                  moves_only<cplink::profile>() && moves_only<cplink::turns>() && moves_only<cplink::turn>() &&
                  moves_only<cplink::offices>(),
              "a handle can be copied, or cannot be moved");
static_assert(std::is_nothrow_copy_constructible<cplink::error>::value, "an exception must copy without throwing");

void errors() {
    try {
        cplink::table("NO_SUCH_KIND");
        CHECK(false);
    } catch (const cplink::error &error) {
        CHECK(error.code() == CPL_E_INVALID_ARGUMENT && error.name() == "CPL_E_INVALID_ARGUMENT");
        CHECK(error.retry() == cplink::retry::never && !error.in_doubt());
        CHECK(!error.message_ja().empty() && !error.remedy_ja().empty() && error.detail() == "no such kind of file");
        CHECK(std::string(error.what()).find("CPL_E_INVALID_ARGUMENT (101)") == 0);
    }
    cplink::table table("UPJSK");
    const auto index = table.push();
    table.set(index, "target_month", "202510").set(index, "provider_name", "散歩😀");
    cplink::unit unit({"9970000111", "11"}, {"9970000012", "43"}, cplink::serial::now());
    CHECK(cplink::serial::now() != cplink::serial::now());
    try {
        unit.add_table(table);
        CHECK(false);
    } catch (const cplink::error &error) {
        CHECK(error.code() == CPL_E_UNMAPPABLE && error.findings().size() == 1);
        CHECK(error.findings().at(0).rule == "text.unmappable" && error.findings().at(0).row == 1);
    }
}

void moved_from() {
    cplink::table one("UPJSK");
    one.push();
    cplink::table two(std::move(one));
    CHECK(two.size() == 1);
    CHECK(code([&] { one.push(); }) == CPL_E_NULL_ARGUMENT);
    one = std::move(two);
    CHECK(one.size() == 1);
}

void tables() {
    cplink::findings findings;
    const std::string csv = "202407,990010,0000000101\r\n202407,990010,0000000102\r\n";
    const std::vector<std::uint8_t> raw(csv.begin(), csv.end());
    const auto table = cplink::table::read("UPJSK", raw, &findings);
    CHECK(table.size() == 2 && !findings.empty());
    CHECK(table.write().str() == csv);
    cplink::table told("UPJSK");
    told.push();
    told.set(0, "provider_name", "\u2ED1");
    told.write(false, &findings);
    CHECK(findings.size() == 1 && findings[0].rule == "text.substituted");
    const std::vector<std::uint8_t> wide{'2', 0, '0', 0, '2', 0, ',', 0};
    CHECK(cplink::table::read("UPJSK", wide, &findings).size() == 0);
    CHECK(findings.size() == 1 && findings[0].rule == "csv.encoding");
    cplink::row row;
    CHECK(table.row(1, row)["insured_person_number"] == "0000000102");
    CHECK(row.get_number(2) == "990010" && row.get_number(99).empty());
    std::string all;
    for (const auto text : row.texts()) {
        all += text.str() + ";";
    }
    CHECK(all == "202407;990010;0000000102;");
    cplink::table copy("UPJSK");
    copy.add_json(table.ref().json());
    CHECK(copy.size() == 2);
    CHECK(row.json().find("\"insurer_number\":\"990010\"") != std::string::npos);
}

// Rows of a file come back as they were, by their cells and in place.
template <typename Row> bool lossless_as(const std::string &kind, const std::vector<std::uint8_t> &csv) {
    if (kind != Row::kind()) {
        return false;
    }
    auto table = cplink::table::read(kind, csv);
    const auto rows = cplink::typed<Row>(table);
    CHECK(rows.size() == table.size() && !rows.empty());
    CHECK(cplink::table_of(rows).json() == table.json());
    for (std::size_t i = 0; i < rows.size(); i++) {
        cplink::set_row(table, i, rows[i]);
        Row changed = rows[i];
        changed.text(1, "202407");
        CHECK(changed.cells() == rows[i].cells());
    }
    CHECK(table.write().str() == std::string(csv.begin(), csv.end()));
    return true;
}

bool lossless(const std::string &kind, const std::vector<std::uint8_t> &csv) {
    return lossless_as<cplink::rows::uphosoku>(kind, csv) ||
           lossless_as<cplink::rows::up1kyo>(kind, csv) ||
           lossless_as<cplink::rows::dlt1kyo>(kind, csv) ||
           lossless_as<cplink::rows::up2kyo>(kind, csv) ||
           lossless_as<cplink::rows::up3kyo>(kind, csv) ||
           lossless_as<cplink::rows::upplan>(kind, csv) ||
           lossless_as<cplink::rows::upjsk>(kind, csv) ||
           lossless_as<cplink::rows::dltplan>(kind, csv) ||
           lossless_as<cplink::rows::dltjsk>(kind, csv) ||
           lossless_as<cplink::rows::upsikyu>(kind, csv) ||
           lossless_as<cplink::rows::upkihon>(kind, csv) ||
           lossless_as<cplink::rows::dltkihon>(kind, csv) ||
           lossless_as<cplink::rows::upkihon_sub1>(kind, csv) ||
           lossless_as<cplink::rows::upkihon_sub2>(kind, csv) ||
           lossless_as<cplink::rows::upyobo>(kind, csv) ||
           lossless_as<cplink::rows::dltyobo>(kind, csv) ||
           lossless_as<cplink::rows::upyobo_sub>(kind, csv);
}

void typed_rows() {
    std::ifstream plan(setting("CPL_TEST_PLAN"));
    std::string line, part;
    std::set<std::string> seen;
    while (std::getline(plan, line)) {
        std::istringstream parts(line);
        while (std::getline(parts, part, '\t')) {
            const std::string name = part.substr(part.rfind('/') + 1);
            if (name.size() > 4 && name.substr(name.size() - 4) == ".CSV") {
                std::size_t end = name.find('_');
                while (name[end + 1] < '0' || name[end + 1] > '9') {
                    end = name.find('_', end + 1);
                }
                const std::string kind = name.substr(0, end);
                std::ifstream in(part, std::ios::binary);
                CHECK(lossless(kind, {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}));
                seen.insert(kind);
            }
        }
    }
    CHECK(seen.size() > 10);

    cplink::rows::upplan slip;
    CHECK(slip.csv_version() == "202407" && slip.size() == 25 && !slip.service_date());
    slip.service_date(cplink::date{2025, 10, 3}).service_start_time(cplink::clock_time{99, 99});
    slip.units(600).over_30_days(cplink::flag::no).per_diem_days(cplink::day_flags{1u | 1u << 30});
    CHECK(slip.text(10) == "20251003" && slip.text(12) == "9999" && slip.text(8) == "600" && slip.text(23) == "0");
    CHECK(slip.text(11) == "1000000000000000000000000000001" && (*slip.per_diem_days())[31]);
    slip.text(10, "２０２５１００４").text(8, "000163");
    CHECK(*slip.service_date() == (cplink::date{2025, 10, 4}) && *slip.units() == 163 && slip.text(8) == "000163");
    slip.text(10, "20250230").text(23, "7");
    CHECK(!slip.service_date() && *slip.over_30_days() == cplink::flag::unknown && slip.text(23) == "7");
    cplink::table jsk("UPJSK");
    CHECK(code([&] { cplink::add_row(jsk, slip); }) == CPL_E_INVALID_ARGUMENT);
    CHECK(code([&] { cplink::typed<cplink::rows::upplan>(jsk); }) == CPL_E_INVALID_ARGUMENT);
    const std::string mixed = "202208,990010\r\n202407,990010\r\n";
    const std::vector<std::uint8_t> raw(mixed.begin(), mixed.end());
    CHECK(code([&] { cplink::read_rows<cplink::rows::upplan>(raw); }) == CPL_E_LAYOUT_VERSION);
}

void callbacks() {
    auto client = client_of(key("9970000111"));
    const auto unit = withdrawal();
    bool threw = false;
    try {
        client.check(unit, cplink::job([](const cplink::progress &) -> bool { throw mine(); }));
    } catch (const mine &) {
        threw = true;
    }
    CHECK(threw);
    const auto stops = [](const cplink::progress &) { return false; };
    CHECK(code([&] { client.check(unit, cplink::job(stops)); }) == CPL_E_CANCELLED);
    std::int32_t inside = 0;
    const auto again = [&](const cplink::progress &) {
        inside = code([&] { client.check(unit); });
        return true;
    };
    CHECK(!client.check(unit, cplink::job(again)).findings.has_error);
    CHECK(inside == CPL_E_BUSY);
}

void stopped_by_another_thread() {
    auto client = client_of(key("9970000012"));
    const cplink::cancel flag;
    bool waiting = false;
    std::thread other;
    auto job = cplink::job([&](const cplink::progress &at) {
        if (at.step == cplink::progress_step::waiting && !waiting) {
            waiting = true;
            other = std::thread([&flag] { flag.set(); });
        }
        return true;
    });
    job.set_cancel(flag);
    CHECK(code([&] { client.receive("", setting("CPL_TEST_DIR") + "/in", 20000, job); }) == CPL_E_CANCELLED);
    CHECK(waiting && flag.is_set());
    if (other.joinable()) {
        other.join();
    }
}

void connected_in_a_line() {
    const std::string url = setting("CPL_TEST_URL"), folder = setting("CPL_TEST_PKI") + "/";
    const std::string file = folder + "office-9970000111-care-insurance.p12", trust = folder + "root.pem";
    const cplink::secret password("test");
    auto client = cplink::client::connect(url, file, trust, password);
    CHECK(client.office_number() == "9970000111" && client.office("9970000012").registered);
    client.rest();
    CHECK(client.office("9970000012").registered);
    const auto options = std::move(cplink::options().call_timeout_ms(30000));
    CHECK(cplink::client::connect(url, file, trust, &password, &options).office_number() == "9970000111");
    try {
        cplink::client::connect(url, file, trust);
        CHECK(false);
    } catch (const cplink::error &error) {
        CHECK(error.code() == CPL_E_KEY_PASSWORD && error.remedy_ja().find("自己診断") != std::string::npos);
    }
    CHECK(cplink::client::diagnose(url, file, trust, password).is_well);
    const auto diagnosis = cplink::client::diagnose(url, "none.p12", "none.pem");
    CHECK(!diagnosis.is_well && diagnosis.lines.size() == 3 && diagnosis.lines[1].id == "trust");
}

void sent_while_waiting() {
    auto client = client_of(key("9970000111"));
    const std::string folder = setting("CPL_TEST_DIR") + "/meanwhile";
    const cplink::cancel flag;
    std::thread other;
    std::string sent;
    std::int32_t second = 0;
    auto job = cplink::job([&](const cplink::progress &at) {
        if (at.step == cplink::progress_step::waiting && !other.joinable()) {
            other = std::thread([&] {
                sent = client.send(withdrawal("20251104090058"), folder).id;
                second = code([&] { client.inbox("", folder); });
                flag.set();
            });
        }
        return true;
    });
    job.set_cancel(flag);
    CHECK(code([&] { client.receive("", folder, 20000, job); }) == CPL_E_CANCELLED);
    CHECK(other.joinable());
    other.join();
    CHECK(sent.size() == 64 && second == CPL_E_BUSY);
}

void keys_of_the_host() {
    const auto pem = pki("office-9970000111-care-insurance.pem");
    const std::vector<std::uint16_t> schemes = {0x0804};
    int calls = 0;
    auto client = client_of(cplink::signer::from_callback(
        pem, schemes, [&](std::uint32_t, cplink::byte_view) -> std::vector<std::uint8_t> {
            calls++;
            throw mine();
        }));
    CHECK(code([&] { client.send(withdrawal(), setting("CPL_TEST_DIR")); }) == CPL_E_KEY_SIGN);
    CHECK(calls == 1);
}

void certificates() {
    const cplink::secret password("test");
    const auto all = cplink::candidates::in_folder(setting("CPL_TEST_PKI"), &password);
    const auto chosen = all.choose("9970000111", "care_dx");
    const auto one = all[chosen];
    CHECK(one.office_number == "9970000111" && one.kind_ja == "介護DX証明書" && one.key_state == "usable");
    CHECK(one.place == "file" && one.problem == 0 && one.notice.empty() && one.fingerprint.size() == 32);
    CHECK(one.not_before < one.not_after && one.subject.find("9970000111") != std::string::npos);
    const auto opened = all.open(chosen, &password);
    auto trust = cplink::trust::from_pem(pki("root.pem"));
    trust.add_pem(pki("crl.pem")).lists_required(true);
    opened.check(trust, "9970000111");
    CHECK(code([&] { opened.check(trust, "9970000012"); }) == CPL_E_CERT_OFFICE);
    CHECK(code([&] { all.choose("9970000111", "agent"); }) == CPL_E_KEY_NOT_FOUND);
    CHECK(code([&] { all.choose("0000000000"); }) == CPL_E_KEY_NOT_FOUND);

    const auto bad = cplink::candidates::in_folder(setting("CPL_TEST_PKI") + "/bad", &password);
    CHECK(code([&] { bad.choose("9999999999", "agent"); }) == CPL_E_KEY_NOT_FOUND);
    std::size_t agents = 0;
    for (std::size_t i = 0; i < bad.size(); i++) {
        agents += bad[i].kind == "agent" && bad[i].problem == CPL_E_CERT_KIND_AGENT ? 1 : 0;
    }
    CHECK(agents == 2);

    cplink::profile profile;
    profile.office_prefix("P-");
    CHECK(code([&] { profile.set("colour", "red"); }) == CPL_E_INVALID_ARGUMENT);
    const auto unread = cplink::candidates::in_folder(setting("CPL_TEST_PKI"), &password, &profile);
    CHECK(unread.size() == all.size() && unread[chosen].problem == CPL_E_CERT_SUBJECT);
    trust.set_profile(profile);
    CHECK(code([&] { opened.check(trust); }) == CPL_E_CERT_SUBJECT);
    CHECK(code([&] { cplink::token("no such module"); }) == CPL_E_KEY_STORE);
#ifndef _WIN32
    CHECK(code([&] { cplink::candidates::in_windows_store("current_user"); }) == CPL_E_KEY_STORE);
#endif
}

// Every value of a message is there, with the names and bytes of its files.
void everything_of(const cplink::message &message, std::size_t size) {
    CHECK(message.error() == nullptr && message.files().size() == 1 && message.files()[0].kind == "DLTJSK");
    CHECK(message.files()[0].table.size() == 1 && message.files()[0].version == "202407");
    const auto parts = message.parts();
    CHECK(parts.size() == 2 && parts[1].name == "連絡票.pdf" && parts[1].size == size);
    CHECK(message.from_office() == "9970000111" && message.to_office() == "9970000012");
    CHECK(message.from_service_type() == "11" && message.to_service_type() == "43");
    CHECK(message.created().find("2025-11-04T09:00:00") == 0 && message.csv_version() == "202407");
    CHECK(!message.kind().empty() && message.supersedes().empty() && message.override_reason().empty());
    CHECK(!message.signer_certificate().empty() && message.signed_at() > 1700000000);
    for (const auto &notice : message.notices()) {
        CHECK(!notice.id.empty() && !notice.message_ja.empty() && !notice.message_en.empty());
    }
}

// Loops over all pages end, and see every message once.
void pages(cplink::client &sender, cplink::client &receiver, const std::string &folder) {
    std::size_t sent = 0, asked = 0;
    cplink::job counted([&](const cplink::progress &) { return ++asked < 1000; });
    std::set<std::string> ids;
    for (const auto &message : sender.sent_messages("", counted)) {
        ids.insert(message.id);
        sent++;
    }
    CHECK(sent == ids.size() && sent >= 2);
    std::size_t received = 0;
    auto messages = receiver.received_messages("", folder, 0, counted);
    for (auto &message : messages) {
        CHECK(message.is_open() && !messages.cursor().empty());
        received++;
    }
    CHECK(received >= 1);
    // From its end on there is nothing, and that ends too.
    for (auto &message : receiver.received_messages(messages.cursor(), folder, 0, counted)) {
        (void)message;
        CHECK(false);
    }
    auto first = sender.sent_messages();
    for (const auto &message : first) {
        (void)message;
    }
    CHECK(sender.sent(first.cursor()).messages.empty() && sender.sent_messages(first.cursor()).begin() == first.end());
}

// Options by their types; a wrong one is told by its name.
void options() {
    cplink::options typed(setting("CPL_TEST_URL"));
    typed.connect_timeout_ms(5000).stall_timeout_ms(30000).allow_tls12(true).message_memory_mib(64);
    typed.proxy_password(cplink::secret("x")).proxy_url("");
    CHECK(code([&] { typed.message_memory_mib(0); }) == CPL_E_SETTING);
    CHECK(code([&] { typed.set("colour", "red"); }) == CPL_E_INVALID_ARGUMENT);
    CHECK(code([&] { typed.tls_ca_pem("no PEM"); }) == CPL_E_TRUST_FILE);
}

// Files that a person carries: laid ready, confirmed, and nothing came. The folder has messages of a relay in it.
void carried(const std::string &folder) {
    cplink::options by_hand("");
    by_hand.transport("folder").folder_out(folder + "-out").folder_in(folder);
    by_hand.folder_settle_seconds(2).folder_leave(true).folder_take_incomplete(false);
    CHECK(code([&] { by_hand.folder_settle_seconds(0); }) == CPL_E_SETTING);
    cplink::client client(by_hand, key("9970000111"), cplink::trust::from_pem(pki("root.pem")));
    const auto sent = client.send(withdrawal("20251104093200"), folder);
    CHECK(!sent.prepared.empty() && sent.receipt.empty());
    CHECK(client.sent().messages[0].state == "prepared");
    client.confirm_uploaded(sent.id);
    CHECK(client.sent().messages[0].state == "uploaded");
    CHECK(code([&] { client.recall(sent.id); }) == CPL_E_RELAY_STATE);
    CHECK(client.inbox("", folder).obstacles().empty() && client.receive("", folder).obstacles().empty());
}

void verbs() {
    auto sender = client_of(key("9970000111")), receiver = client_of(key("9970000012"));
    const std::string folder = setting("CPL_TEST_DIR") + "/フォルダー", inbox = folder + "/受信";
    CHECK(sender.office_number() == "9970000111");
    const auto diagnosis = sender.doctor();
    CHECK(diagnosis.is_well && diagnosis.lines.size() == 11 && diagnosis.lines[0].id == "key");
    CHECK(sender.office("9970000012").licensed && !sender.office("0000000000").registered);
    CHECK(sender.capabilities().find("CPX/1") != std::string::npos);

    auto unit = withdrawal();
    const std::string pdf = "%PDF-1.4 synthetic";
    unit.set_subject("取下げ").add_attachment("連絡票.pdf", std::vector<std::uint8_t>(pdf.begin(), pdf.end()));
    const auto sent = sender.send(unit, folder);
    CHECK(sender.send(unit, folder).id == sent.id);
    CHECK(sent.id.size() == 64 && !sent.receipt.empty() && sent.accepted_at > 1700000000);

    auto batch = receiver.receive("", inbox);
    CHECK(batch.size() == 1);
    auto message = batch.take(0);
    CHECK(message.is_open() && message.id() == sent.id && message.subject() == "取下げ");
    everything_of(message, pdf.size());
    CHECK(message.read("連絡票.pdf").str() == pdf);
    CHECK(code([&] { message.read("no such file"); }) == CPL_E_INVALID_ARGUMENT);
    message.save(folder + "/保存");
    CHECK(receiver.open(message.id(), message.container()).serial() == "20251104090000");
    const auto stands = receiver.imported(message);
    CHECK(stands.state == "imported" && !stands.is_repeat && !stands.receipt.empty());
    const auto late = receiver.refused(message, "遅すぎ");
    CHECK(late.state == "imported" && late.is_repeat && late.receipt == stands.receipt);
    CHECK(batch.error() == nullptr);
    auto page = receiver.inbox("", inbox);
    CHECK(page.size() == 1 && page.cursor().empty());
    const auto one = receiver.next_message(page);
    CHECK(one != nullptr && one->id() == sent.id && one->files().size() == 1);
    CHECK(receiver.next_message(page) == nullptr && page.size() == 0 && page.cursor() == batch.next());
    CHECK(receiver.receive(batch.next(), inbox).size() == 0);

    const auto recalled = sender.send(withdrawal("20251104090001"), folder);
    sender.recall(recalled.id);
    const auto list = sender.sent();
    CHECK(list.messages.size() == 2);
    CHECK(list.messages.at(0).state == "imported" && list.messages.at(0).state_ja == "取込済");
    CHECK(list.messages.at(0).receipts.size() == 4 && list.messages.at(0).receipts[2].kind == "imported");
    CHECK(list.messages.at(1).state == "recalled" && !list.messages.at(1).is_signed);
    CHECK(list.messages.at(0).is_signed && list.messages.at(0).relay_state == "imported");
    CHECK(list.messages.at(0).doubt == nullptr && list.messages.at(0).bad_receipts.empty());

    pages(sender, receiver, inbox);
    const auto &imported = list.messages.at(0).receipts.at(2);
    CHECK(imported.at > 1700000000 && imported.reason.empty() && !imported.bytes.empty());

    const auto trust = cplink::trust::from_pem(pki("root.pem"));
    cplink::evidence evidence(trust);
    for (const auto &listed : list.messages) {
        for (const auto &receipt : listed.receipts) {
            evidence.add_receipt(receipt.bytes);
        }
    }
    evidence.add_container(sent.container);
    CHECK(code([&] { evidence.add_receipt(std::vector<std::uint8_t>{1, 2, 3}); }) == CPL_E_RECEIPT_FORMAT);
    // C++14 opens by this name on Windows too.
    const std::string proof = setting("CPL_TEST_DIR") + "/proof";
    CHECK(code([&] { evidence.export_(proof, "2026-13"); }) == CPL_E_PERIOD);
    try {
        evidence.add_container(proof + "/none");
        CHECK(false);
    } catch (const cplink::error &missing) {
        CHECK(missing.code() == CPL_E_FILE_READ && missing.file() == proof + "/none");
    }
    CHECK(code([&] { evidence.set_office_name("12", "name"); }) == CPL_E_OFFICE_NUMBER);
    evidence.set_office_name("9970000111", "みどり");
    const auto exported = evidence.export_(proof, sent.id);
    CHECK(exported.unlike.empty());
    CHECK(exported.messages.size() == 1 && exported.messages[0] == sent.id && exported.receipts == 4);
    CHECK(cplink::evidence::verify(proof, trust).receipts == 4);
    const auto all = evidence.export_(folder + "/すべて");
    CHECK(all.receipts == 5 && all.gaps.empty() && cplink::evidence::verify(folder + "/すべて").gaps.empty());
    cplink::evidence less(trust);
    less.add_receipt(list.messages.at(0).receipts.at(0).bytes).add_receipt(list.messages.at(0).receipts.at(3).bytes);
    less.add_container(sent.container);
    const auto gaps = less.export_(folder + "/欠け").gaps;
    {
        std::ofstream page(proof + "/index.html", std::ios::app);
        CHECK(!(page << "x").fail());
    }
    CHECK(code([&] { cplink::evidence::verify(proof, trust); }) == CPL_E_EVIDENCE_FORMAT);
    CHECK(!gaps.empty() && gaps[0].office == "9970000111" && !gaps[0].message_ja.empty());
}

// The sender reads why its message was refused, and when; an office says everything that the directory has.
void a_refusal() {
    auto sender = client_of(key("9970000111")), receiver = client_of(key("9970000012"));
    const std::string folder = setting("CPL_TEST_DIR") + "/refused";
    const auto sent = sender.send(withdrawal("20251104090002"), folder, "取り下げを急ぐため");
    for (auto &message : receiver.received_messages("", folder)) {
        if (message.id() == sent.id) {
            receiver.refused(message, "対象年月が違います");
        }
    }
    bool seen = false;
    for (const auto &message : sender.sent_messages()) {
        for (const auto &receipt : message.receipts) {
            if (message.id == sent.id && receipt.kind == "refused") {
                seen = receipt.reason == "対象年月が違います" && receipt.at > 1700000000 && message.reason == receipt.reason;
            }
        }
    }
    CHECK(seen);
    const auto office = sender.office("9970000012");
    CHECK(office.number == "9970000012" && !office.name.empty() && office.registered);
    CHECK(office.service_types == std::vector<std::string>{"43"} && !office.csv_versions.empty());
}

// An agent sends for the office that has entered it, and everybody can see who did.
void an_agent() {
    auto agent = client_of(key("9970000210")), receiver = client_of(key("9970000012"));
    const std::string folder = setting("CPL_TEST_DIR") + "/代行";
    CHECK(code([&] { agent.for_office("1"); }) == CPL_E_OFFICE_NUMBER);
    CHECK(code([&] { agent.for_office("9970000012").sent(); }) == CPL_E_RELAY_AGENT);
    auto acting = agent.for_office("9970000111");
    CHECK(acting.office_number() == "9970000111" && acting.agent() == "9970000210" && agent.agent().empty());
    CHECK(receiver.office("9970000111").agents == std::vector<std::string>{"9970000210"});
    const auto sent = acting.send(withdrawal("20251104090021"), folder);
    CHECK(sent.agent == "9970000210");
    bool seen = false;
    for (auto &message : receiver.received_messages("", folder)) {
        if (message.id() == sent.id) {
            seen = message.agent() == "9970000210" && message.from_office() == "9970000111";
            CHECK(receiver.imported(message).agent.empty());
        }
    }
    CHECK(seen);
    for (const auto &message : acting.sent_messages()) {
        if (message.id == sent.id) {
            CHECK(message.agent == "9970000210" && message.receiver_agent.empty());
            CHECK(message.receipts.at(0).agent == "9970000210" && message.receipts.at(1).agent.empty());
        }
    }
}

// Withdrawals of two months become two units, which are sent and received in one call each.
void many() {
    auto sender = client_of(key("9970000111")), receiver = client_of(key("9970000012"));
    const std::string folder = setting("CPL_TEST_DIR") + "/まとめて";
    const std::string csv = "202407,990010,0000000101,202509,9970000111,11\r\n"
                            "202407,990010,0000000101,202510,9970000111,11\r\n";
    cplink::units_of_rows rows({"9970000111", "11"});
    rows.add_table(cplink::table::read("DLTJSK", std::vector<std::uint8_t>(csv.begin(), csv.end())));
    CHECK(code([&] { rows.make(); }) == CPL_E_RECEIVER_UNKNOWN);
    rows.add_receiver({"9970000012", "43"}).set_first_serial("20251120100000");
    auto units = rows.make();
    const auto made = units.made();
    CHECK(units.size() == 2 && made.units.size() == 2 && made.findings.empty());
    CHECK(made.units[0].month == "202509" && made.units[1].kind == "results_deletion" && made.units[1].users == 1);
    CHECK(units.unit(1).serial() == "20251120100001");
    CHECK(code([&] { units.unit(2); }) == CPL_E_INVALID_ARGUMENT);
    cplink::unit faulty({"9970000111", "11"}, {"9970000012", "43"}, "20251120100005");
    faulty.add_csv("DLTJSK_202510_9970000111_11_9970000012_43_20251120100006.CSV", std::vector<std::uint8_t>());
    units.add(faulty);
    const auto none = sender.send_all(units, folder, true);
    CHECK(none.size() == 3 && none[0].error->code() == CPL_E_NOT_SENT && none[2].error->code() == CPL_E_UNIT_SERIAL);
    const auto results = sender.send_all(units, folder);
    CHECK(results[0].error == nullptr && results[0].id.size() == 64 && !results[0].receipt.empty());
    CHECK(results[1].to_office == "9970000012" && results[1].serial == "20251120100001" && results[2].id.empty());
    std::size_t found = 0;
    auto batch = receiver.receive_all("", folder);
    for (const auto &message : batch.take_all()) {
        found += message.id() == results[0].id || message.id() == results[1].id ? 1 : 0;
    }
    CHECK(found == 2 && receiver.receive_all(batch.next(), folder).size() == 0);
}

// What came in is handed out once; without a word it is given back.
void mailboxes() {
    auto sender = client_of(key("9970000111")), receiver = client_of(key("9970000012"));
    const std::string folder = setting("CPL_TEST_DIR") + "/送受信箱";
    auto outbox = cplink::mailbox::open(folder + "-1", sender.office_number());
    auto inbox = cplink::mailbox::open(folder + "-2", receiver.office_number());
    CHECK(code([&] { outbox.set_lease(1); }) == CPL_E_SETTING);
    outbox.set_lease(60000);
    CHECK(cplink::mailbox::open(folder + "-1").office_number() == "9970000111" && outbox.folder() == folder + "-1");
    inbox.pump(receiver);
    for (auto &delivery : inbox.deliveries(receiver)) {
        delivery.done(); // What the others have sent.
    }
    const auto draft = outbox.queue(withdrawal("20251130120000"), true);
    CHECK(draft.state == cplink::entry_state::draft && outbox.pump(sender).sent == 0);
    outbox.release(draft.id);
    CHECK(outbox.queue(withdrawal("20251130120000")).is_repeat);
    CHECK(outbox.entry(draft.id)[0].state == cplink::entry_state::waiting && outbox.entry(std::string(64, '0')).empty());
    outbox.retry(draft.id);
    outbox.retry_all();
    CHECK(outbox.pump(sender).sent == 1);
    CHECK(code([&] { outbox.pump(receiver); }) == CPL_E_MAILBOX_OFFICE);
    const auto pumped = inbox.pump(receiver);
    CHECK(pumped.received == 1 && !pumped.error && pumped.obstacles.empty() && pumped.attention.empty());
    std::size_t seen = 0;
    for (auto &delivery : inbox.deliveries(receiver)) {
        seen += delivery.id() == draft.id && !delivery.offered_before() ? 1 : 0;
    }
    CHECK(seen == 1); // The loop ends: it would come for ever.
    auto delivery = inbox.next(receiver);
    CHECK(delivery->offered_before() && delivery->message().files()[0].kind == "DLTJSK");
    delivery->renew();
    delivery->later(0);
    delivery = inbox.next(receiver);
    CHECK(inbox.next(receiver) == nullptr);
    inbox.put_back(delivery->detach(60000), 0);
    delivery = inbox.next(receiver);
    const auto ticket = delivery->detach(60000);
    CHECK(code([&] { delivery->done(); }) == CPL_E_MAILBOX_LEASE);
    CHECK(code([&] { inbox.conclude("x"); }) == CPL_E_INVALID_ARGUMENT);
    inbox.conclude(ticket, "対象の利用者がいません。");
    CHECK(inbox.pump(receiver).reported == 1 && outbox.pump(sender).changed == 1);
    const auto refused = outbox.list({cplink::side::outbox}, {cplink::entry_state::refused}, "9970000012", true);
    CHECK(refused.size() == 1 && refused[0].reason == "対象の利用者がいません。" && refused[0].state_ja == "取込不可");
    CHECK(outbox.list().empty() && inbox.list({cplink::side::outbox}, {}, cplink::maybe_text(), true).empty());
    CHECK(code([&] { outbox.cancel(draft.id); }) == CPL_E_MAILBOX_STATE);
    CHECK(code([&] { inbox.refuse(draft.id, "理由"); }) == CPL_E_MAILBOX_STATE);
    CHECK(code([&] { outbox.confirm_uploaded(sender, draft.id); }) == CPL_E_MAILBOX_STATE);
    outbox.clear(4102444800, true);
    CHECK(outbox.entry(draft.id).empty());
}

const std::string helpers = "9970000111", planner = "9970000012", lender = "9970000319";

// A client whose key cannot sign, so that the relay cannot know whose it is.
cplink::client refused_client(int &calls) {
    const std::vector<std::uint16_t> schemes = {0x0804};
    return client_of(cplink::signer::from_callback(
        pki("office-" + lender + "-care-insurance.pem"), schemes,
        [&calls](std::uint32_t, cplink::byte_view) -> std::vector<std::uint8_t> {
            calls++;
            throw mine();
        }));
}

bool throws_mine(const std::exception_ptr &error) {
    try {
        std::rethrow_exception(error);
    } catch (const mine &) {
        return true;
    } catch (...) {
        return false;
    }
}

void ask(const std::string &number, cplink::client &client) { CHECK(client.office(number).registered); }

// Of three offices one's key is refused: the two others have their turn, in each thread.
void many_offices() {
    const std::uint32_t minute = 60000;
    int calls = 0;
    cplink::offices offices(2);
    // Of the clients it keeps what it needs, also the function that signs.
    offices.add(refused_client(calls)).add(client_of(key(planner))).add(client_of(key(helpers)));
    offices.set_pause(60 * minute, 60 * minute);
    CHECK(offices.size() == 3);
    CHECK(code([&] { offices.add(client_of(key(helpers))); }) == CPL_E_INVALID_ARGUMENT);

    auto round = offices.each(minute, ask);
    CHECK(round.done == 2 && round.pausing == 0 && round.failed.size() == 1 && calls > 0);
    CHECK(round.failed.at(0).office_number == lender && round.failed.at(0).text.find("CPL_E_KEY_SIGN") == 0);
    CHECK(code([&] { std::rethrow_exception(round.failed.at(0).error); }) == CPL_E_KEY_SIGN);
    round = offices.each(minute, ask);
    CHECK(round.done == 2 && round.pausing == 1 && round.failed.empty());

    // An exception of ours is the office's failure.
    round = offices.each(minute, [](const std::string &number, cplink::client &) {
        if (number == planner) {
            throw mine();
        }
    });
    CHECK(round.done == 1 && round.pausing == 1 && round.failed.size() == 1 && throws_mine(round.failed.at(0).error));
    // A person's wish ends a pause; what it throws comes out.
    CHECK(offices.one(planner, minute, [](const std::string &, cplink::client &client) { return client.office_number(); }) ==
          planner);
    CHECK(code([&] { offices.one(lender, minute, ask); }) == CPL_E_KEY_SIGN);
    CHECK(code([&] { offices.one("9970000998", minute, ask); }) == CPL_E_INVALID_ARGUMENT);

    // Within a turn another one would wait for itself; another thread works on.
    std::size_t others = 0;
    offices.one(helpers, minute, [&](const std::string &, cplink::client &) {
        CHECK(code([&] { offices.one(helpers, minute, ask); }) == CPL_E_BUSY);
        CHECK(code([&] { offices.one(planner, minute, ask); }) == CPL_E_BUSY);
        CHECK(code([&] { offices.each(minute, ask); }) == CPL_E_BUSY);
        CHECK(code([&] { offices.remove(helpers); }) == CPL_E_BUSY);
        std::thread other([&] { others = offices.each(minute, ask).done; });
        other.join();
    });
    CHECK(others == 1);

    // A turn ends in its time, or when it is stopped, which is no fault.
    CHECK(code([&] { offices.one(planner, 0, ask); }) == CPL_E_TIMEOUT);
    offices.one(planner, minute, ask);
    cplink::cancel stop;
    cplink::job job;
    job.set_cancel(stop);
    CHECK(code([&] {
              offices.each(
                  minute, [&](const std::string &number, cplink::client &client) {
                      stop.set();
                      client.office(number, job);
                  }, job);
          }) == CPL_E_CANCELLED);
    CHECK(offices.each(minute, ask).done == 2);

    // No client outlives its turn.
    std::unique_ptr<cplink::client> kept;
    {
        auto turns = offices.turns(minute);
        auto turn = turns.next();
        CHECK(code([&] { turns.next(); }) == CPL_E_BUSY);
        kept.reset(new cplink::client(turn->client()));
        ask(turn->office_number(), *kept);
        turn->done();
        CHECK(code([&] { turn->failed(); }) == CPL_E_INVALID_ARGUMENT);
        CHECK(code([&] { kept->office(helpers); }) == CPL_E_INVALID_ARGUMENT);
        kept.reset(new cplink::client(turns.next()->client()));
        CHECK(turns.next() == nullptr && turns.pausing() == 1);
        CHECK(code([&] { kept->office(helpers); }) == CPL_E_INVALID_ARGUMENT);
    }
    auto removed = offices.remove(planner);
    CHECK(removed != nullptr && removed->office(planner).registered && offices.size() == 2);
    CHECK(offices.remove(planner) == nullptr);
}

} // namespace

int main() {
    cplink::abi::check();
    errors();
    moved_from();
    tables();
    typed_rows();
    callbacks();
    stopped_by_another_thread();
    connected_in_a_line();
    keys_of_the_host();
    certificates();
    options();
    verbs();
    carried(setting("CPL_TEST_DIR") + "/フォルダー");
    a_refusal();
    many();
    an_agent();
    // It sends, which the lists of the others would show.
    sent_while_waiting();
    mailboxes();
    many_offices();
    return finish();
}
