// What the test programs share. The last line of a program says `N passed, N failed`.
#ifndef CPLINK_TEST_HARNESS_HPP
#define CPLINK_TEST_HARNESS_HPP

#include "cplink.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

static int passed = 0, failed = 0;

inline void check(bool good, const char *what, int line) {
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

inline std::string setting(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? "" : value;
}

inline std::vector<std::uint8_t> pki(const std::string &name) {
    std::ifstream in(setting("CPL_TEST_PKI") + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline cplink::signer key(const std::string &office) {
    return cplink::signer::from_pkcs12(pki("office-" + office + "-care-insurance.p12"), cplink::secret("test"));
}

inline cplink::client client_of(const cplink::signer &signer) {
    return cplink::client(cplink::options(setting("CPL_TEST_URL")), signer, cplink::trust::from_pem(pki("root.pem")));
}

inline cplink::unit withdrawal(const std::string &serial = "20251104090000") {
    cplink::table table("DLTJSK");
    table.add({{"insurer_number", "990010"},
               {"insured_person_number", "0000000101"},
               {"deletion_target_month", "202510"},
               {"provider_number", "9970000111"},
               {"service_type_code", "11"}});
    cplink::unit unit({"9970000111", "11"}, {"9970000012", "43"}, serial);
    unit.add_table(table);
    return unit;
}

// What a callback of the tests throws.
struct mine {};

inline int finish() {
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

#endif
