// Progress and cancelling of what can take long.
#ifndef CPLINK_JOB_HPP
#define CPLINK_JOB_HPP

#include "cancel.hpp"
#include "choices.hpp"

#include <functional>

namespace cplink {

namespace detail {
class running;
}

/// One report of progress: `done` of `total` bytes, 0 where unknown.
struct progress {
    cplink::progress_step step;
    std::uint64_t done, total;
};

/// How a verb is watched and stopped. The callable returns false to stop; what it throws stops the
/// verb too and comes out of the verb.
class job {
  public:
    job() = default;
    /// A job whose progress is heard: see `set_progress`.
    explicit job(std::function<bool(const progress &)> hear) : hear_(std::move(hear)) {}
    /// Sets what hears of progress, on the thread that called the verb.
    job &set_progress(std::function<bool(const progress &)> hear) {
        hear_ = std::move(hear);
        return *this;
    }
    /// Sets the flag that stops the verb; it must live until the verb has ended.
    job &set_cancel(const cancel &flag) {
        flag_ = &flag;
        return *this;
    }
    job &set_cancel(const cancel &&) = delete;

  private:
    friend class detail::running;
    std::function<bool(const progress &)> hear_;
    const cancel *flag_ = nullptr;
};

namespace detail {

/// A job during one verb.
class running {
  public:
    explicit running(const job &job) : job_(job), handle_(decltype(handle_)::made(cpl_job_new)) {
        if (job_.flag_ != nullptr) {
            detail::call(cpl_job_set_cancel, handle_.get(), job_.flag_->get());
        }
        if (job_.hear_) {
            detail::call(cpl_job_set_progress, handle_.get(), static_cast<void *>(this), &forward);
        }
    }
    running(const running &) = delete;
    running &operator=(const running &) = delete;

    /// Calls a verb; what the host's callable threw comes first. A verb that was done all the same gives what it made.
    template <typename Function, typename... Arguments> void call(Function function, Arguments... arguments) {
        cpl_error *object = nullptr;
        const std::int32_t code = function(arguments..., &object);
        if (code != CPL_OK && thrown_) {
            cpl_error_free(object);
            std::rethrow_exception(thrown_);
        }
        detail::check(code, object);
    }

    /// Calls a verb that gives something: through its last output.
    template <typename Result, typename Function, typename... Arguments>
    Result *made(Function function, Arguments... arguments) {
        Result *out = nullptr;
        call(function, arguments..., get(), &out);
        return out;
    }
    const cpl_job *get() const noexcept { return handle_.get(); }

  private:
    static std::int32_t forward(void *user, std::int32_t step, std::uint64_t done, std::uint64_t total) noexcept {
        running &self = *static_cast<running *>(user);
        try {
            return self.job_.hear_(progress{static_cast<cplink::progress_step>(step), done, total}) ? 0 : 1;
        } catch (...) {
            // No exception may reach the library; it is thrown again when the verb has returned.
            self.thrown_ = std::current_exception();
            return 1;
        }
    }

    const job &job_;
    detail::handle<cpl_job, cpl_job_free> handle_;
    std::exception_ptr thrown_;
};

} // namespace detail
} // namespace cplink

#endif
