// Misuse through the C# binding: each has its code or exception, none crashes. Runs with the library that has
// the test hooks.
using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Threading;
using CarePlanLink;
using CarePlanLink.Rows;
using static Harness;

internal static class Misuse
{
    [DllImport("cplink1", CallingConvention = CallingConvention.Cdecl)]
    private static extern int cpl_test_panic(IntPtr client, IntPtr error);

    private static void FreedTwice()
    {
        var client = ClientOf("9970000111");
        client.Dispose();
        client.Dispose();
        Check(Throws<ObjectDisposedException>(() => client.Doctor()), "a client that was freed");
        var table = new Table("UPJSK");
        table.Dispose();
        table.Dispose();
        Check(Throws<ObjectDisposedException>(() => table.Json()), "a table that was freed");
    }

    // Every class that holds a handle shares it with a copy of itself, and no serializer takes it.
    private static void Copies()
    {
        var clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic);
        var fields = BindingFlags.Instance | BindingFlags.NonPublic;
        var handle = typeof(Table).Assembly.GetType("CarePlanLink.NativeHandle");
        var holders = 0;
        foreach (var type in typeof(Table).Assembly.GetTypes())
        {
            foreach (var field in type.GetFields(fields))
            {
                if (field.FieldType != handle || type == handle || type.Name.StartsWith("<"))
                {
                    continue;
                }
                holders++;
                Check(type.IsSealed && field.IsInitOnly, type.Name + " keeps its handle");
                Check(!type.IsSerializable && !typeof(ISerializable).IsAssignableFrom(type), type.Name + " is not serialized");
                var empty = FormatterServices.GetUninitializedObject(type);
                Check(field.GetValue(empty) == null, type.Name + " made by a serializer holds nothing");
            }
        }
        Check(holders > 10, "the classes were looked at");
        Check(Throws<ArgumentNullException>(() =>
            ((Table)FormatterServices.GetUninitializedObject(typeof(Table))).Json()), "a table made by a serializer");

