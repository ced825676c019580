// What is Windows' own: the code page of a Japanese PC, wide and long paths, files that another program holds.
#include "cplink.hpp"

#include <windows.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace fs = std::filesystem;

namespace {

int passed = 0, failed = 0;

void check(bool good, const char *what, int line) {
    (good ? passed : failed)++;
    if (!good) {
        std::printf("line %d: failed: %s\n", line, what);
    }
}
#define CHECK(condition) check((condition), #condition, __LINE__)

std::string narrow(const std::wstring &text, UINT page) {
    const int length = static_cast<int>(text.size());
    std::string out(static_cast<std::size_t>(WideCharToMultiByte(page, 0, text.data(), length, nullptr, 0, nullptr, nullptr)), 0);
    WideCharToMultiByte(page, 0, text.data(), length, &out[0], static_cast<int>(out.size()), nullptr, nullptr);
    return out;
}

// What the library takes.
std::string utf8(const fs::path &path) { return narrow(path.wstring(), CP_UTF8); }

std::vector<std::uint8_t> file(const fs::path &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write(const fs::path &path, const std::string &text) { std::ofstream(path, std::ios::binary) << text; }

template <typename Call> std::int32_t code(Call call, std::int64_t *os_code = nullptr) {
    try {
        call();
        return CPL_OK;
    } catch (const cplink::error &error) {
        if (os_code != nullptr) {
            *os_code = error.os_code();
        }
        return error.code();
    }
}

cplink::unit withdrawal(const std::string &serial) {
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

// A file that no other program may open.
struct held {
    HANDLE handle;
    explicit held(const fs::path &path)
        : handle(CreateFileW(path.c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr)) {}
    ~held() { CloseHandle(handle); }
};

void the_month(cplink::client &sender, cplink::client &receiver, const fs::path &folder) {
    const std::string pdf = "%PDF-1.4 synthetic";
    const auto source = folder / L"添付する書類" / L"連絡票（控え）.pdf";
    fs::create_directories(source.parent_path());
    write(source, pdf);

    // The code page of the PC is not what the library takes, and that is reported before anything is done.
    auto unit = withdrawal("20251104090000");
    CHECK(code([&] { unit.add_attachment_file("a.pdf", narrow(source.wstring(), CP_ACP)); }) == CPL_E_NOT_UTF8);

    unit.add_attachment_file("連絡票①髙﨑.pdf", utf8(source));
    const auto keep = folder / L"送信済み ①㈱髙﨑";
    const auto sent = sender.send(unit, utf8(keep));
    const auto container = keep / (sent.id + ".asice");
    CHECK(fs::exists(container) && fs::file_size(container) > pdf.size());

    // A kept file that was torn is sealed anew over the old one; a locked one is reported.
    write(container, "torn");
    {
        const held other(container);
        std::int64_t os_code = 0;
        CHECK(code([&] { sender.send(unit, utf8(keep)); }, &os_code) == CPL_E_FILE_WRITE);
        CHECK(os_code == ERROR_SHARING_VIOLATION || os_code == ERROR_ACCESS_DENIED);
    }
    CHECK(sender.send(unit, utf8(keep)).id == sent.id);
    CHECK(fs::file_size(container) > pdf.size());
    CHECK(std::distance(fs::directory_iterator(keep), fs::directory_iterator()) == 1);

    // Backslashes, and a path longer than the 260 characters of old.
    fs::path inbox = folder / L"受信";
    while (inbox.wstring().size() < 300) {
        inbox /= L"とても長い名前のフォルダー";
    }
    auto batch = receiver.receive("", utf8(inbox.make_preferred()));
    CHECK(batch.size() == 1);
    auto message = batch.take(0);
    CHECK(message.is_open() && message.parts().at(1).name == "連絡票①髙﨑.pdf");
    const auto saved = folder / L"保存";
    message.save(utf8(saved));
    const auto content = file(saved / L"連絡票①髙﨑.pdf");
    CHECK(std::string(content.begin(), content.end()) == pdf);
    CHECK(!receiver.imported(message).receipt.empty());
}

void held_files(cplink::client &sender, const fs::path &folder) {
    const auto source = folder / L"使用中.pdf";
    write(source, "%PDF-1.4 synthetic");
    std::int64_t os_code = 0;
    const held other(source);
    auto unit = withdrawal("20251104090001");
    const auto sends = [&] {
        unit.add_attachment_file("使用中.pdf", utf8(source));
        sender.send(unit, utf8(folder));
    };
    CHECK(code(sends, &os_code) == CPL_E_FILE_READ && os_code == ERROR_SHARING_VIOLATION);
}

} // namespace

// Arguments: relay, authorities, key files of a manager and of a provider, a folder whose name is Japanese.
int wmain(int argc, wchar_t **argv) {
    CHECK(GetACP() == 932 && GetOEMCP() == 932 && argc == 6);
    const fs::path folder = fs::path(argv[5]);
    CHECK(folder.wstring().find(L"日本語のフォルダー") != std::wstring::npos);
    const auto client = [&](const wchar_t *key) {
        return cplink::client(cplink::options(narrow(argv[1], CP_UTF8)),
                              cplink::signer::from_pkcs12(file(key), cplink::secret("test")),
                              cplink::trust::from_pem(file(argv[2])));
    };
    try {
        auto manager = client(argv[3]), provider = client(argv[4]);
        the_month(provider, manager, folder);
        held_files(provider, folder);
    } catch (const cplink::error &error) {
        std::printf("%s\n", error.what());
        failed++;
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
