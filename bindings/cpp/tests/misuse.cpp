// Misuse through the C++ wrapper: each has its code, none crashes. Linked with the library that has the test
// hooks.
#include "harness.hpp"

#include "cplink/rows.hpp"

#include <thread>

extern "C" std::int32_t cpl_test_panic(cpl_client *client, cpl_error **err);

namespace {

void freed_twice() {
    cplink::table one("UPJSK");
    {
        cplink::table two(std::move(one));
        two.push();
    }
    // What was moved from holds nothing, so nothing is freed again.
    CHECK(code([&] { one.push(); }) == CPL_E_NULL_ARGUMENT);
    cplink::table three("UPJSK");
    one = std::move(three);
    one = cplink::table("UPJSK");
    CHECK(one.size() == 0);
}

// A text with a NUL in it is refused by name, and never cut short.
void texts_with_nul() {
    const std::string odd("a\0b", 3);
    const auto refused = [](std::int32_t code) { return code == CPL_E_INVALID_ARGUMENT; };
    auto unit = withdrawal();
    CHECK(refused(code([&] { unit.set_subject(odd); })));
    CHECK(refused(code([&] { unit.add_csv(odd, cplink::byte_view()); })));
    cplink::table table("UPJSK");
    table.push();
    CHECK(refused(code([&] { table.set(0, "provider_name", odd); })));
    CHECK(refused(code([&] { cplink::table("UPJSK", odd); })) && refused(code([&] { cplink::table{odd}; })));
    CHECK(refused(code([&] { cplink::options(setting("CPL_TEST_URL")).proxy_user(odd); })));
}

// Every class, once what it held is somewhere else.
void moved_from() {
    const auto null = [](std::int32_t code) { return code == CPL_E_NULL_ARGUMENT; };
    auto signer = key("9970000111");
    auto trust = cplink::trust::from_pem(pki("root.pem"));
    auto client = client_of(signer);
    auto unit = withdrawal();
    cplink::secret secret("test");
    cplink::profile profile;
    cplink::options options(setting("CPL_TEST_URL"));
    cplink::cancel cancel;
    cplink::row row;
    cplink::evidence evidence(trust);
    auto report = client.check(unit);
    auto found = cplink::candidates::in_folder(setting("CPL_TEST_PKI"), &secret);
    auto watched = cplink::job().set_cancel(cancel);

    auto signer2 = std::move(signer);
    CHECK(null(code([&] { client_of(signer); })) && null(code([&] { signer.check(trust); })));
    auto unit2 = std::move(unit);
    CHECK(null(code([&] { unit.serial(); })) && null(code([&] { unit.set_subject("x"); })));
    CHECK(null(code([&] { client.check(unit); })));
    // Plain data: what is left is empty, and the tables live with their report.
    const auto report2 = std::move(report);
    CHECK(report.files.empty() && report.findings.empty() && report2.files.at(0).table.size() == 1);
    auto cancel2 = std::move(cancel);
    CHECK(null(code([&] { cancel.set(); })));
    CHECK(null(code([&] { client.check(unit2, watched); }))); // not: never cancelled
    auto secret2 = std::move(secret);
    CHECK(null(code([&] { cplink::signer::from_pkcs12(pki("office-9970000111-care-insurance.p12"), secret); })));
    CHECK(null(code([&] { cplink::signer::from_pem(pki("office-9970000111-care-insurance.pem"), secret); })));
    CHECK(null(code([&] { cplink::candidates::in_folder(setting("CPL_TEST_PKI"), &secret); })));
    auto profile2 = std::move(profile);
    CHECK(null(code([&] { profile.set("kind", "OU"); })) && null(code([&] { trust.set_profile(profile); })));
    CHECK(null(code([&] { cplink::candidates::in_folder(setting("CPL_TEST_PKI"), nullptr, &profile); })));
    auto options2 = std::move(options);
    CHECK(null(code([&] { options.set("proxy", ""); })) && null(code([&] { cplink::client(options, signer2, trust); })));
    auto found2 = std::move(found);
    CHECK(null(code([&] { found.size(); })) && null(code([&] { found.choose("9970000111"); })));
    auto row2 = std::move(row);
    CHECK(null(code([&] { row.size(); })) && null(code([&] { row.json(); })));
    auto evidence2 = std::move(evidence);
    CHECK(null(code([&] { evidence.add_receipt(pki("root.crl")); })));
    auto trust2 = std::move(trust);
    CHECK(null(code([&] { trust.set("grace_days", "1"); })) && null(code([&] { signer2.check(trust); })));
    // Not: verified against the export's own authorities.
    CHECK(null(code([&] { cplink::evidence::verify(setting("CPL_TEST_PKI"), trust); })));
    auto client2 = std::move(client);
    CHECK(null(code([&] { client.doctor(); })) && null(code([&] { client.office_number(); })));
    CHECK(client2.office_number() == "9970000111");

    // What the header itself refuses has the texts of its code, too.
    try {
        cplink::signer::from_pem(pki("office-9970000111-care-insurance.pem"), secret);
        CHECK(false);
    } catch (const cplink::error &error) {
        CHECK(error.name() == "CPL_E_NULL_ARGUMENT" && !error.message_ja().empty() && !error.remedy_ja().empty());
        CHECK(std::string(error.what()).find("CPL_E_NULL_ARGUMENT (") == 0 && error.offset() == -1);
    }

    // A typed row that was moved from has no cells.
    cplink::rows::upplan made, taken(std::move(made));
    CHECK(made.size() == 0 && made.text(1).empty() && made.cells().empty() && taken.size() > 0);
    // An error is copied, never moved.
    try {
        client.doctor();
    } catch (cplink::error &error) {
        const cplink::error other(std::move(error));
        CHECK(error.code() == CPL_E_NULL_ARGUMENT && other.code() == error.code() && error.message_ja() == other.message_ja());
    }
}

void text_that_is_none() {
    CHECK(code([] { cplink::table("\x83\x65\x83\x58\x83\x67"); }) == CPL_E_NOT_UTF8);
    cplink::table table("UPJSK");
    const auto row = table.push();
    CHECK(code([&] { table.set(row, "provider_name", "\xed\xa0\x80"); }) == CPL_E_NOT_UTF8);
    CHECK(code([&] { table.set(row, "provider_name", "\xe3\x81"); }) == CPL_E_NOT_UTF8);
}

// Told before a byte is touched.
void lengths() {
    const std::uint8_t one = 0;
    const cplink::byte_view huge(&one, static_cast<std::size_t>(1) << 31), none(nullptr, 7);
    CHECK(code([&] { cplink::table::read("UPJSK", huge); }) == CPL_E_TOO_LARGE);
    CHECK(code([&] { cplink::trust::from_pem(huge); }) == CPL_E_TOO_LARGE);
    CHECK(code([&] { withdrawal().add_attachment("a.pdf", huge); }) == CPL_E_TOO_LARGE);
    CHECK(code([&] { cplink::table::read("UPJSK", none); }) == CPL_E_NULL_ARGUMENT);
}

// A verb runs in one thread; what the others and its own callback get.
void two_at_once() {
    auto client = client_of(key("9970000111"));
    auto unit = withdrawal();
    std::int32_t elsewhere = 0, inside = 0, changing = 0;
    const auto meddle = [&](const cplink::progress &) {
        std::thread other([&] { elsewhere = code([&] { client.check(unit); }); });
        other.join();
        inside = code([&] { client.doctor(); });
        changing = code([&] { unit.set_subject("x"); });
        return true;
    };
    CHECK(!client.check(unit, cplink::job(meddle)).findings.has_error);
    CHECK(elsewhere == CPL_E_BUSY && inside == CPL_E_BUSY && changing == CPL_E_BUSY);
    // Used by another thread when the first is done: that is none.
    std::thread other([&] { elsewhere = code([&] { client.check(unit); }); });
    other.join();
    CHECK(elsewhere == CPL_OK);
}

void a_callback_that_throws() {
    auto client = client_of(key("9970000111"));
    bool threw = false;
    try {
        client.check(withdrawal(), cplink::job([](const cplink::progress &) -> bool { throw mine(); }));
    } catch (const mine &) {
        threw = true;
    }
    CHECK(threw);
    CHECK(!client.check(withdrawal()).findings.has_error);
}

void a_poisoned_client() {
    auto client = client_of(key("9970000111"));
    const auto unit = withdrawal();
    CHECK(code([&] { cplink::detail::call(cpl_test_panic, client.get()); }) == CPL_E_BUG);
    CHECK(code([&] { client.check(unit); }) == CPL_E_POISONED);
    CHECK(code([&] { client.send(unit, setting("CPL_TEST_DIR")); }) == CPL_E_POISONED);
    client = client_of(key("9970000111"));
    CHECK(!client.check(unit).findings.has_error);
}

} // namespace

int main() {
    freed_twice();
    moved_from();
    texts_with_nul();
    text_that_is_none();
    lengths();
    two_at_once();
    a_callback_that_throws();
    a_poisoned_client();
    return finish();
}
