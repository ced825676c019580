namespace CarePlanLink
{
    public sealed partial class Unit
    {
        /// <summary>Adds the files of a unit's JSON, as <see cref="ToJson"/> writes it: all of them or none. JSON holds no
        /// attachments' bytes: each is the file of its name in <paramref name="folder"/>, compared with size and SHA-256. Gives
        /// what was substituted on the way.
        /// <para><see cref="ToJson"/> の形式のJSONのファイルをすべて追加する（1つでも誤りがあれば何も追加しない）。添付ファイルは
        /// <paramref name="folder"/> にある同名のファイルで、サイズとSHA-256を照合する。置き換えた文字の指摘を返す。</para></summary>
        public Findings AddJson(string json, string folder = null)
        {
            var bytes = Border.Encoded(Border.Given(json, nameof(json)));
            Border.Check(
                Native.cpl_unit_add_json(Handle, bytes, Border.Length(bytes), Border.MaybeUtf8(folder, nameof(folder)),
                    out var made, out var error), error);
            return Findings.Take(made);
        }
    }
}
