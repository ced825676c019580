// Misuse through the C# binding: each has its code or exception, none crashes. Runs with the library that has
// the test hooks.
using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.InteropServices;
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
        Check(Throws<ObjectDisposedException>(() => table.ToJson()), "a table that was freed");
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
        Check(Code(() => new Trust(huge)) == ErrorCode.TooLarge, "2 GB of certificates");
        Check(Throws<ArgumentNullException>(() => new Trust(null)), "no bytes");
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
            var field = typeof(Client).GetField("handle", BindingFlags.Instance | BindingFlags.NonPublic);
            var raw = ((SafeHandle)field.GetValue(client)).DangerousGetHandle();
            Check(cpl_test_panic(raw, IntPtr.Zero) == (int)ErrorCode.Bug, "a fault of ours");
            Check(Code(() => client.Check(unit)) == ErrorCode.Poisoned, "a poisoned client");
            Check(Code(() => client.Send(unit, Setting("DIR"))) == ErrorCode.Poisoned, "a poisoned client sends");
        }
    }

    private static int Main()
    {
        FreedTwice();
        TextThatIsNone();
        Lengths();
        TwoAtOnce();
        CallbackThatThrows();
        PoisonedClient();
        return Finish();
    }
}