        using (var password = new Secret("test"))
        {
            var table = new Table("UPJSK");
            var unit = Withdrawal("20251104090000");
            var signer = Signer.FromPkcs12(Pki("office-9970000111-care-insurance.p12"), password);
            var client = ClientOf(signer);
            var copies = new IDisposable[4];
            var all = new IDisposable[] { table, unit, signer, client };
            for (var i = 0; i < all.Length; i++)
            {
                copies[i] = (IDisposable)clone.Invoke(all[i], null);
            }
            Check(((Table)copies[0]).Count == 0 && ((Unit)copies[1]).ToJson().Length == unit.ToJson().Length, "a copy is the same object");
            foreach (var each in all)
            {
                each.Dispose();
            }
            Check(Throws<ObjectDisposedException>(() => ((Table)copies[0]).Json()), "a copied table");
            Check(Throws<ObjectDisposedException>(() => ((Unit)copies[1]).SetSubject("x")), "a copied unit");
            Check(Throws<ObjectDisposedException>(() => ClientOf((Signer)copies[2])), "a copied signer");
            Check(Throws<ObjectDisposedException>(() => ((Client)copies[3]).Doctor()), "a copied client");
            foreach (var each in copies)
            {
                each.Dispose();
            }
        }
    }

    // The table of a message is the message's own.
    private static void LentTables()
    {
        Table kept;
        using (var sender = ClientOf("9970000111"))
        using (var receiver = ClientOf("9970000012"))
        using (var unit = Withdrawal("20251104091500"))
        {
            sender.Send(unit, Setting("DIR"));
            using (var batch = receiver.Receive("", Setting("DIR")))
            {
                kept = batch.Messages[0].Files[0].Table;
                Check(kept.Count == 1, "a table of a message");
            }
        }
        Check(Throws<ObjectDisposedException>(() => kept.Json()), "a table of a message that is gone");
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static void TextThatIsNone()
    {
        const string half = "a\ud83d";
        Check(Code(() => new Table(half)) == ErrorCode.NotUtf8, "a kind");
        using (var table = new Table("UPPLAN"))
        {
            table.Add(new Upplan { ProviderName = "見本" });
            Check(Code(() => table.Set(0, "provider_name", half)) == ErrorCode.NotUtf8, "a cell");
            Check(Code(() => table.Add(new Upplan { ProviderName = half })) == ErrorCode.NotUtf8, "a typed row");
            Check(Code(() => table.AddJson("{\"provider_name\":\"" + half + "\"}")) == ErrorCode.NotUtf8, "JSON");
            var items = new Dictionary<string, string> { { "units", "1" }, { "provider_name", half } };
            Check(Code(() => table.Add(items)) == ErrorCode.NotUtf8, "a row of items");
            Check(table.Count == 1, "a refused row was not added");
        }
        Check(Code(() => new Secret(half)) == ErrorCode.NotUtf8, "a password");
    }

    // Told before a byte is touched.
    private static void Lengths()
    {
        var huge = new byte[0x7fffffc7];
        Check(Code(() => Table.Read("UPJSK", huge, out _)) == ErrorCode.TooLarge, "2 GB");
        Check(Code(() => Trust.FromPem(huge)) == ErrorCode.TooLarge, "2 GB of certificates");
        Check(Throws<ArgumentNullException>(() => Trust.FromPem(null)), "no bytes");
    }

    // A verb runs in one thread; what the others and its own callback get.
    private static void TwoAtOnce()
    {
        using (var client = ClientOf("9970000111"))
        using (var unit = Withdrawal("20251104090000"))
        {
            var elsewhere = ErrorCode.None;
            var inside = ErrorCode.None;
            var changing = ErrorCode.None;
            Action inAnotherThread = () =>
            {
                var other = new Thread(() => elsewhere = Code(() => client.Check(unit)));
                other.Start();
                other.Join();
            };
            client.Check(unit, new Hear(at =>
            {
                inAnotherThread();
                inside = Code(() => client.Doctor());
                changing = Code(() => unit.SetSubject("x"));
            }));
            Check(elsewhere == ErrorCode.Busy, "another thread");
            Check(inside == ErrorCode.Busy && changing == ErrorCode.Busy, "re-entry");
            inAnotherThread();
            Check(elsewhere == ErrorCode.None, "another thread, later");
            client.Check(unit, new Hear(at => client.Dispose()));
            Check(Throws<ObjectDisposedException>(() => client.Check(unit)), "freed by its own callback");
        }
    }

    // A verb that receives waits in one thread; another one sends.
    private static void SendingWhileWaiting()
    {
        var folder = Path.Combine(Setting("DIR"), "meanwhile");
        using (var client = ClientOf("9970000111"))
        using (var unit = Withdrawal("20251104090057"))
        using (var stop = new CancellationTokenSource())
        {
            Thread other = null;
            string sent = null;
            var second = ErrorCode.None;
            var hear = new Hear(at =>
            {
                if (at.Step == ProgressStep.Waiting && other == null)
                {
                    other = new Thread(() =>
                    {
                        sent = client.Send(unit, folder).Id;
                        second = Code(() => client.Inbox("", folder, 0));
                        stop.Cancel();
                    });
                    other.Start();
                }
            });
            Check(Throws<OperationCanceledException>(() => client.Receive("", folder, 20000, hear, stop.Token)), "stopped");
            other.Join();
            Check(sent != null && sent.Length == 64 && second == ErrorCode.Busy, "sent while waiting");
        }
    }

    private static void ConnectedInALine()
    {
        string url = Setting("URL"), key = Path.Combine(Setting("PKI"), "office-9970000111-care-insurance.p12");
        var trust = Path.Combine(Setting("PKI"), "root.pem");
        using (var client = Client.Connect(url, key, trust, "test"))
        {
            client.Rest();
            Check(client.OfficeNumber == "9970000111" && client.Office("9970000012").Registered, "connected");
        }
        using (var password = new Secret("test"))
        using (var options = new ClientOptions("") { CallTimeoutMs = 30000 })
        using (var client = Client.Connect(url, key, trust, password, options))
        {
            Check(client.OfficeNumber == "9970000111", "with options");
            Check(Client.Diagnose(url, key, trust, password).IsWell, "well");
        }
        try
        {
            Client.Connect(url, key, trust, "wrong");
            Check(false, "a wrong password");
        }
        catch (CarePlanLinkException error)
        {
            Check(error.Code == ErrorCode.KeyPassword && error.RemedyJa.Contains("自己診断"), "the self-check is advised");
        }
        var lines = Client.Diagnose(url, "none.p12", "none.pem").Lines;
        Check(lines.Count == 3 && lines[0].Id == "key" && lines[1].Id == "trust" && lines[2].Id == "relay", "lines");
    }

    private static void CallbackThatThrows()
    {
        using (var client = ClientOf("9970000111"))
        using (var unit = Withdrawal("20251104090000"))
        {
            Check(Throws<Mine>(() => client.Check(unit, new Hear(at => throw new Mine()))), "a callback that throws");
            Check(client.Check(unit).Findings.Count == 0, "the client is well");
        }
    }

    private static void PoisonedClient()
    {
        using (var client = ClientOf("9970000111"))
        using (var unit = Withdrawal("20251104090000"))
        {
            var field = typeof(Client).GetProperty("Handle", BindingFlags.Instance | BindingFlags.NonPublic);
            var raw = ((SafeHandle)field.GetValue(client)).DangerousGetHandle();
            Check(cpl_test_panic(raw, IntPtr.Zero) == (int)ErrorCode.Bug, "a fault of ours");
            Check(Code(() => client.Check(unit)) == ErrorCode.Poisoned, "a poisoned client");
            Check(Code(() => client.Send(unit, Setting("DIR"))) == ErrorCode.Poisoned, "a poisoned client sends");
        }
    }

    private static int Main()
    {
        FreedTwice();
        Copies();
        LentTables();
        TextThatIsNone();
        Lengths();
        TwoAtOnce();
        SendingWhileWaiting();
        ConnectedInALine();
        CallbackThatThrows();
        PoisonedClient();
        return Finish();
    }
}
