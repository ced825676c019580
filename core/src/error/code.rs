//! The table of error codes: append only, a number is never given twice.

/// Whether and how a failed call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Repeating cannot help.
    Never,
    /// After the named fault is mended.
    AfterFix,
    /// At any time; nothing can be doubled.
    Safe,
    /// After a new login.
    Login,
}

macro_rules! codes {
    ($($name:ident = $number:literal $c:literal $retry:ident
        $ja:literal $remedy_ja:literal
        $en:literal $remedy_en:literal;)*) => {
        /// A stable error number. The hundreds say where: 1 misuse, 2 text, CSV and spec, 3 key,
        /// certificate, signature and container, 4 network and TLS, 5 refused by the relay, 6 local
        /// files, 9 cancelled or our own fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum Code {
            $(#[doc = $en] #[doc = ""] #[doc = $remedy_en] $name = $number,)*
        }

        impl Code {
            /// All codes, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in the C header.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $c,)* }
            }

            /// The usual advice on repeating.
            pub fn retry(self) -> Retry {
                match self { $(Self::$name => Retry::$retry,)* }
            }

            /// What happened, in Japanese.
            pub fn message_ja(self) -> &'static str {
                match self { $(Self::$name => $ja,)* }
            }

            /// What to do, in Japanese.
            pub fn remedy_ja(self) -> &'static str {
                match self { $(Self::$name => $remedy_ja,)* }
            }

            /// What happened, in English.
            pub fn message_en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }

            /// What to do, in English.
            pub fn remedy_en(self) -> &'static str {
                match self { $(Self::$name => $remedy_en,)* }
            }
        }
    };
}

