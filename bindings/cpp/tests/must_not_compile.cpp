// Each PROBE must be refused by the compiler; PROBE 0 must pass, so that the others fail for their own reason.
#include "cplink.hpp"

void probe(cplink::client &client, cplink::unit &unit, cplink::table &table, cplink::table_ref ref) {
#if PROBE == 0
    cplink::table moved = std::move(table);
    (void)client, (void)unit, (void)ref, (void)moved;
#elif PROBE == 1 // a client cannot be copied
    cplink::client copy = client;
#elif PROBE == 2 // nor a unit assigned
    cplink::unit other({"9970000111", "11"}, {"9970000012", "43"}, "20251104090000");
    other = unit;
#elif PROBE == 3 // nor a table copied
    cplink::table copy = table;
#elif PROBE == 4 // a borrowed table cannot be changed
    ref.push();
#elif PROBE == 5 // a password does not turn up by itself
    cplink::signer::from_pkcs12(cplink::byte_view(), "password");
#elif PROBE == 6 // a secret cannot be copied
    cplink::secret one("x");
    cplink::secret two = one;
#elif PROBE == 7 // a cancel flag that dies at once is no flag
    cplink::job().set_cancel(cplink::cancel());
#endif
}
