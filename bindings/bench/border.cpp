// The C++ program of `cargo xtask bench-border`: see src/main.rs.
#include "cplink/rows.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace {

using number = std::uint64_t;

// The first character of a text.
number first(cplink::text_view text) {
    if (text.empty()) {
        return 0;
    }
    const auto byte = [&](std::size_t at) { return number(static_cast<unsigned char>(text[at])); };
    if (byte(0) < 0x80) {
        return byte(0);
    }
    if (byte(0) < 0xE0) {
        return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    }
    if (byte(0) < 0xF0) {
        return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    }
    return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
}

number of(cplink::maybe<cplink::date> value) {
    return value ? number(value->year) * 10000 + number(value->month) * 100 + number(value->day) : 0;
}
number of(cplink::maybe<cplink::month> value) {
    return value ? number(value->year) * 100 + number(value->number) : 0;
}
number of(cplink::maybe<cplink::clock_time> value) {
    return value && !value->is_none() ? number(value->hour) * 100 + number(value->minute) : 9999;
}
number of(cplink::maybe<std::int64_t> value) { return value ? number(*value) : 0; }
number of(cplink::maybe<cplink::day_flags> value) {
    number days = 0;
    for (int day = 1; value && day <= 31; day++) {
        days += (*value)[day] ? 1 : 0;
    }
    return days;
}
number of(cplink::maybe<cplink::flag> value) { return value ? number(static_cast<int>(*value)) : 0; }

number sum(const cplink::rows::upplan &row) {
    return first(row.csv_version()) + first(row.insurer_number()) + first(row.insured_person_number()) +
           of(row.created_date()) + of(row.target_month()) + first(row.plan_office_number()) +
           first(row.plan_staff_name()) + of(row.units()) + of(row.short_stay_days_to_previous_month()) +
           of(row.service_date()) + of(row.per_diem_days()) + of(row.service_start_time()) +
           of(row.service_end_time()) + of(row.service_count()) + first(row.service_code()) +
           first(row.tais_code()) + first(row.equipment_notification_code()) + first(row.equipment_name()) +
           of(row.detail_discriminator_code()) + first(row.provider_number()) + first(row.provider_name()) +
           first(row.satellite_branch_number()) + of(row.over_30_days()) + first(row.updater_provider_number()) +
           first(row.discriminator());
}

} // namespace

int main(int, char **arguments) {
    std::ifstream in(arguments[1], std::ios::binary);
    const std::vector<std::uint8_t> csv{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    std::vector<cplink::rows::upplan> rows;
    number all = 0;
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line == "sum") {
            rows.clear();
            std::cout << all << std::endl;
            continue;
        }
        rows = cplink::read_rows<cplink::rows::upplan>(csv);
        all = 0;
        for (const auto &row : rows) {
            all += sum(row);
        }
        std::cout << "read" << std::endl;
    }
}