codes! {
    InvalidArgument = 101 "CPL_E_INVALID_ARGUMENT" Never
        "呼び出しの引数が正しくありません。" "プログラムの提供元にお問い合わせください。"
        "An argument of the call is not usable." "Correct the calling program.";
    Busy = 102 "CPL_E_BUSY" Safe
        "前の処理がまだ終わっていません。" "前の処理が終わってから、もう一度実行してください。"
        "The object is in use by another call, or by the call whose callback this is." "Wait for the other call to return, then repeat.";
    Poisoned = 103 "CPL_E_POISONED" Never
        "前の処理で内部の誤りが起きたため、続けられません。" "プログラムを起動し直してください。"
        "An internal fault struck while the object was in use." "Free the object and make a new one.";
    NullArgument = 104 "CPL_E_NULL_ARGUMENT" Never
        "呼び出しの引数がありません（NULL）。" "プログラムの提供元にお問い合わせください。"
        "An argument that must be given is NULL." "Correct the calling program.";
    NotUtf8 = 105 "CPL_E_NOT_UTF8" Never
        "引数の文字列がUTF-8ではありません。" "プログラムの提供元にお問い合わせください。"
        "A text argument is not UTF-8." "Convert text to UTF-8 before the call.";
    Abi = 106 "CPL_E_ABI" AfterFix
        "ライブラリ（cplink1）のバージョンがプログラムと合いません。" "プログラムとライブラリを同じ配布物から入れ直してください。"
        "The library is older than, or of another kind than, the program was built for." "Install the library that came with the program.";

    CheckFailed = 201 "CPL_E_CHECK_FAILED" AfterFix
        "送信するファイルに誤りがあります。" "指摘の一覧を見て、該当する項目を直してから送信し直してください。"
        "The files to send have error-level findings." "Mend what the findings name, then send again.";
    FileName = 202 "CPL_E_FILE_NAME" AfterFix
        "ファイル名が標準仕様の規則に合いません。" "標準仕様のファイル名に直してください。"
        "A file name does not follow the standard." "Give the file its standard name.";
    FileKind = 203 "CPL_E_FILE_KIND" AfterFix
        "標準仕様にない種類のファイルです。" "標準仕様が定める種類のファイルだけを選んでください。"
        "The file is of a kind the standard does not know." "Choose files of the standard's kinds only.";
    UnitSet = 204 "CPL_E_UNIT_SET" AfterFix
        "標準仕様にないファイルの組合せです。" "標準仕様の送信単位どおりにファイルをそろえてください。"
        "The set of files is not a sending unit of the standard." "Put the files of one sending unit together.";
    UnitSerial = 205 "CPL_E_UNIT_SERIAL" AfterFix
        "一つの送信単位にファイル連番が二つ以上あります。" "同じファイル連番のファイルだけをまとめてください。"
        "One unit holds files of two serials." "Put only files of one serial together.";
    UnitOffices = 206 "CPL_E_UNIT_OFFICES" AfterFix
        "送信元または送信先の事業所がファイルによって違います。" "同じ送信元・送信先のファイルだけをまとめてください。"
        "The files name different senders or receivers." "Put only files between the same two offices together.";
    SameOffice = 207 "CPL_E_SAME_OFFICE" AfterFix
        "送信先が自分の事業所です。" "送信先の事業所番号を確かめてください。"
        "The receiver is the sender's own office." "Check the receiver's office number.";
    Unmappable = 208 "CPL_E_UNMAPPABLE" AfterFix
        "CSVに書けない文字（MS932にない文字）があります。" "指摘された文字を別の文字に置き換えてください。"
        "A character cannot be written in CP932." "Replace the character that the finding names.";
    AttachmentKind = 209 "CPL_E_ATTACHMENT_KIND" AfterFix
        "添付できないファイルです。" "添付ファイルはPDFまたはJPEGにしてください。"
        "The attachment is neither PDF nor JPEG." "Attach PDF or JPEG files only.";
    AttachmentName = 210 "CPL_E_ATTACHMENT_NAME" AfterFix
        "添付ファイルの名前が使えません。" "記号やフォルダー名を含まない短い名前に変えてください。"
        "The attachment's name is not allowed." "Use a short name without a path or control characters.";
    TooLarge = 211 "CPL_E_TOO_LARGE" AfterFix
        "ファイルの大きさまたは数が上限を超えています。" "ファイルを分けるか、小さくしてください。"
        "A file is larger than the limit, or there are too many." "Split the files or make them smaller.";
    LayoutVersion = 212 "CPL_E_LAYOUT_VERSION" AfterFix
        "このCSVバージョンは扱えません。" "対応しているCSVバージョン（202407、202208）で出力し直してください。"
        "The CSV version is not one this library writes." "Write the file in a supported version (202407, 202208).";
    Undecodable = 213 "CPL_E_UNDECODABLE" AfterFix
        "文字として読めないバイトがあります。" "送信元に確かめ、MS932の文字だけで入力し直してください。"
        "The bytes of an item are not text of the file's encoding." "Take the bytes as they are, or have the text entered again.";

    KeyFile = 301 "CPL_E_KEY_FILE" AfterFix
        "証明書ファイルを読み取れません。" "証明書ファイル（.p12、.pfx または .pem）を選び直してください。"
        "The key file cannot be read as PKCS#12 or PEM." "Choose a PKCS#12 or PEM file.";
    KeyPassword = 302 "CPL_E_KEY_PASSWORD" AfterFix
        "証明書のパスワードが違います。" "証明書の発行時のパスワードを入力してください。"
        "The key file's password is wrong." "Enter the password given with the certificate.";
    KeyMismatch = 303 "CPL_E_KEY_MISMATCH" AfterFix
        "秘密鍵と証明書が対になっていません。" "証明書ファイルを入手し直してください。"
        "The private key does not belong to the certificate." "Obtain the key file again.";
    KeyUnsupported = 304 "CPL_E_KEY_UNSUPPORTED" AfterFix
        "この種類の鍵には対応していません。" "RSA 2048ビット以上またはECDSA P-256/P-384の証明書を使ってください。"
        "The key's algorithm or size is not supported." "Use RSA of at least 2048 bits or ECDSA P-256/P-384.";
    KeySign = 305 "CPL_E_KEY_SIGN" Safe
        "署名できませんでした。" "証明書が使える状態か確かめて、もう一度実行してください。"
        "The key did not sign." "Check that the key is usable, then repeat.";
    KeyNotFound = 306 "CPL_E_KEY_NOT_FOUND" AfterFix
        "条件に合う電子証明書が見つかりません。" "電子証明書の場所（フォルダー、トークン、証明書ストア）と、事業所番号・種類の指定を確かめてください。"
        "No certificate fits what was asked for." "Check the place (folder, token, store) and the office number and kind asked for.";
    KeyStore = 307 "CPL_E_KEY_STORE" AfterFix
        "鍵の保管場所（トークンまたは証明書ストア）を使えません。" "トークンの接続と、ドライバー（PKCS#11モジュール）の設定を確かめてください。"
        "The token or store that holds the key cannot be used." "Check that the token is connected and the PKCS#11 module is the right one.";
    KeyPin = 308 "CPL_E_KEY_PIN" AfterFix
        "PINが違うか、入力されていません。" "トークンのPINを確かめて入力してください。何度も間違えるとロックされます。"
        "The token's PIN is wrong or missing." "Enter the token's PIN; it locks after several wrong ones.";
    KeyPinLocked = 309 "CPL_E_KEY_PIN_LOCKED" AfterFix
        "PINがロックされているか、変更が必要です。" "トークンの管理者にロックの解除またはPINの変更を依頼してください。"
        "The token's PIN is locked or must be changed first." "Have the token's PIN unlocked or changed.";
    KeyMissing = 310 "CPL_E_KEY_MISSING" AfterFix
        "電子証明書はありますが、その秘密鍵がありません。" "秘密鍵を含む証明書を取り込み直してください。"
        "The certificate is there, but its private key is not." "Import the certificate again together with its key.";
    CertExpired = 311 "CPL_E_CERT_EXPIRED" AfterFix
        "電子証明書の有効期限が切れています。" "新しい電子証明書を取得して設定してください。"
        "The certificate has expired." "Obtain and set a new certificate.";
    CertNotYetValid = 312 "CPL_E_CERT_NOT_YET_VALID" AfterFix
        "電子証明書の有効期間が始まっていません。" "パソコンの日付と、証明書の有効期間を確かめてください。"
        "The certificate is not valid yet." "Check the clock and the certificate's dates.";
    CertRevoked = 313 "CPL_E_CERT_REVOKED" AfterFix
        "電子証明書が失効しています。" "新しい電子証明書を取得して設定してください。"
        "The certificate has been revoked." "Obtain and set a new certificate.";
    CertUnknownIssuer = 314 "CPL_E_CERT_UNKNOWN_ISSUER" AfterFix
        "電子証明書の発行元を信頼できません。" "認証局の証明書の設定を確かめてください。"
        "The certificate does not lead to a trusted authority." "Check the trusted authorities that are set.";
    CertKind = 315 "CPL_E_CERT_KIND" AfterFix
        "この種類の電子証明書は使えません。" "介護保険証明書、または介護DX証明書（ケアプラン証明書）を使ってください。"
        "The certificate is of a kind that is not allowed." "Use a care insurance or care DX (care plan) certificate.";
    CertOffice = 316 "CPL_E_CERT_OFFICE" AfterFix
        "電子証明書の事業所番号が送信元の事業所番号と違います。" "送信元の事業所の電子証明書を選んでください。"
        "The certificate belongs to another office." "Choose the certificate of the sending office.";
    CertInvalid = 317 "CPL_E_CERT_INVALID" AfterFix
        "電子証明書の内容が正しくありません。" "電子証明書を入手し直してください。"
        "The certificate is malformed or not fit for this use." "Obtain the certificate again.";
    CertKeyUsage = 318 "CPL_E_CERT_KEY_USAGE" AfterFix
        "電子証明書の用途が合いません（署名またはクライアント認証に使えません）。" "介護保険証明書、または介護DX証明書（ケアプラン証明書）を使ってください。"
        "The certificate's key may not be used for this." "Use a certificate for signatures and client authentication.";
    CertWeakHash = 319 "CPL_E_CERT_WEAK_HASH" AfterFix
        "電子証明書に弱いハッシュ方式（SHA-1など）が使われています。" "SHA-256以上で発行された電子証明書を取得してください。"
        "A certificate is signed with a weak hash such as SHA-1." "Obtain a certificate that is signed with SHA-256 or stronger.";
    CertShortKey = 320 "CPL_E_CERT_SHORT_KEY" AfterFix
        "電子証明書の鍵が短すぎるか、対応していない種類です。" "RSA 2048ビット以上またはECDSA P-256/P-384の電子証明書を取得してください。"
        "A certificate's key is too short or of an unsupported kind." "Obtain one with RSA of at least 2048 bits or ECDSA P-256/P-384.";
    ContainerFormat = 321 "CPL_E_CONTAINER_FORMAT" Never
        "受け取ったファイルの形式が正しくないか、壊れています。" "送信元に送り直しを依頼してください。"
        "The container is malformed or damaged." "Ask the sender to send it again.";
    ContainerLimit = 322 "CPL_E_CONTAINER_LIMIT" Never
        "受け取ったファイルが上限を超えています。" "送信元にファイルを分けて送るよう依頼してください。"
        "The container is larger than the limits." "Ask the sender to split it.";
    ContainerCompressed = 323 "CPL_E_CONTAINER_COMPRESSED" Never
        "受け取ったファイルに圧縮された部分があります。" "送信元のソフトウェアの提供元に連絡してください。"
        "An entry of the container is compressed." "Tell the maker of the sender's software.";
    ContainerPath = 324 "CPL_E_CONTAINER_PATH" Never
        "受け取ったファイルに使えない名前の部分があります。" "送信元のソフトウェアの提供元に連絡してください。"
        "An entry's name is a path or not allowed." "Tell the maker of the sender's software.";
    ContainerDuplicate = 325 "CPL_E_CONTAINER_DUPLICATE" Never
        "受け取ったファイルに同じ名前の部分が二つあります。" "送信元のソフトウェアの提供元に連絡してください。"
        "Two entries of the container have one name." "Tell the maker of the sender's software.";
    ContainerTruncated = 326 "CPL_E_CONTAINER_TRUNCATED" Safe
        "受け取ったファイルが途中で切れています。" "もう一度受信してください。"
        "The container is cut short." "Receive it again.";
    ContainerManifest = 327 "CPL_E_CONTAINER_MANIFEST" Never
        "受け取ったファイルの目録が正しくありません。" "送信元に送り直しを依頼してください。"
        "The manifest does not describe the container." "Ask the sender to send it again.";
    ContainerDigest = 328 "CPL_E_CONTAINER_DIGEST" Never
        "受け取ったファイルの内容が署名のときと違います。" "使わずに、送信元に送り直しを依頼してください。"
        "A part differs from what was signed." "Do not use it; ask the sender to send it again.";
    SignatureInvalid = 329 "CPL_E_SIGNATURE_INVALID" Never
        "電子署名が正しくありません。" "使わずに、送信元に送り直しを依頼してください。"
        "The signature does not match." "Do not use it; ask the sender to send it again.";
    SignatureFormat = 330 "CPL_E_SIGNATURE_FORMAT" Never
        "電子署名の形式が正しくありません。" "送信元のソフトウェアの提供元に連絡してください。"
        "The signature is malformed or of an unknown form." "Tell the maker of the sender's software.";
    MessageFormat = 331 "CPL_E_MESSAGE_FORMAT" Never
        "送信情報（message.json）が正しくありません。" "送信元のソフトウェアの提供元に連絡してください。"
        "message.json is malformed." "Tell the maker of the sender's software.";
    ReceiptFormat = 332 "CPL_E_RECEIPT_FORMAT" Never
        "受領証が正しくありません。" "中継サービスの提供元に連絡してください。"
        "A receipt is malformed or speaks of another message." "Tell the operator of the relay.";
    MessageId = 333 "CPL_E_MESSAGE_ID" Never
        "メッセージIDと内容が合いません。" "送信し直してください。"
        "The message id is not that of the container." "Seal the message again.";

    CertChain = 341 "CPL_E_CERT_CHAIN" AfterFix
        "中間認証局の証明書が足りません。" "中間認証局の証明書を含む証明書ファイルを入手するか、信頼する認証局に加えてください。"
        "The issuing authority's certificate is missing." "Add the intermediate certificate to the chain or to the trusted authorities.";
    CertNameConstraint = 342 "CPL_E_CERT_NAME_CONSTRAINT" AfterFix
        "認証局に許されていない名前の電子証明書です。" "電子証明書の発行元に確かめてください。"
        "The certificate's name is outside what its authority may issue." "Ask the issuer of the certificate.";
    CertPolicy = 343 "CPL_E_CERT_POLICY" AfterFix
        "電子証明書が求められた証明書ポリシーに従っていません。" "介護保険証明書、または介護DX証明書（ケアプラン証明書）を使ってください。"
        "The certificate was not issued under a required policy." "Use a certificate of the policy that is set.";
    CertIssuer = 344 "CPL_E_CERT_ISSUER" AfterFix
        "認証局ではない証明書で発行された電子証明書です。" "使わずに、電子証明書の発行元に確かめてください。"
        "A certificate was issued by one that may not issue." "Do not use it; ask the issuer.";
    CertExtension = 345 "CPL_E_CERT_EXTENSION" AfterFix
        "電子証明書に対応していない重要な項目があります。" "電子証明書の発行元に確かめてください。"
        "The certificate has a critical extension that is not known." "Ask the issuer of the certificate.";
    CertIssuerExpired = 346 "CPL_E_CERT_ISSUER_EXPIRED" AfterFix
        "認証局の証明書の有効期間外です。" "新しい認証局の証明書を設定してください。"
        "The certificate of an issuing authority is not valid at this time." "Set the authority's new certificate.";
    CertIssuerRevoked = 347 "CPL_E_CERT_ISSUER_REVOKED" AfterFix
        "認証局の証明書が失効しています。" "新しい認証局から電子証明書を取得して設定してください。"
        "The certificate of an issuing authority has been revoked." "Obtain a certificate from the new authority.";
    CertSignature = 348 "CPL_E_CERT_SIGNATURE" AfterFix
        "電子証明書が書き換えられています。" "使わずに、電子証明書を入手し直してください。"
        "The certificate was changed after it was issued." "Do not use it; obtain the certificate again.";
    CrlStale = 349 "CPL_E_CRL_STALE" AfterFix
        "失効リストの有効期限が切れています。" "新しい失効リストを取得して設定してください。"
        "A revocation list is past its next update." "Fetch and set the newest revocation list.";
    CrlMissing = 350 "CPL_E_CRL_MISSING" AfterFix
        "失効リストがないため、電子証明書が失効していないか確かめられません。" "認証局の失効リストを取得して設定してください。"
        "There is no revocation list of the certificate's issuer." "Fetch and set the authority's revocation list.";
    StampRefused = 351 "CPL_E_STAMP_REFUSED" Safe
        "タイムスタンプを取得できませんでした。" "しばらく待ってもう一度実行し、続くときはタイムスタンプ局の設定を確かめてください。"
        "The time stamp authority did not give a stamp." "Repeat; if it goes on, check the authority's address.";
    StampInvalid = 352 "CPL_E_STAMP_INVALID" Never
        "タイムスタンプが正しくありません。" "使わずに、タイムスタンプ局または送信元に連絡してください。"
        "The time stamp does not match the signature." "Do not use it; tell the time stamp authority or the sender.";
    EvidenceFormat = 353 "CPL_E_EVIDENCE_FORMAT" Never
        "証跡のフォルダーの内容が、書き出したときと違います。" "元の証跡を使うか、書き出し直してください。"
        "The folder of evidence is not as it was written." "Take the original, or export it again.";
    CrlInvalid = 361 "CPL_E_CRL_INVALID" AfterFix
        "失効リストが正しくありません。" "認証局から失効リストを取得し直してください。"
        "A revocation list is malformed or not its authority's." "Fetch the list from the authority again.";
    CertKindAgent = 362 "CPL_E_CERT_KIND_AGENT" AfterFix
        "代理人証明書は使えません。" "介護保険証明書、または介護DX証明書（ケアプラン証明書）を使ってください。"
        "An agent's certificate (代理人証明書) is not allowed." "Use a care insurance or care DX (care plan) certificate.";
    CertKindDisability = 363 "CPL_E_CERT_KIND_DISABILITY" AfterFix
        "障害総合支援証明書は使えません。" "介護保険証明書、または介護DX証明書（ケアプラン証明書）を使ってください。"
        "A disability support certificate (障害総合支援証明書) is not allowed." "Use a care insurance or care DX (care plan) certificate.";
    CertSubject = 364 "CPL_E_CERT_SUBJECT" AfterFix
        "電子証明書から事業所番号を読み取れません。" "介護保険証明書、または介護DX証明書か確かめ、事業所番号の読み取り方の設定を確かめてください。"
        "No office number can be read from the certificate's subject." "Check which certificate it is, and the profile that says how subjects are read.";

    Resolve = 401 "CPL_E_RESOLVE" Safe
        "中継サービスの名前を解決できません。" "インターネット接続と接続先の設定を確かめてください。"
        "The relay's host name cannot be resolved." "Check the connection and the relay's address.";
    Connect = 402 "CPL_E_CONNECT" Safe
        "中継サービスに接続できません。" "インターネット接続とファイアウォールの設定を確かめてください。"
        "No connection to the relay." "Check the network and the firewall.";
    Timeout = 403 "CPL_E_TIMEOUT" Safe
        "中継サービスから時間内に応答がありません。" "しばらく待ってから、もう一度実行してください。"
        "The relay did not answer in time." "Wait a while, then repeat.";
    ConnectionLost = 404 "CPL_E_CONNECTION_LOST" Safe
        "通信が途中で切れました。" "もう一度実行してください。二重に送られることはありません。"
        "The connection broke." "Repeat the call; nothing can be doubled.";
    Proxy = 405 "CPL_E_PROXY" AfterFix
        "プロキシを経由して接続できません。" "プロキシの設定を確かめてください。"
        "The proxy refused or is unreachable." "Check the proxy setting.";
    TlsVersion = 411 "CPL_E_TLS_VERSION" AfterFix
        "接続先が TLS 1.3 に対応していません。" "接続先の設定、または通信を中継する機器の設定を確かめてください。"
        "The peer does not offer TLS 1.3." "Check the relay's address and any inspecting middlebox.";
    TlsServerCertificate = 412 "CPL_E_TLS_SERVER_CERTIFICATE" AfterFix
        "接続先の証明書を信頼できません。" "接続先と、信頼する認証局の設定を確かめてください。"
        "The relay's certificate is not trusted." "Check the relay's address and the trusted authorities.";
    TlsServerName = 413 "CPL_E_TLS_SERVER_NAME" AfterFix
        "接続先の証明書の名前が接続先と違います。" "接続先のアドレスを確かめてください。"
        "The relay's certificate is for another name." "Check the relay's address.";
    TlsClientExpired = 414 "CPL_E_TLS_CLIENT_EXPIRED" AfterFix
        "電子証明書の期限切れのため、中継サービスに接続を断られました。" "新しい電子証明書を取得して設定してください。"
        "The relay refused the connection: our certificate has expired." "Obtain and set a new certificate.";
    TlsClientRevoked = 415 "CPL_E_TLS_CLIENT_REVOKED" AfterFix
        "電子証明書の失効のため、中継サービスに接続を断られました。" "新しい電子証明書を取得して設定してください。"
        "The relay refused the connection: our certificate is revoked." "Obtain and set a new certificate.";
    TlsClientUnknownIssuer = 416 "CPL_E_TLS_CLIENT_UNKNOWN_ISSUER" AfterFix
        "電子証明書の発行元が認められず、中継サービスに接続を断られました。" "中継サービスが認める電子証明書を設定してください。"
        "The relay refused the connection: it does not know our certificate's issuer." "Set a certificate that the relay accepts.";
    TlsClientRefused = 417 "CPL_E_TLS_CLIENT_REFUSED" AfterFix
        "電子証明書が認められず、中継サービスに接続を断られました。" "電子証明書の設定を確かめてください。"
        "The relay refused our certificate." "Check which certificate is set.";
    TlsFailed = 418 "CPL_E_TLS_FAILED" Safe
        "暗号化通信を始められません。" "接続先の設定と、通信を中継する機器を確かめてください。"
        "The TLS handshake failed." "Check the relay's address and any inspecting middlebox.";
    Protocol = 421 "CPL_E_PROTOCOL" Never
        "中継サービスの応答を理解できません。" "接続先のアドレスを確かめ、続くときは提供元に連絡してください。"
        "The peer's answer is not CPX/1." "Check the relay's address.";
    AnswerTooLarge = 422 "CPL_E_ANSWER_TOO_LARGE" Never
        "中継サービスの応答が大きすぎます。" "接続先のアドレスを確かめ、続くときは提供元に連絡してください。"
        "The peer's answer is larger than the limit." "Check the relay's address.";

    RelaySenderUnknown = 501 "CPL_E_RELAY_SENDER_UNKNOWN" AfterFix
        "自分の事業所が中継サービスに登録されていません。" "利用申請の状況を確かめてください。"
        "The sending office is not registered." "Check the registration.";
    RelayReceiverUnknown = 502 "CPL_E_RELAY_RECEIVER_UNKNOWN" AfterFix
        "送信先の事業所が中継サービスに登録されていません。" "送信先の事業所番号を確かめるか、先方に利用状況を確かめてください。"
        "The receiving office is not registered." "Check the receiver's office number.";
    RelaySenderLicense = 503 "CPL_E_RELAY_SENDER_LICENSE" AfterFix
        "自分の事業所のライセンスの期限が切れています。" "ライセンスを更新してください。"
        "The sending office's licence has lapsed." "Renew the licence.";
    RelayReceiverLicense = 504 "CPL_E_RELAY_RECEIVER_LICENSE" AfterFix
        "送信先の事業所のライセンスの期限が切れています。" "先方に利用状況を確かめてください。"
        "The receiving office's licence has lapsed." "Ask the receiver.";
    RelaySameOffice = 505 "CPL_E_RELAY_SAME_OFFICE" AfterFix
        "自分の事業所には送信できません。" "送信先の事業所番号を確かめてください。"
        "The relay refuses messages to the own office." "Check the receiver's office number.";
    RelayCertKind = 506 "CPL_E_RELAY_CERT_KIND" AfterFix
        "この種類の電子証明書では中継サービスを使えません。" "介護保険証明書、または介護DX証明書（ケアプラン証明書）を使ってください。"
        "The relay refuses certificates of this kind." "Use a care insurance or care DX (care plan) certificate.";
    RelayCertOffice = 507 "CPL_E_RELAY_CERT_OFFICE" AfterFix
        "電子証明書の事業所と送信元の事業所が違うため断られました。" "送信元の事業所の電子証明書を選んでください。"
        "The relay refused: the certificate is not the sender's." "Choose the certificate of the sending office.";
    RelayFileSet = 508 "CPL_E_RELAY_FILE_SET" AfterFix
        "ファイルの組合せまたは名前が認められず、断られました。" "標準仕様の送信単位とファイル名に直してください。"
        "The relay refused the set or the names of the files." "Follow the standard's sending units and file names.";
    RelayContent = 509 "CPL_E_RELAY_CONTENT" AfterFix
        "送信した内容に誤りがあり、中継サービスに断られました。" "詳細に示された箇所を直してください。"
        "The relay refused the container." "Mend what the detail names.";
    RelayTooLarge = 510 "CPL_E_RELAY_TOO_LARGE" AfterFix
        "中継サービスの大きさの上限を超えています。" "ファイルを分けて送信してください。"
        "The message is larger than the relay allows." "Split the files.";
    RelayNotFound = 511 "CPL_E_RELAY_NOT_FOUND" Never
        "指定したメッセージが中継サービスにありません。" "一覧を更新して確かめてください。"
        "The relay has no such message for this office." "Refresh the list.";
    RelayConflict = 512 "CPL_E_RELAY_CONFLICT" Never
        "同じIDで内容の違うメッセージがすでにあります。" "メッセージを作り直してください。"
        "The relay already holds other content under this id." "Seal the message again.";
    RelayState = 513 "CPL_E_RELAY_STATE" Never
        "メッセージの状態が変わったため、この操作はできません。" "一覧を更新して状態を確かめてください。"
        "The message's state does not allow this." "Refresh the list and look at the state.";
    RelayStorageFull = 514 "CPL_E_RELAY_STORAGE_FULL" Safe
        "中継サービスの保存領域が不足しています。" "しばらく待ってから、もう一度実行してください。"
        "The relay has no room." "Wait a while, then repeat.";
    RelayUnavailable = 515 "CPL_E_RELAY_UNAVAILABLE" Safe
        "中継サービスが一時的に使えません。" "しばらく待ってから、もう一度実行してください。"
        "The relay is not available for now." "Wait a while, then repeat.";
    RelayRequest = 516 "CPL_E_RELAY_REQUEST" Never
        "中継サービスが要求を理解できませんでした。" "プログラムの提供元にお問い合わせください。"
        "The relay did not understand the request." "Update the program.";
    RelayExpired = 517 "CPL_E_RELAY_EXPIRED" Never
        "メッセージの保存期限が過ぎています。" "送信元に送り直しを依頼してください。"
        "The message's keeping time is over." "Ask the sender to send it again.";

    FileRead = 601 "CPL_E_FILE_READ" AfterFix
        "ファイルを読み取れません。" "ファイルの場所とアクセス権を確かめてください。"
        "A local file cannot be read." "Check the path and the permissions.";
    FileWrite = 602 "CPL_E_FILE_WRITE" AfterFix
        "ファイルを書き込めません。" "保存先のフォルダーとアクセス権を確かめてください。"
        "A local file cannot be written." "Check the folder and the permissions.";
    DiskFull = 603 "CPL_E_DISK_FULL" AfterFix
        "ディスクの空き容量が足りません。" "不要なファイルを消して、もう一度実行してください。"
        "The local disk is full." "Free some space, then repeat.";
    SourceChanged = 604 "CPL_E_SOURCE_CHANGED" Safe
        "処理中に添付ファイルが変更されました。" "添付ファイルを閉じて、もう一度実行してください。"
        "A file changed while it was being read." "Close the file in other programs, then repeat.";

    Cancelled = 901 "CPL_E_CANCELLED" Safe
        "中止しました。" "必要であれば、もう一度実行してください。"
        "Cancelled." "Repeat when wanted.";
    Bug = 902 "CPL_E_BUG" Never
        "プログラムの内部で誤りが起きました。" "プログラムの提供元にお問い合わせください。"
        "An internal fault of CarePlanLink." "Report it to the makers of CarePlanLink.";
}

impl Code {
    /// Whether it says something of a certificate or a revocation list.
    pub fn is_of_certificate(self) -> bool {
        matches!(self as i32, 311..=320 | 341..=350 | 361..=369)
    }
}
