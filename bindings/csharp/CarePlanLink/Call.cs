using System;
using System.Threading;
using System.Threading.Tasks;

namespace CarePlanLink
{
    /// <summary>A function of the library that takes a job.</summary>
    internal delegate int Verb(NativeHandle job, out IntPtr made, out IntPtr error);

    /// <summary>A call that may wait. Its arguments have been checked; it has not begun.</summary>
    internal sealed class Call<T>
    {
        private readonly Verb verb;
        private readonly Func<IntPtr, T> take;

        internal Call(Verb verb, Func<IntPtr, T> take)
        {
            this.verb = verb;
            this.take = take;
        }

        internal T Run(IProgress<Progress> progress, CancellationToken token)
        {
            // Some calls need not wait, and would not notice.
            token.ThrowIfCancellationRequested();
            using (var running = new Running(progress, token))
            {
                running.Check(verb(running.Job, out var made, out var error), error);
                return take(made);
            }
        }

        /// <summary>On a thread of the pool: the library itself waits in the thread that calls it.</summary>
        internal Task<T> RunAsync(IProgress<Progress> progress, CancellationToken token) =>
            Task.Run(() => Run(progress, token), token);
    }
}
