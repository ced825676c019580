//! The settings: what they are called in the settings file; the environment variable is `CPLINK_` and the
//! name in capitals.

use cplink_cli::Language;

/// What the value of a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A text.
    Text,
    /// A file or a folder; in the settings file, relative to the file's own folder.
    Path,
    /// Several of them: a list in the settings file, in a variable with the system's separator between.
    Paths,
    /// A whole number above 0.
    Number,
    /// `true` or `false`.
    Flag,
}

/// A setting.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) ja: &'static str,
    pub(crate) en: &'static str,
}

const fn key(name: &'static str, form: Form, ja: &'static str, en: &'static str) -> Key {
    Key { name, form, ja, en }
}

/// All settings.
pub(crate) const KEYS: &[Key] = &[
    key("url", Form::Text, "中継サービスのURL（https://…）", "the relay's URL (https://...)"),
    key(
        "transport",
        Form::Text,
        "通信方式（cpx/1、または国の端末のための folder）",
        "the transport: cpx/1, or folder for the national client",
    ),
    key(
        "folder_out",
        Form::Path,
        "アップロードするファイルを準備するフォルダー（folder）",
        "where files are laid ready for upload (folder)",
    ),
    key(
        "folder_in",
        Form::Path,
        "ファイルをダウンロードするフォルダー（folder）",
        "where files are downloaded to (folder)",
    ),
    key(
        "folder_settle",
        Form::Number,
        "ファイルがそろったとみなすまでの秒数（folder、5）",
        "seconds without a change until files are whole (folder, 5)",
    ),
    key(
        "folder_leave",
        Form::Flag,
        "結果を報告したファイルを移動せずに残すか（folder）",
        "whether files stay after they were acknowledged (folder)",
    ),
    key(
        "folder_take_incomplete",
        Form::Flag,
        "ファイルが不足している送信単位も受信するか（folder）",
        "whether to take a unit of which a file is missing (folder)",
    ),
    key("key", Form::Path, "電子証明書ファイル（.p12、.pfx、.pem）", "the office's key file (.p12, .pfx, .pem)"),
    key(
        "for_office",
        Form::Text,
        "代行する事業所の番号（委任元。10桁）",
        "the number of the office that is acted for (10 digits)",
    ),
    key(
        "key_password_file",
        Form::Path,
        "電子証明書のパスワードだけを書いたファイル",
        "a file that holds the key file's password and nothing else",
    ),
    key(
        "trust",
        Form::Paths,
        "信頼する認証局の証明書（PEMまたはDER。フォルダーも可）",
        "the trusted authorities, PEM or DER, or a folder of them",
    ),
    key("crl", Form::Paths, "失効リスト（PEMまたはDER）", "revocation lists, PEM or DER"),
    key("crl_folder", Form::Path, "失効リスト（*.crl）のフォルダー", "a folder of revocation lists (*.crl)"),
    key(
        "lists_required",
        Form::Flag,
        "失効リストがないときに拒否するか",
        "whether to refuse where a revocation list is missing",
    ),
    key(
        "policies",
        Form::Text,
        "求める証明書ポリシー（OID、空白区切り）",
        "certificate policies to demand (OIDs, spaces between)",
    ),
    key(
        "grace_days",
        Form::Number,
        "証明書の期限後に署名を認める日数",
        "days that a signature is good after its certificate",
    ),
    key("keep", Form::Path, "メッセージと受領証を保管するフォルダー", "the folder that keeps messages and receipts"),
    key(
        "message_memory_mib",
        Form::Number,
        "受信した1通の行に使うメモリーの上限（MiB、1～65536）",
        "the most memory for the rows of one received message, MiB (1 to 65536)",
    ),
    key("connect_timeout", Form::Number, "接続の待ち時間（秒）", "the longest wait for a connection, seconds"),
    key("call_timeout", Form::Number, "小さな通信の制限時間（秒）", "the longest duration of a small call, seconds"),
    key(
        "body_timeout",
        Form::Number,
        "メッセージの送受信の制限時間（秒）",
        "the longest transfer of a message, seconds",
    ),
    key(
        "stall_timeout",
        Form::Number,
        "通信が止まっている時間の上限（秒）",
        "the longest time without progress, seconds",
    ),
    key("proxy", Form::Text, "HTTPプロキシのURL（http://…）", "an HTTP proxy's URL (http://...)"),
    key("proxy_user", Form::Text, "プロキシのユーザー名", "the proxy's user name"),
    key(
        "proxy_password_file",
        Form::Path,
        "プロキシのパスワードだけを書いたファイル",
        "a file that holds the proxy's password and nothing else",
    ),
    key("allow_tls12", Form::Flag, "TLS 1.2を認めるか", "whether TLS 1.2 is allowed"),
    key("time_stamp_url", Form::Text, "タイムスタンプ局のURL", "a time stamp authority's URL"),
    key(
        "time_stamp_trust",
        Form::Paths,
        "信頼するタイムスタンプ局の証明書（PEMまたはDER）",
        "the time stamp authorities whose stamps count, PEM or DER",
    ),
    key(
        "relay_pin",
        Form::Text,
        "中継サービスのTLS証明書（sha256:… または名前、;区切り）",
        "the relay's TLS certificate (sha256:... or a name; ; between)",
    ),
    key(
        "receipt_pin",
        Form::Text,
        "受領証に署名する中継サービスの証明書（同上）",
        "the certificate that signs the relay's receipts (as above)",
    ),
];

/// The setting of this name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The settings for the help.
pub(crate) fn table(lang: Language) -> String {
    let mut text = lang
        .pick(
            "設定（設定ファイルはTOML。環境変数は CPLINK_ と大文字の名前。引数、環境変数、設定ファイルの順に優先）:\n",
            "Settings (the file is TOML; variables are CPLINK_ and the name in capitals; arguments win over variables, \
             these over the file):\n",
        )
        .to_owned();
    for key in KEYS {
        text += &format!("  {:<22} {}\n", key.name, lang.pick(key.ja, key.en));
    }
    text += lang.pick(
        "パスワードは引数にも設定ファイルにも書けません。環境変数 CPLINK_KEY_PASSWORD と CPLINK_PROXY_PASSWORD、\
         key_password_file などのファイル、または --password-stdin で渡します。\n\n",
        "Passwords are never arguments and never in the settings file: CPLINK_KEY_PASSWORD and CPLINK_PROXY_PASSWORD, files \
         such as that of key_password_file, or --password-stdin.\n\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_names_every_setting() {
        let readme = include_str!("../../README.md");
        for key in KEYS {
            let told = readme.contains(&format!("`{}`", key.name)) || readme.contains(&format!("\n{} = ", key.name));
            assert!(told, "{}", key.name);
        }
        for (exit, _, en) in cplink_cli::Exit::TABLE {
            assert!(readme.contains(&format!("| {} | {en} |", exit.number())), "{en}");
        }
    }
}
