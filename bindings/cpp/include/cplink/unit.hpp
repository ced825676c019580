// What one message carries.
#ifndef CPLINK_UNIT_HPP
#define CPLINK_UNIT_HPP

#include "base/unit.hpp"
#include "detail/forms.hpp"
#include "job.hpp"
#include "printed.hpp"
#include "table.hpp"
#include "unit_report.hpp"

namespace cplink {

/// Sender or receiver: office number and service type.
struct address {
    std::string office, service_type;
};

/// A sending unit: what one message carries.
class unit : public detail::unit_base<unit> {
  public:
    /// An empty unit between two offices under a serial: 14 digits, `serial::now()` for a new one.
    unit(const address &from, const address &to, const std::string &serial)
        : handle_(raw::made(cpl_unit_new, detail::c_text(from.office), detail::c_text(from.service_type),
                            detail::c_text(to.office), detail::c_text(to.service_type), detail::c_text(serial))) {}
    explicit unit(cpl_unit *taken) noexcept : handle_(taken) {}
    /// A unit of files on disk. Offices and serial are those of the first CSV file's name. CSV files are read now,
    /// attachments when they are sent.
    static unit from_files(const std::vector<std::string> &paths) {
        std::vector<const char *> raw_paths;
        for (const auto &path : paths) {
            raw_paths.push_back(detail::c_text(path));
        }
        return unit(raw::made(cpl_unit_from_files, raw_paths.data(), raw_paths.size()));
    }
    /// Sets the subject line. The relay can read it: do not put names of users into it.
    unit &set_subject(const std::string &subject) {
        detail::call(cpl_unit_set_subject, get(), detail::c_text(subject));
        return *this;
    }
    /// Names the message that this one replaces.
    unit &set_supersedes(const std::string &message_id) {
        detail::call(cpl_unit_set_supersedes, get(), detail::c_text(message_id));
        return *this;
    }
    /// Adds a CSV file as it is; the bytes are copied.
    unit &add_csv(const std::string &name, byte_view csv) {
        detail::call(cpl_unit_add_csv, get(), detail::c_text(name), csv.data(), csv.size());
        return *this;
    }
    /// Adds a table under its standard name; returns what was substituted on the way.
    findings add_table(table_ref table) {
        cpl_findings *said = nullptr;
        detail::call(cpl_unit_add_table, get(), table.get(), &said);
        return detail::take(said);
    }
    /// Adds a PDF or JPEG; the bytes are copied.
    unit &add_attachment(const std::string &name, byte_view content) {
        detail::call(cpl_unit_add_attachment, get(), detail::c_text(name), content.data(), content.size());
        return *this;
    }
    /// Adds a PDF or JPEG on disk; it is read when it is sent and never held in memory as a whole.
    unit &add_attachment_file(const std::string &name, const std::string &path) {
        detail::call(cpl_unit_add_attachment_file, get(), detail::c_text(name), detail::c_text(path));
        return *this;
    }
    /// Adds a family image; returns its standard name.
    std::string add_image(std::uint32_t branch, byte_view jpeg) {
        return bytes(detail::value<cpl_bytes *>(cpl_unit_add_image, get(), branch, jpeg.data(), jpeg.size())).str();
    }
    /// Adds the files of a unit's JSON: all of them or none. JSON holds no attachments' bytes: each is the file
    /// of its name in `folder`, compared with size and SHA-256. Returns what was substituted on the way.
    findings add_json(const std::string &json, maybe_text folder = maybe_text()) {
        cpl_findings *said = nullptr;
        const auto *data = reinterpret_cast<const std::uint8_t *>(json.data());
        detail::call(cpl_unit_add_json, get(), data, json.size(), folder.get(), &said);
        return detail::take(said);
    }
    /// The rows of every CSV file, and every attachment's name, media type, size and SHA-256.
    std::string to_json() const { return bytes(detail::value<cpl_bytes *>(cpl_unit_to_json, get())).str(); }
    /// Checks the unit against the standard; no client is needed. With the number of one's own office a unit that is
    /// neither from it nor for it has the finding `unit.not_addressed`.
    unit_report check(maybe_text office = maybe_text(), const job &job = {}) const {
        detail::running now(job);
        return detail::take(now.made<cpl_unit_report>(cpl_unit_check, get(), office.get()));
    }
    /// The forms of the unit as HTML. `forms` are those that are wanted, all if there are none.
    /// `names` is the table of service names: CSV of service code, name, first month, last month.
    printed to_html(const std::vector<form_kind> &forms = {}, byte_view names = {}) const {
        const auto numbers = detail::numbers_of(forms);
        return detail::take(detail::value<cpl_printed *>(cpl_unit_to_html, get(), numbers.data(), numbers.size(),
                                                         names.data(), names.size()));
    }
    /// The same, written page by page into a new file.
    printed save_html(const std::string &path, const std::vector<form_kind> &forms = {}, byte_view names = {}) const {
        const auto numbers = detail::numbers_of(forms);
        return detail::take(detail::value<cpl_printed *>(cpl_unit_save_html, get(), detail::c_text(path),
                                                         numbers.data(), numbers.size(), names.data(), names.size()));
    }
    /// The serial.
    std::string serial() const { return bytes(detail::value<cpl_bytes *>(cpl_unit_serial, get())).str(); }
    cpl_unit *get() const noexcept { return handle_.get(); }

  private:
    using raw = detail::handle<cpl_unit, cpl_unit_free>;
    explicit unit(raw handle) noexcept : handle_(std::move(handle)) {}
    raw handle_;
};

} // namespace cplink

#endif
