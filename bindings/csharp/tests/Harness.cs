// What the test programs share. The last line of a program says `N passed, N failed`.
using System;
using System.IO;
using CarePlanLink;

internal static class Harness
{
    private static int passed, failed;

    internal sealed class Mine : Exception
    {
    }

    internal sealed class Hear : IProgress<Progress>
    {
        private readonly Action<Progress> hear;

        internal Hear(Action<Progress> hear) => this.hear = hear;

        public void Report(Progress value) => hear(value);
    }

    internal static void Check(bool good, string what)
    {
        if (good)
        {
            passed++;
        }
        else
        {
            failed++;
            Console.WriteLine("failed: " + what);
        }
    }

    internal static ErrorCode Code(Action call)
    {
        try
        {
            call();
            return ErrorCode.None;
        }
        catch (CarePlanLinkException error)
        {
            return error.Code;
        }
    }

    internal static bool Throws<T>(Action call) where T : Exception
    {
        try
        {
            call();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }

    internal static string Setting(string name) => Environment.GetEnvironmentVariable("CPL_TEST_" + name);

    internal static byte[] Pki(string name) => File.ReadAllBytes(Path.Combine(Setting("PKI"), name));

    internal static Client ClientOf(Signer signer)
    {
        using (var options = new ClientOptions(Setting("URL")))
        using (var trust = Trust.FromPem(Pki("root.pem")))
        {
            trust.AddPem(Pki("crl.pem"));
            return new Client(options, signer, trust);
        }
    }

    internal static Client ClientOf(string office)
    {
        using (var password = new Secret("test"))
        using (var signer = Signer.FromPkcs12(Pki($"office-{office}-care-insurance.p12"), password))
        {
            return ClientOf(signer);
        }
    }

    internal static Unit Withdrawal(string serial)
    {
        using (var table = new Table("DLTJSK"))
        {
            table.AddJson("{\"insurer_number\":\"990010\",\"insured_person_number\":\"0000000101\","
                + "\"deletion_target_month\":\"202510\",\"provider_number\":\"9970000111\",\"service_type_code\":\"11\"}");
            var unit = new Unit("9970000111", "11", "9970000012", "43", serial);
            unit.AddTable(table);
            return unit;
        }
    }

    internal static int Finish()
    {
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
