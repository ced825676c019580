namespace CarePlanLink
{
    public sealed partial class ClientOptions
    {
        /// <summary>The relay at <c>https://host[:port][/prefix]</c>; everything else as by default.
        /// <para>中継サービスのURL（<c>https://host[:port][/prefix]</c>）。ほかは既定のまま。</para></summary>
        public ClientOptions(string baseUrl) : this() => BaseUrl = Border.Given(baseUrl, nameof(baseUrl));
    }
}
