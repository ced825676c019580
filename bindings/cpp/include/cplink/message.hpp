// A message that came in.
#ifndef CPLINK_MESSAGE_HPP
#define CPLINK_MESSAGE_HPP

#include "base/message.hpp"
#include "bytes.hpp"
#include "job.hpp"

namespace cplink {

/// One message that came in. The tables of `files` are lent: they are valid as long as the message.
class message : public detail::message_base<message> {
  public:
    explicit message(cpl_message *taken) noexcept : handle_(taken) {}
    /// Whether it could be opened; if not, `error` says why, and the values of its content throw CPL_E_INVALID_ARGUMENT.
    bool is_open() const { return detail::value<const cpl_error *>(cpl_message_error, get()) == nullptr; }
    /// A file's exact bytes, verified once more on the way.
    bytes read(const std::string &name, const job &job = {}) {
        detail::running now(job);
        return bytes(now.made<cpl_bytes>(cpl_message_read, get(), detail::c_text(name)));
    }
    /// Writes all files into a folder.
    void save(const std::string &folder, const job &job = {}) {
        detail::running now(job);
        now.call(cpl_message_save, get(), detail::c_text(folder), now.get());
    }
    cpl_message *get() const noexcept { return handle_.get(); }

  private:
    detail::handle<cpl_message, cpl_message_free> handle_;
};

} // namespace cplink

#endif
