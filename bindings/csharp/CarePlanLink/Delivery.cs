namespace CarePlanLink
{
    public sealed partial class Delivery
    {
        private Message message;

        /// <summary>The message, verified. It is disposed of with the delivery.
        /// <para>検証済みのメッセージ。<see cref="Delivery"/> とともに破棄される。</para></summary>
        public Message Message
        {
            get
            {
                // It can be taken out once.
                lock (Handle)
                {
                    return message ?? (message = Taken());
                }
            }
        }

        private Message Taken()
        {
            Border.Check(Native.cpl_delivery_message(Handle, out var made, out var error), error);
            return Message.Take(made);
        }

        partial void Disposing() => message?.Dispose();
    }
}
