// A host that sends and receives through a mailbox: no cursor, no retry, no ledger of its own. Kill it whenever you like.
//   mailbox URL ROOT_PEM KEY_P12 FOLDER [UNITS]
// FOLDER gets the mailbox and the host's own database, here a plain file; UNITS has a folder with the files of each unit.
// It runs until there is a file FOLDER/stop. C++17.
#include "cplink.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

namespace {

namespace fs = std::filesystem;

std::vector<std::uint8_t> bytes_of(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Stands in for the host's database: a line for each message. One write of one line is its transaction, the id in it
// the unique key.
struct database {
    std::string path;

    bool has(const std::string &id) const {
        std::ifstream lines(path);
        for (std::string line; std::getline(lines, line);) {
            if (line.find(id) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    void import(cplink::message &message) const {
        std::string line = message.serial() + "\t" + message.id() + "\t" + message.kind() + "\n";
        std::ofstream(path, std::ios::app | std::ios::binary) << line << std::flush;
    }
};

// README: begin
// What a timer calls: everything that can be sent, received and reported now is.
void tick(cplink::mailbox &mailbox, cplink::client &client, const database &database) {
    const auto pumped = mailbox.pump(client);
    if (pumped.error) {
        std::cerr << pumped.error->message_ja() << "\n"; // The relay is away: the next call goes on.
    }
    for (auto &delivery : mailbox.deliveries(client)) {
        if (!database.has(delivery.id())) {
            database.import(delivery.message()); // One transaction: the rows, and the id with a unique index.
        }
        delivery.done();
    }
}
// README: end

} // namespace

int main(int count, char **given) {
    if (count < 5) {
        std::cerr << "mailbox URL ROOT_PEM KEY_P12 FOLDER [UNITS]\n";
        return 2;
    }
    const std::string folder = given[4];
    try {
        cplink::client client(cplink::options(given[1]),
                              cplink::signer::from_pkcs12(bytes_of(given[3]), cplink::secret("test")),
                              cplink::trust::from_pem(bytes_of(given[2])));
        fs::create_directories(folder);
        auto mailbox = cplink::mailbox::open(folder + "/mailbox", client.office_number());
        for (const auto &unit : count > 5 ? fs::directory_iterator(given[5]) : fs::directory_iterator()) {
            std::vector<std::string> files;
            for (const auto &file : fs::directory_iterator(unit)) {
                files.push_back(file.path().string());
            }
            mailbox.queue(cplink::unit::from_files(files)); // On disk when it returns; to queue it twice is to do it once.
        }
        for (; !fs::exists(folder + "/stop"); std::this_thread::sleep_for(std::chrono::milliseconds(50))) {
            tick(mailbox, client, database{folder + "/imported.tsv"});
        }
    } catch (const cplink::error &error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
