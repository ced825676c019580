// The headers as a compiler of a Japanese Windows takes them: read as CP932, and with CP932 for what is in quotes.
// What the headers themselves contain in Japanese is UTF-8 all the same.
#include "harness.hpp"

#include "cplink/rows.hpp"

int main() {
    cplink::abi::check();
    // In CP932 a character of two bytes; in UTF-8 three.
    CHECK(std::string("\u4ecb").size() == 2);
    CHECK(cplink::name_ja_of(cplink::care_level::care_1) ==
          cplink::text_view("\xe8\xa6\x81\xe4\xbb\x8b\xe8\xad\xb7\xef\xbc\x91"));
    CHECK(cplink::layout::name_ja("UPKIHON") ==
          "\xe5\x88\xa9\xe7\x94\xa8\xe8\x80\x85\xe5\x9f\xba\xe6\x9c\xac\xe6\x83\x85\xe5\xa0\xb1");
    cplink::table table("UPJSK");
    const auto row = table.push();
    // A text in the compiler's code page is told, not taken for something else.
    CHECK(code([&] { table.set(row, "provider_name", "\u4ecb\u8b77"); }) == CPL_E_NOT_UTF8);
    CHECK(code([&] { table.set(row, "provider_name", u8"\u4ecb\u8b77"); }) == CPL_OK);
    return finish();
}
