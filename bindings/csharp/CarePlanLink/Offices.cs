using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace CarePlanLink
{
    // The turns, each given to a function.
    public sealed partial class Offices
    {
        // What signs for each office may be a function of the host, which lives as long as the library can call it.
        private readonly Dictionary<string, object> keeps = new Dictionary<string, object>();

        /// <summary>How long an office pauses after a fault: <paramref name="firstMs"/> after the first one (5 seconds unless it is
        /// set), twice as long after each further one, up to <paramref name="longestMs"/> (15 minutes). After a fault that
        /// repeating cannot remove it is the longest at once. Where the relay says when to come again, it is at least that.
        /// <para>失敗した事業所を再び試すまでの間隔。最初の失敗の後は <paramref name="firstMs"/>（設定しなければ5秒）、続けて失敗するたびに2倍とし、<paramref name="longestMs"/>（15分）を上限とする。繰り返しても解決しない失敗の後は、すぐに上限の間隔とする。中継サービスが次に試す時期を示したときは、少なくともその時間をあける。</para></summary>
        public void SetPause(int firstMs, int longestMs)
        {
            Border.Check(
                Native.cpl_offices_set_pause(Handle, Border.ToNumber(firstMs, nameof(firstMs)),
                    Border.ToNumber(longestMs, nameof(longestMs)), out var error), error);
        }

        /// <summary>Adds an office by its client, whose key, authorities and settings are kept; the client itself stays the
        /// caller's, with connections of its own, and is best disposed of. The office's turn comes first in the next round.
        /// <para>事業所を、そのクライアントで加える。鍵、認証局の証明書、設定を保持する。渡したクライアントは別の接続を持ち、そのまま使えるが、不要なら破棄するとよい。次の巡回では最初に順番が回る。</para></summary>
        /// <exception cref="CarePlanLinkException"><see cref="ErrorCode.InvalidArgument"/> where the office is there already,
        /// <see cref="ErrorCode.Busy"/></exception>
        public void Add(Client client)
        {
            var number = Border.Given(client, nameof(client)).OfficeNumber;
            lock (keeps)
            {
                Border.Check(Native.cpl_offices_add(Handle, client.Handle, out var error), error);
                keeps[number] = client.Handle.Keeps;
            }
        }

        /// <summary>Takes an office out, and gives its client; null where it is not there. <see cref="ErrorCode.Busy"/> while
        /// it has its turn.
        /// <para>事業所を外し、そのクライアントを返す。その事業所がなければ <c>null</c>。順番の途中であれば <see cref="ErrorCode.Busy"/> となる。</para></summary>
        /// <exception cref="CarePlanLinkException"><see cref="ErrorCode.Busy"/></exception>
        [return: MaybeNull]
        public Client Remove(string number)
        {
            var name = Border.Utf8(number, nameof(number));
            lock (keeps)
            {
                Border.Check(Native.cpl_offices_remove(Handle, name, out var made, out var error), error);
                var removed = Client.Take(made);
                if (removed != null)
                {
                    removed.Handle.Keeps = keeps[number];
                    keeps.Remove(number);
                }
                return removed;
            }
        }

        /// <summary>Goes around once: <paramref name="work"/> is given number and client of each office that does not pause, the
        /// one first whose last turn was longest ago. The verbs of a turn end <paramref name="limitMs"/> after its beginning
        /// (<see cref="ErrorCode.Timeout"/>), and its client is disposed of when <paramref name="work"/> returns. What it throws
        /// is that office's failure; only a cancelled <paramref name="token"/> ends the round. Threads that go around at the
        /// same time share the offices: each has one turn. Within a turn of the same thread: <see cref="ErrorCode.Busy"/>.
        /// <para>1回巡回する。間隔をあけているもの以外の各事業所の番号とクライアントを、前回の順番から最も時間のたった順に <paramref name="work"/> に渡す。順番の処理は始まりから <paramref name="limitMs"/> で終わり（<see cref="ErrorCode.Timeout"/>）、クライアントは <paramref name="work"/> の終わりに破棄される。<paramref name="work"/> の例外はその事業所の失敗となり、巡回は続く（<paramref name="token"/> による中止だけが巡回を終える）。複数のスレッドから同時に呼び出すと、事業所を分け合う。同じスレッドの順番の中では <see cref="ErrorCode.Busy"/> となる。</para></summary>
        /// <exception cref="CarePlanLinkException"><see cref="ErrorCode.Busy"/></exception>
        public Round Each(int limitMs, Action<string, Client> work, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken))
        {
            Border.Given(work, nameof(work));
            Border.Check(
                Native.cpl_offices_turns(Handle, Border.ToNumber(limitMs, nameof(limitMs)), out var made, out var error), error);
            var done = 0;
            var failed = new List<FailedOffice>();
            using (var turns = NativeHandle.Owned(made, Native.cpl_turns_free))
            {
                var next = Turn((NativeHandle job, out IntPtr turn, out IntPtr fault) =>
                    Native.cpl_turns_next(turns, job, out turn, out fault));
                for (NativeHandle turn; (turn = next.Run(progress, token)) != null;)
                {
                    using (turn)
                    {
                        var number = Border.Text(Native.cpl_turn_office_number, turn);
                        try
                        {
                            Run(turn, number, Returning(work), token);
                            done++;
                        }
                        catch (Exception exception) when (!IsStop(exception, token))
                        {
                            failed.Add(new FailedOffice(number, exception));
                        }
                    }
                }
                return new Round(done, failed.AsReadOnly(), Border.Count(Border.Read<UIntPtr>(Native.cpl_turns_pausing, turns)));
            }
        }

        /// <summary><see cref="Each"/> on a thread of the pool, which is occupied until the round ends.
        /// <para><see cref="Each"/> をスレッドプールのスレッドで実行する。終わるまでそのスレッドを占有する。</para></summary>
        public Task<Round> EachAsync(int limitMs, Action<string, Client> work, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken))
        {
            Border.Given(work, nameof(work));
            return Task.Run(() => Each(limitMs, work, progress, token), token);
        }

        /// <summary>One office's turn out of the order, paused or not: gives what <paramref name="work"/> gives, and throws what
        /// it throws. <see cref="ErrorCode.Busy"/> where the office has its turn just now, or within another's turn;
        /// <see cref="ErrorCode.InvalidArgument"/> where it is not there.
        /// <para>1つの事業所の処理を、間隔をあけている間でも、すぐに行う。<paramref name="work"/> の結果を返し、その例外をそのまま投げる。その事業所が順番の途中のとき、またはほかの順番の中では <see cref="ErrorCode.Busy"/>、その事業所がなければ <see cref="ErrorCode.InvalidArgument"/> となる。</para></summary>
        /// <exception cref="CarePlanLinkException"><see cref="ErrorCode.Busy"/>, <see
        /// cref="ErrorCode.InvalidArgument"/></exception>
        public T One<T>(string number, int limitMs, Func<string, Client, T> work, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken))
        {
            var name = Border.Utf8(number, nameof(number));
            Border.Given(work, nameof(work));
            var limit = Border.ToNumber(limitMs, nameof(limitMs));
            var begin = Turn((NativeHandle job, out IntPtr turn, out IntPtr fault) =>
                Native.cpl_offices_turn(Handle, name, limit, job, out turn, out fault));
            using (var turn = begin.Run(progress, token))
            {
                return Run(turn, number, work, token);
            }
        }

        /// <summary>The same of a function that gives nothing.
        /// <para>結果を返さない処理を行う。</para></summary>
        public void One(string number, int limitMs, Action<string, Client> work, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken))
        {
            Border.Given(work, nameof(work));
            One(number, limitMs, Returning(work), progress, token);
        }

        private static Func<string, Client, bool> Returning(Action<string, Client> work) => (number, client) =>
        {
            work(number, client);
            return true;
        };

        private static Call<NativeHandle> Turn(Verb verb) => new Call<NativeHandle>(
            verb, made => made == IntPtr.Zero ? null : NativeHandle.Owned(made, Native.cpl_turn_free));

        private T Run<T>(NativeHandle turn, string number, Func<string, Client, T> work, CancellationToken token)
        {
            try
            {
                Border.Check(Native.cpl_turn_client(turn, out var made, out var error), error);
                T result;
                using (var client = Client.Take(made))
                {
                    client.Handle.Keeps = keeps;
                    result = work(number, client);
                }
                Border.Check(Native.cpl_turn_done(turn, out error), error);
                return result;
            }
            catch (Exception exception) when (!IsStop(exception, token))
            {
                Fail(turn, exception as CarePlanLinkException);
                throw;
            }
        }

        // Who is stopped has no fault.
        private static bool IsStop(Exception exception, CancellationToken token) =>
            token.IsCancellationRequested && (exception is OperationCanceledException
                || (exception is CarePlanLinkException own && own.Code == ErrorCode.Cancelled));

        // A turn that cannot be ended yet, since a verb still runs, is put back when it has.
        private static void Fail(NativeHandle turn, CarePlanLinkException own)
        {
            var retry = own == null ? Retry.Safe : own.Retry;
            Native.cpl_turn_failed(turn, (int)retry, (UIntPtr)(own == null ? 0 : own.RetryAfter), out var error);
            Native.cpl_error_free(error);
        }
    }

    /// <summary>What came of going around once.
    /// <para>1回の巡回の結果。</para></summary>
    public sealed class Round
    {
        internal Round(int done, IReadOnlyList<FailedOffice> failed, int pausing)
        {
            Done = done;
            Failed = failed;
            Pausing = pausing;
        }

        /// <summary>How many offices had their turn without an exception.
        /// <para>例外なく順番を終えた事業所の数。</para></summary>
        public int Done { get; }

        /// <summary>The offices whose turn failed, and why. They pause.
        /// <para>失敗した事業所と、その理由。間隔をあけて再び試す。</para></summary>
        public IReadOnlyList<FailedOffice> Failed { get; }

        /// <summary>How many were passed over because they still pause after an earlier fault.
        /// <para>以前の失敗により間隔をあけているため、順番を回さなかった事業所の数。</para></summary>
        public int Pausing { get; }
    }

    /// <summary>An office whose turn failed.
    /// <para>順番が失敗に終わった事業所。</para></summary>
    public sealed class FailedOffice
    {
        internal FailedOffice(string officeNumber, Exception error)
        {
            OfficeNumber = officeNumber;
            Error = error;
        }

        /// <summary>The office's number.
        /// <para>事業所番号。</para></summary>
        public string OfficeNumber { get; }

        /// <summary>What the turn threw: a <see cref="CarePlanLinkException"/>, or an exception of the host's own.
        /// <para>順番の中で発生した例外。<see cref="CarePlanLinkException"/> か、プログラム側の例外。</para></summary>
        public Exception Error { get; }
    }
}
