using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace CarePlanLink
{
    /// <summary>A verb while it runs: its progress, its token, and what the host's callback threw.</summary>
    internal sealed class Running : IDisposable
    {
        private readonly NativeHandle cancel;
        private readonly CancellationToken token;
        private readonly CancellationTokenRegistration registration;

        // The library holds a bare pointer to it: it lives in this field until the call is over.
        private readonly ProgressFunction hear;
        private ExceptionDispatchInfo thrown;

        internal Running(IProgress<Progress> progress, CancellationToken token)
        {
            this.token = token;
            Border.Check(Native.cpl_job_new(out var job, out var error), error);
            Job = NativeHandle.Owned(job, Native.cpl_job_free);
            Border.Check(Native.cpl_cancel_new(out var flag, out error), error);
            cancel = NativeHandle.Owned(flag, Native.cpl_cancel_free);
            Border.Check(Native.cpl_job_set_cancel(Job, cancel, out error), error);
            if (progress != null)
            {
                hear = (user, step, done, total) =>
                {
                    try
                    {
                        progress.Report(new Progress(step, done, total));
                        return 0;
                    }
                    catch (Exception exception)
                    {
                        // No exception may reach the library; it is thrown again when the verb has returned.
                        thrown = ExceptionDispatchInfo.Capture(exception);
                        return 1;
                    }
                };
                Border.Check(Native.cpl_job_set_progress(Job, IntPtr.Zero, hear, out error), error);
            }
            registration = token.Register(() => Native.cpl_cancel_set(cancel, out _));
        }

        internal NativeHandle Job { get; }

        /// <summary>Throws what went wrong: the host's own exception first, then a cancel as .NET knows it.</summary>
        internal void Check(int code, IntPtr error)
        {
            GC.KeepAlive(hear);
            if (code == 0)
            {
                return;
            }
            var failure = CarePlanLinkException.Take(code, error);
            thrown?.Throw();
            if (failure.Code == ErrorCode.Cancelled && token.IsCancellationRequested)
            {
                throw new OperationCanceledException(failure.Message, failure, token);
            }
            throw failure;
        }

        public void Dispose()
        {
            // First: it waits for a cancel that is under way, which uses the flag.
            registration.Dispose();
            Job.Dispose();
            cancel.Dispose();
        }
    }
}
