// A host that sends and receives through a mailbox: no cursor, no retry, no ledger of its own. Kill it whenever you like.
//   MailboxHost.exe URL ROOT_PEM KEY_P12 FOLDER [UNITS]
// FOLDER gets the mailbox and the host's own database, here a plain file; UNITS has a folder with the files of each unit.
// It runs until there is a file FOLDER/stop.
using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using CarePlanLink;

// Stands in for the host's database: a line for each message. One write of one line is its transaction, the id in it the
// unique key.
internal sealed class Database
{
    private readonly string path;

    internal Database(string path) => this.path = path;

    internal bool Has(string id)
    {
        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite))
        using (var reader = new StreamReader(file))
            return reader.ReadToEnd().Contains(id);
    }

    internal void Import(Message message)
    {
        var line = Encoding.UTF8.GetBytes($"{message.Serial}\t{message.Id}\t{message.Kind}\n");
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1))
            file.Write(line, 0, line.Length);
    }
}

internal static class MailboxHost
{
    // README: begin
    // What a timer calls: everything that can be sent, received and reported now is.
    private static void Tick(Mailbox mailbox, Client client, Database database)
    {
        var pumped = mailbox.Pump(client);
        if (pumped.Error != null)
            Console.Error.WriteLine(pumped.Error.MessageJa); // The relay is away: the next call goes on.
        foreach (var delivery in mailbox.Deliveries(client))
        {
            if (!database.Has(delivery.Id))
                database.Import(delivery.Message); // One transaction: the rows, and the id with a unique index.
            delivery.Done();
        }
    }
    // README: end

    private static void Main(string[] given)
    {
        var folder = given[3];
        Directory.CreateDirectory(folder);
        using (var password = new Secret("test"))
        using (var signer = Signer.FromPkcs12(File.ReadAllBytes(given[2]), password))
        using (var trust = Trust.FromPem(File.ReadAllBytes(given[1])))
        using (var options = new ClientOptions(given[0]))
        using (var client = new Client(options, signer, trust))
        using (var mailbox = Mailbox.Open(Path.Combine(folder, "mailbox"), client.OfficeNumber))
        {
            foreach (var unit in given.Skip(4).SelectMany(Directory.GetDirectories))
                using (var made = Unit.FromFiles(Directory.GetFiles(unit)))
                    mailbox.Queue(made); // On disk when it returns; to queue it twice is to do it once.
            for (; !File.Exists(Path.Combine(folder, "stop")); Thread.Sleep(50))
                Tick(mailbox, client, new Database(Path.Combine(folder, "imported.tsv")));
        }
    }
}
