using System.Collections.Generic;

namespace CarePlanLink
{
    public sealed partial class Batch
    {
        private IReadOnlyList<Message> messages;

        /// <summary>The messages in the order of import. They are disposed of with the page.
        /// <para>メッセージ（取り込む順）。ページとともに破棄される。</para></summary>
        public IReadOnlyList<Message> Messages
        {
            get
            {
                // Each can be taken out once.
                lock (Handle)
                {
                    return messages ?? (messages = Border.List(Count, Taken));
                }
            }
        }

        private Message Taken(int index)
        {
            Border.Check(Native.cpl_batch_take(Handle, Border.ToCount(index, nameof(index)), out var made, out var error), error);
            return Message.Take(made);
        }

        partial void Disposing()
        {
            foreach (var message in messages ?? new Message[0])
            {
                message.Dispose();
            }
        }
    }
}
