// CarePlanLink: evidence for an inspector, over cplink.hpp.
#ifndef CPLINK_EVIDENCE_HPP
#define CPLINK_EVIDENCE_HPP

#include "cplink.hpp"

#include <string>
#include <utility>
#include <vector>

namespace cplink {

/// What is missing in the chain of an office's receipts.
struct receipt_gap {
    std::string office;
    std::string message_ja;
    std::string message_en;
};

/// What an export holds.
struct exported {
    /// The message ids in the order of the serials.
    std::vector<std::string> messages;
    std::size_t receipts = 0;
    /// Empty where no receipt is missing.
    std::vector<receipt_gap> gaps;
};

namespace detail {
inline exported take_exported(cpl_exported *made) {
    const handle<cpl_exported, cpl_exported_free> owned(made);
    const cpl_exported *raw = owned.get();
    exported all;
    for (std::size_t i = 0; i < value<std::size_t>(cpl_exported_len, raw); i++) {
        all.messages.push_back(text(cpl_exported_id, raw, i).str());
    }
    all.receipts = value<std::size_t>(cpl_exported_receipts, raw);
    for (std::size_t i = 0; i < value<std::size_t>(cpl_exported_gaps, raw); i++) {
        all.gaps.push_back(receipt_gap{text(cpl_exported_gap_office, raw, i).str(),
                                       text(cpl_exported_gap_ja, raw, i).str(),
                                       text(cpl_exported_gap_en, raw, i).str()});
    }
    return all;
}
} // namespace detail

/// Verified messages and receipts, to be exported into a folder for an inspector.
class evidence {
  public:
    /// The authorities and revocation lists of `trust` go into the export.
    explicit evidence(const trust &trust) : handle_(decltype(handle_)::made(cpl_evidence_new, trust.get())) {}

    /// Adds a receipt. Add all of the sent list first: they show that none is missing. One whose certificate was
    /// revoked since counts as of when the relay recorded it; without that receipt nothing can be exported.
    evidence &add_receipt(byte_view der) {
        detail::call(cpl_evidence_add_receipt, handle_.get(), der.data(), der.size());
        return *this;
    }

    /// Adds a kept container, after its receipts.
    evidence &add_container(const std::string &path, const job &job = {}) {
        running now(job);
        now.call(cpl_evidence_add_container, handle_.get(), path.c_str(), now.get());
        return *this;
    }

    /// Writes containers, receipts, certificates and a page in Japanese into a new folder. `scope` is
    /// `all`, a month as `2026-09` or a message id.
    exported save(const std::string &folder, const std::string &scope = "all", const job &job = {}) const {
        running now(job);
        cpl_exported *out = nullptr;
        now.call(cpl_evidence_export, static_cast<const cpl_evidence *>(handle_.get()), folder.c_str(), scope.c_str(),
                 now.get(), &out);
        return detail::take_exported(out);
    }

    /// Verifies an export against its own authorities.
    static exported verify(const std::string &folder, const job &job = {}) { return verify(folder, nullptr, job); }

    /// Verifies an export; its certificates must lead to authorities of `trust`.
    static exported verify(const std::string &folder, const trust &trust, const job &job = {}) {
        return verify(folder, detail::held(trust.get()), job);
    }

  private:
    static exported verify(const std::string &folder, const cpl_trust *trust, const job &job) {
        running now(job);
        cpl_exported *out = nullptr;
        now.call(cpl_evidence_verify, folder.c_str(), trust, now.get(), &out);
        return detail::take_exported(out);
    }

    detail::handle<cpl_evidence, cpl_evidence_free> handle_;
};

} // namespace cplink

#endif
