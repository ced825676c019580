using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CarePlanLink
{
    /// <summary>
    /// A program for any CPU has the library twice: in the folders x64 and x86 beside it. Which one is known
    /// only in the running process. Elsewhere than on Windows nothing is done.
    /// </summary>
    internal static class NativeFolder
    {
        // What the library itself needs is looked for beside it, not beside the program.
        private const uint AlteredSearchPath = 8;

        /// <summary>
        /// Loads the library of the process's own bitness, if it lies there. P/Invoke then finds it by its
        /// name; else the usual search applies.
        /// </summary>
        internal static void Load()
        {
            if (Environment.OSVersion.Platform != PlatformID.Win32NT)
            {
                return;
            }
            foreach (var folder in Folders())
            {
                var path = Path.Combine(folder, IntPtr.Size == 8 ? "x64" : "x86", Native.Library + ".dll");
                if (File.Exists(path) && LoadLibraryExW(path, IntPtr.Zero, AlteredSearchPath) != IntPtr.Zero)
                {
                    return;
                }
            }
        }

        /// <summary>Beside the assembly; beside the program; in the bin folder of a web application.</summary>
        private static string[] Folders()
        {
            // Empty for an assembly that was loaded from bytes.
            var location = typeof(NativeFolder).GetTypeInfo().Assembly.Location;
            var program = AppDomain.CurrentDomain.BaseDirectory;
            return new[]
            {
                string.IsNullOrEmpty(location) ? program : Path.GetDirectoryName(location),
                program,
                // The web server runs copies of the assemblies from elsewhere.
                Path.Combine(program, "bin"),
            };
        }

        [DllImport("kernel32", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        private static extern IntPtr LoadLibraryExW(string path, IntPtr reserved, uint flags);
    }
}
