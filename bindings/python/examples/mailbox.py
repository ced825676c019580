"""A host that sends and receives through a mailbox: no cursor, no retry, no ledger of its own. Kill it whenever you like.

    python mailbox.py URL ROOT_PEM KEY_P12 FOLDER [UNITS]

FOLDER gets the mailbox and the host's own database (SQLite); UNITS has a folder with the files of each unit. It runs until
there is a file FOLDER/stop.
"""

import sqlite3
import sys
import time
from pathlib import Path

import cplink

SCHEMA = "CREATE TABLE IF NOT EXISTS imported (place INTEGER PRIMARY KEY, serial TEXT, message TEXT UNIQUE, kind TEXT)"


# README: begin
def tick(mailbox: cplink.Mailbox, client: cplink.Client, database: sqlite3.Connection) -> None:
    """What a timer calls: everything that can be sent, received and reported now is."""
    pumped = mailbox.pump(client)
    if pumped.error is not None:
        print(pumped.error.message_ja, file=sys.stderr)  # The relay is away: the next call goes on.
    for delivery in mailbox.deliveries(client):
        with delivery:
            take_over(delivery.message, database)
            delivery.done()
# README: end


def take_over(message: cplink.Message, database: sqlite3.Connection) -> None:
    """One transaction: the rows, and the id with a unique index."""
    with database:
        row = (message.serial, message.id, message.kind)
        database.execute("INSERT OR IGNORE INTO imported (serial, message, kind) VALUES (?, ?, ?)", row)


def main() -> None:
    url, authorities, key, place, *units = sys.argv[1:]
    folder = Path(place)
    folder.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(folder / "imported.db", timeout=60)
    database.execute(SCHEMA)
    signer, trust = cplink.Signer.from_pkcs12(key, "test"), cplink.Trust.from_pem(authorities)
    with cplink.Client(url, signer, trust) as client:
        mailbox = cplink.Mailbox.open(folder / "mailbox", client.office_number)
        for unit in (unit for folder_of_units in units for unit in Path(folder_of_units).iterdir()):
            mailbox.queue(cplink.Unit.from_files(unit.iterdir()))  # On disk when it returns; twice is once.
        while not (folder / "stop").exists():
            tick(mailbox, client, database)
            time.sleep(0.05)


if __name__ == "__main__":
    main()
