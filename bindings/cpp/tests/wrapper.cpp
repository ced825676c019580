// The C++ wrapper: what it throws, what it frees, and that no exception crosses the border.
#include "cplink_evidence.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <type_traits>

namespace {

int passed = 0, failed = 0;

void check(bool good, const char *what, int line) {
    (good ? passed : failed)++;
    if (!good) {
        std::printf("line %d: failed: %s\n", line, what);
    }
}
#define CHECK(condition) check((condition), #condition, __LINE__)

// The code that a call throws; 0 where it throws nothing.
template <typename Call> std::int32_t code(Call call) {
    try {
        call();
        return CPL_OK;
    } catch (const cplink::error &error) {
        return error.code();
    }
}

std::string setting(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::vector<std::uint8_t> pki(const std::string &name) {
    std::ifstream in(setting("CPL_TEST_PKI") + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

cplink::signer key(const std::string &office) {
    return cplink::signer::from_pkcs12(pki("office-" + office + "-care-insurance.p12"), cplink::secret("test"));
}

cplink::client client_of(const cplink::signer &signer) {
    return cplink::client(cplink::options(setting("CPL_TEST_URL")), signer, cplink::trust::from_pem(pki("root.pem")));
}

cplink::bundle withdrawal(const std::string &serial = "20251104090000") {
    cplink::table table("DLTJSK");
    table.add({{"insurer_number", "990010"},
               {"insured_person_number", "0000000101"},
               {"deletion_target_month", "202510"},
               {"provider_number", "9970000111"},
               {"service_type_code", "11"}});
    cplink::bundle bundle({"9970000111", "11"}, {"9970000012", "43"}, serial);
    bundle.add_table(table);
    return bundle;
}

// Every handle moves and does not copy.
template <typename T> constexpr bool moves_only() {
    return std::is_nothrow_move_constructible<T>::value && std::is_move_assignable<T>::value &&
           !std::is_copy_constructible<T>::value && !std::is_copy_assignable<T>::value;
}
static_assert(moves_only<cplink::client>() && moves_only<cplink::bundle>() && moves_only<cplink::table>() &&
                  moves_only<cplink::row>() && moves_only<cplink::message>() && moves_only<cplink::sent>() &&
                  moves_only<cplink::report>() && moves_only<cplink::signer>() && moves_only<cplink::secret>() &&
                  moves_only<cplink::trust>() && moves_only<cplink::options>() && moves_only<cplink::cancel>() &&
                  moves_only<cplink::bytes>(),
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
    cplink::bundle bundle({"9970000111", "11"}, {"9970000012", "43"}, cplink::serial_now());
    try {
        bundle.add_table(table);
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
    std::vector<cplink::finding> findings;
    const std::string csv = "202407,990010,0000000101\r\n202407,990010,0000000102\r\n";
    const std::vector<std::uint8_t> raw(csv.begin(), csv.end());
    const auto table = cplink::table::read("UPJSK", raw, &findings);
    CHECK(table.size() == 2 && !findings.empty());
    CHECK(table.ref().write().str() == csv);
    cplink::row row;
    CHECK(table.ref().read(1, row)["insured_person_number"] == "0000000102");
    CHECK(row.item(2) == "990010" && row.item(99).empty());
    std::string all;
    row.for_each([&](std::size_t, cplink::text_view text) { all += text.str() + ";"; });
    CHECK(all == "202407;990010;0000000102;");
    cplink::table copy("UPJSK");
    copy.add_json(table.ref().json());
    CHECK(copy.size() == 2);
    CHECK(row.json().find("\"insurer_number\":\"990010\"") != std::string::npos);
}

struct mine {};

void callbacks() {
    auto client = client_of(key("9970000111"));
    const auto bundle = withdrawal();
    bool threw = false;
    try {
        client.check(bundle, cplink::job([](const cplink::progress &) -> bool { throw mine(); }));
    } catch (const mine &) {
        threw = true;
    }
    CHECK(threw);
    const auto stops = [](const cplink::progress &) { return false; };
    CHECK(code([&] { client.check(bundle, cplink::job(stops)); }) == CPL_E_CANCELLED);
    std::int32_t inside = 0;
    const auto again = [&](const cplink::progress &) {
        inside = code([&] { client.check(bundle); });
        return true;
    };
    CHECK(!client.check(bundle, cplink::job(again)).has_error());
    CHECK(inside == CPL_E_BUSY);
}

void stopped_by_another_thread() {
    auto client = client_of(key("9970000012"));
    const cplink::cancel flag;
    bool waiting = false;
    std::thread other;
    auto job = cplink::job([&](const cplink::progress &at) {
        if (at.step == cplink::step::waiting && !waiting) {
            waiting = true;
            other = std::thread([&flag] { flag.set(); });
        }
        return true;
    });
    job.stopped_by(flag);
    CHECK(code([&] { client.receive("", setting("CPL_TEST_DIR") + "/in", 20000, job); }) == CPL_E_CANCELLED);
    CHECK(waiting && flag.is_set());
    if (other.joinable()) {
        other.join();
    }
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

void verbs() {
    auto sender = client_of(key("9970000111")), receiver = client_of(key("9970000012"));
    const std::string folder = setting("CPL_TEST_DIR") + "/フォルダー", inbox = folder + "/受信";
    CHECK(sender.office_number() == "9970000111");
    const auto diagnosis = sender.doctor();
    CHECK(diagnosis.is_well && diagnosis.lines.size() == 7 && diagnosis.lines[0].id == "key");
    CHECK(sender.office("9970000012").licensed && !sender.office("0000000000").registered);
    CHECK(sender.capabilities().find("CPX/1") != std::string::npos);

    auto bundle = withdrawal();
    const std::string pdf = "%PDF-1.4 synthetic";
    bundle.subject("取下げ").add_attachment("連絡票.pdf", std::vector<std::uint8_t>(pdf.begin(), pdf.end()));
    const auto sent = sender.send(bundle, folder);
    CHECK(sender.send(bundle, folder).id() == sent.id());
    CHECK(sent.id().size() == 64 && !sent.receipt().empty() && sent.accepted_at() > 1700000000);

    auto batch = receiver.receive("", inbox);
    CHECK(batch.messages.size() == 1);
    auto &message = batch.messages.at(0);
    CHECK(message.is_open() && message.id() == sent.id() && message.subject() == "取下げ");
    CHECK(message.files().size() == 1 && message.files().kind(0) == "DLTJSK" && message.files().table(0).size() == 1);
    CHECK(message.part_count() == 2 && message.part_name(1) == "連絡票.pdf");
    CHECK(message.read("連絡票.pdf").str() == pdf);
    CHECK(code([&] { message.read("no such file"); }) == CPL_E_INVALID_ARGUMENT);
    message.save(folder + "/保存");
    CHECK(receiver.open(message.id(), message.container()).serial() == "20251104090000");
    CHECK(!receiver.imported(message).view().empty());
    CHECK(code([&] { receiver.refused(message, "遅すぎ"); }) == CPL_E_RELAY_STATE);
    CHECK(receiver.receive(batch.next, inbox).messages.empty());

    const auto recalled = sender.send(withdrawal("20251104090001"), folder);
    sender.recall(recalled.id());
    const auto list = sender.sent_messages();
    CHECK(list.messages.size() == 2);
    CHECK(list.messages.at(0).state == "imported" && list.messages.at(0).state_ja == "取込済");
    CHECK(list.messages.at(0).receipts.size() == 4 && list.messages.at(0).receipts[2].kind == "imported");
    CHECK(list.messages.at(1).state == "recalled");

    const auto trust = cplink::trust::from_pem(pki("root.pem"));
    cplink::evidence evidence(trust);
    for (const auto &listed : list.messages) {
        for (const auto &receipt : listed.receipts) {
            evidence.add_receipt(receipt.bytes);
        }
    }
    evidence.add_container(sent.container());
    CHECK(code([&] { evidence.add_receipt(std::vector<std::uint8_t>{1, 2, 3}); }) == CPL_E_SIGNATURE_FORMAT);
    CHECK(code([&] { evidence.save(folder + "/証跡", "2026-13"); }) == CPL_E_INVALID_ARGUMENT);
    const auto exported = evidence.save(folder + "/証跡", sent.id());
    CHECK(exported.messages.size() == 1 && exported.messages[0] == sent.id() && exported.receipts == 4);
    CHECK(cplink::evidence::verify(folder + "/証跡", trust).receipts == 4);
    const auto all = evidence.save(folder + "/すべて");
    CHECK(all.receipts == 5 && all.gaps.empty() && cplink::evidence::verify(folder + "/すべて").gaps.empty());
    cplink::evidence less(trust);
    less.add_receipt(list.messages.at(0).receipts.at(0).bytes).add_receipt(list.messages.at(0).receipts.at(3).bytes);
    less.add_container(sent.container());
    const auto gaps = less.save(folder + "/欠け").gaps;
    {
        std::ofstream page(folder + "/証跡/index.html", std::ios::app);
        page << "x";
    }
    CHECK(code([&] { cplink::evidence::verify(folder + "/証跡", trust); }) == CPL_E_EVIDENCE_FORMAT);
    CHECK(!gaps.empty() && gaps[0].office == "9970000111" && !gaps[0].message_ja.empty());
}

} // namespace

int main() {
    cplink::check_abi();
    errors();
    moved_from();
    tables();
    callbacks();
    stopped_by_another_thread();
    keys_of_the_host();
    verbs();
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
