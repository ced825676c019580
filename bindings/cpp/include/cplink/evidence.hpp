// Evidence for an inspector.
#ifndef CPLINK_EVIDENCE_HPP
#define CPLINK_EVIDENCE_HPP

#include "job.hpp"
#include "trust.hpp"
#include "verification.hpp"

namespace cplink {

/// Verified messages and receipts, to be exported into a folder for an inspector.
class evidence {
  public:
    /// The authorities and revocation lists of `trust` go into the export.
    explicit evidence(const trust &trust)
        : handle_(decltype(handle_)::made(cpl_evidence_new, trust.get())) {}

    /// Adds a receipt. Add all of the sent list first: they show that none is missing. One whose certificate was
    /// revoked since counts as of when the relay recorded it; without that receipt nothing can be exported.
    evidence &add_receipt(byte_view der) {
        detail::call(cpl_evidence_add_receipt, get(), der.data(), der.size());
        return *this;
    }

    /// Adds a kept container, after its receipts. It is verified as of its trusted time stamp, else as of the relay's
    /// `accepted` receipt, else as of now.
    evidence &add_container(const std::string &path, const job &job = {}) {
        detail::running now(job);
        now.call(cpl_evidence_add_container, get(), detail::c_text(path), now.get());
        return *this;
    }

    /// Gives an office's name for the page, which shows it where neither a certificate nor a CSV file has one, and says
    /// that it was given.
    evidence &set_office_name(const std::string &office_number, const std::string &name) {
        detail::call(cpl_evidence_set_office_name, get(), detail::c_text(office_number), detail::c_text(name));
        return *this;
    }

    /// Writes containers, receipts, certificates and a page in Japanese into a new folder. `scope` is
    /// `all`, a month as `2026-09` or a message id. (`export` is a word of C++.)
    verification export_(const std::string &folder, const std::string &scope = "all", const job &job = {}) const {
        detail::running now(job);
        return detail::take(now.made<cpl_verification>(cpl_evidence_export, get(),
                                                       detail::c_text(folder), detail::c_text(scope)));
    }

    /// Verifies an export against its own authorities.
    static verification verify(const std::string &folder, const job &job = {}) {
        return verified(folder, nullptr, job);
    }

    /// Verifies an export; its certificates must lead to authorities of `trust`.
    static verification verify(const std::string &folder, const trust &trust, const job &job = {}) {
        return verified(folder, detail::held(trust.get()), job);
    }
    cpl_evidence *get() const noexcept { return handle_.get(); }

  private:
    static verification verified(const std::string &folder, const cpl_trust *trust, const job &job) {
        detail::running now(job);
        return detail::take(now.made<cpl_verification>(cpl_evidence_verify, detail::c_text(folder), trust));
    }

    detail::handle<cpl_evidence, cpl_evidence_free> handle_;
};

} // namespace cplink

#endif
