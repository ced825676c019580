// Every message over all pages, for a range-based `for`.
#ifndef CPLINK_PAGES_HPP
#define CPLINK_PAGES_HPP

#include "client.hpp"

#include <iterator>
#include <set>

namespace cplink {

namespace detail {

/// The iterator of a list that is read once: `Range` has `at_end`, `current` and `advance`.
template <typename Range, typename Item> class once {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = Item *;
    using reference = Item &;

    once() noexcept = default;
    explicit once(Range &range) : range_(range.at_end() ? nullptr : &range) {}
    reference operator*() const { return range_->current(); }
    pointer operator->() const { return &range_->current(); }
    once &operator++() {
        range_->advance();
        if (range_->at_end()) {
            range_ = nullptr;
        }
        return *this;
    }
    friend bool operator==(const once &a, const once &b) noexcept { return a.range_ == b.range_; }
    friend bool operator!=(const once &a, const once &b) noexcept { return a.range_ != b.range_; }

  private:
    Range *range_ = nullptr;
};

} // namespace detail

/// Our own messages over all pages. It is read once; the client must live as long. A page that fails throws where the
/// loop asks for it.
class all_sent {
  public:
    all_sent(client &client, const std::string &cursor, const job &job) : client_(&client), job_(job) {
        page_.next = cursor;
    }
    detail::once<all_sent, const sent_message> begin() {
        if (!is_begun_) {
            is_begun_ = true;
            next_page();
        }
        return detail::once<all_sent, const sent_message>(*this);
    }
    detail::once<all_sent, const sent_message> end() const noexcept { return {}; }
    /// The cursor behind the page that was read last: a later list can begin there.
    const std::string &cursor() const noexcept { return page_.next; }

  private:
    friend class detail::once<all_sent, const sent_message>;

    bool at_end() const noexcept { return at_ >= page_.messages.size(); }
    const sent_message &current() const noexcept { return page_.messages[at_]; }
    void advance() {
        at_++;
        if (at_end() && !is_last_) {
            next_page();
        }
    }
    void next_page() {
        sent_list page = client_->sent(page_.next, job_);
        // The end of the list is a page without messages; a cursor that comes again would lead round in a circle.
        seen_.insert(page_.next);
        is_last_ = page.messages.empty() || page.next.empty() || seen_.count(page.next) != 0;
        if (page.next.empty()) {
            page.next = page_.next;
        }
        page_ = std::move(page);
        at_ = 0;
    }

    client *client_;
    job job_;
    sent_list page_{};
    std::set<std::string> seen_;
    std::size_t at_ = 0;
    bool is_begun_ = false, is_last_ = false;
};

/// The messages of the inbox over all pages, each fetched and verified when the loop comes to it. It is read once; the
/// client must live as long. What fails throws; a new loop from `cursor` goes on there.
class all_received {
  public:
    all_received(client &client, const std::string &cursor, const std::string &keep_folder, std::uint32_t wait_ms,
                 const job &job)
        : client_(&client), cursor_(cursor), folder_(keep_folder), wait_ms_(wait_ms), job_(job) {}
    detail::once<all_received, message> begin() {
        if (!is_begun_) {
            is_begun_ = true;
            advance();
        }
        return detail::once<all_received, message>(*this);
    }
    detail::once<all_received, message> end() const noexcept { return {}; }
    /// The cursor behind the message that the loop is at: store it together with what was imported.
    const std::string &cursor() const noexcept { return cursor_; }

  private:
    friend class detail::once<all_received, message>;

    bool at_end() const noexcept { return current_ == nullptr; }
    message &current() const noexcept { return *current_; }
    void advance() {
        current_.reset();
        while (true) {
            if (page_ == nullptr) {
                page_.reset(new inbox(client_->inbox(cursor_, folder_, wait_ms_, job_)));
                wait_ms_ = 0;
                if (page_->size() == 0) {
                    return;
                }
                seen_.insert(cursor_);
            }
            current_ = client_->next_message(*page_, job_);
            cursor_ = page_->cursor();
            if (current_ != nullptr) {
                return;
            }
            page_.reset();
            // A cursor that comes again would lead round in a circle.
            if (seen_.count(cursor_) != 0) {
                return;
            }
        }
    }

    client *client_;
    std::string cursor_, folder_;
    std::set<std::string> seen_;
    std::uint32_t wait_ms_;
    job job_;
    std::unique_ptr<inbox> page_;
    std::unique_ptr<message> current_;
    bool is_begun_ = false;
};

inline all_received client::received_messages(const std::string &cursor, const std::string &keep_folder,
                                              std::uint32_t wait_ms, const job &job) {
    return all_received(*this, cursor, keep_folder, wait_ms, job);
}

inline all_sent client::sent_messages(const std::string &cursor, const job &job) {
    return all_sent(*this, cursor, job);
}

} // namespace cplink

#endif
