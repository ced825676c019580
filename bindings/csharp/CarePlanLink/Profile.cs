namespace CarePlanLink
{
    public sealed partial class Profile
    {
        /// <summary>Adds a text by which a kind of certificate is recognised. Kinds are <c>care_insurance</c>, <c>care_dx</c>,
        /// <c>care_plan</c>, <c>agent</c>, <c>disability_support</c>, <c>relay</c>.
        /// <para>証明書の種類を示す文字列を追加する。</para></summary>
        public void AddKindName(string text, string kind) =>
            Set("kind_name", Border.Given(text, nameof(text)) + "=" + Border.Given(kind, nameof(kind)));

        /// <summary>Adds a certificate policy (object identifier) by which a kind is recognised.
        /// <para>証明書の種類を示す証明書ポリシー（オブジェクト識別子）を追加する。</para></summary>
        public void AddKindPolicy(string policy, string kind) =>
            Set("kind_policy", Border.Given(policy, nameof(policy)) + "=" + Border.Given(kind, nameof(kind)));
    }
}
