// Misuse through the C++ wrapper: each has its code, none crashes. Linked with the library that has the test
// hooks.
#include "harness.hpp"

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
        changing = code([&] { unit.subject("x"); });
        return true;
    };
    CHECK(!client.check(unit, cplink::job(meddle)).has_error());
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
    CHECK(!client.check(withdrawal()).has_error());
}

void a_poisoned_client() {
    auto client = client_of(key("9970000111"));
    const auto unit = withdrawal();
    CHECK(code([&] { cplink::detail::call(cpl_test_panic, client.get()); }) == CPL_E_BUG);
    CHECK(code([&] { client.check(unit); }) == CPL_E_POISONED);
    CHECK(code([&] { client.send(unit, setting("CPL_TEST_DIR")); }) == CPL_E_POISONED);
    client = client_of(key("9970000111"));
    CHECK(!client.check(unit).has_error());
}

} // namespace

int main() {
    freed_twice();
    text_that_is_none();
    lengths();
    two_at_once();
    a_callback_that_throws();
    a_poisoned_client();
    return finish();
}
