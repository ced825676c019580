//! The table of rules: append only. `{}` stands for the finding's parameter, `{position}` for the
//! 1-based character of the item.

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Read or written all the same; another program may stumble over it.
    Warning,
    /// Against the standard: sending refuses.
    Error,
}

impl Severity {
    /// The severity of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error].into_iter().find(|severity| severity.name() == name)
    }

    /// `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! rules {
    ($($name:ident $id:literal $severity:ident $clause:literal
        $ja:literal $remedy_ja:literal
        $en:literal $remedy_en:literal;)*) => {
        /// A rule that a finding names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $en] #[doc = ""] #[doc = $clause] $name,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The rule of this id.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|rule| rule.id() == id)
            }

            /// The stable id.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The usual severity.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Document and clause the rule stands in.
            pub fn clause(self) -> &'static str {
                match self { $(Self::$name => $clause,)* }
            }

            pub(crate) fn message_ja(self) -> &'static str {
                match self { $(Self::$name => $ja,)* }
            }

            pub(crate) fn remedy_ja(self) -> &'static str {
                match self { $(Self::$name => $remedy_ja,)* }
            }

            pub(crate) fn message_en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }

            pub(crate) fn remedy_en(self) -> &'static str {
                match self { $(Self::$name => $remedy_en,)* }
            }
        }
    };
}

rules! {
    CsvEmptyFile "csv.empty_file" Error "標準仕様4.1 ファイル形式"
        "ファイルに記録がありません。" "出力し直してください。"
        "The file holds no record." "Write the file again.";
    CsvBom "csv.bom" Warning "標準仕様4.1 文字コード"
        "ファイルの先頭にBOMがあります。" "BOMのないMS932で出力してください。"
        "The file begins with a byte order mark." "Write MS932 without a byte order mark.";
    CsvUtf8 "csv.utf8" Warning "標準仕様4.1 文字コード"
        "文字コードがUTF-8です。" "MS932（Shift-JIS）で出力してください。"
        "The file is UTF-8." "Write MS932 (Shift-JIS).";
    CsvLineEnd "csv.line_end" Warning "実装慣行（標準仕様に明記なし）"
        "記録の区切りがCRLFではありません。" "区切りをCRLFにしてください。"
        "Records do not end with CRLF." "End records with CRLF.";
    CsvLastLineEnd "csv.last_line_end" Info "実装慣行（標準仕様に明記なし）"
        "最後の記録に区切りがありません。" "最後の記録もCRLFで終えてください。"
        "The last record has no line end." "End the last record with CRLF too.";
    CsvHeader "csv.header" Warning "実装慣行（標準仕様に明記なし）"
        "先頭に見出し行があります。" "見出し行を出力しないでください。"
        "The first row is a header." "Write no header row.";
    CsvEmptyLine "csv.empty_line" Warning "実装慣行（標準仕様に明記なし）"
        "空の行があります。" "空の行を除いてください。"
        "A line is empty." "Leave out empty lines.";
    CsvQuoteOpen "csv.quote_open" Error "標準仕様4.1 ファイル形式"
        "引用符（\"）が閉じられていません。" "自由記載を囲む引用符を確かめてください。"
        "A quote is never closed." "Close the quotes of free text.";
    CsvQuoteText "csv.quote_text" Error "標準仕様4.1 ファイル形式"
        "閉じた引用符（\"）の後に文字があります。" "文中の引用符は二つ重ねてください。"
        "Text follows a closing quote." "Double quotes inside free text.";
    CsvQuoteStray "csv.quote_stray" Warning "標準仕様4.1 ファイル形式"
        "引用符で囲まれていない項目の中に引用符（\"）があります。" "項目全体を引用符で囲み、文中の引用符は二つ重ねてください。"
        "A bare item holds a quote." "Enclose the item in quotes and double the quotes inside.";
    CsvColumnsShort "csv.columns_short" Error "CSVファイルレイアウト定義書"
        "項目の数が足りません（{}項目が必要です）。" "足りない項目も空のまま出力してください。"
        "The record has too few items ({} are laid down)." "Write missing items as empty ones.";
    CsvColumnsLong "csv.columns_long" Warning "CSVファイルレイアウト定義書"
        "項目の数が多すぎます（{}項目が必要です）。" "余分な項目を除いてください。"
        "The record has too many items ({} are laid down)." "Leave out surplus items.";

    FindingsCapped "findings.capped" Warning "本ソフトウェアの上限"
        "指摘が多いため、残り{}件を省きました。" "先に示した誤りを直して、もう一度検査してください。"
        "{} more findings were left out." "Mend the first ones, then check again.";

    TextUndecodable "text.undecodable" Error "標準仕様4.1 文字コード"
        "に文字として読めないバイトがあります（{}バイト目）。" "MS932の文字だけで入力し直してください。"
        "Bytes are not text of the file's encoding (byte {})." "Enter the text again in MS932 characters.";
    TextGaiji "text.gaiji" Warning "標準仕様4.1 文字コード"
        "の{position}文字目に外字（{}）があります。" "外字を標準の文字に置き換えてください。"
        "Character {position} is a user-defined one ({})." "Replace it by a standard character.";
    TextSubstituted "text.substituted" Warning "標準仕様4.1 文字コード"
        "の{position}文字目を置き換えました（{}）。" "置き換えた文字でよいか確かめてください。"
        "Character {position} was substituted ({})." "Check that the substitute will do.";
    TextUnmappable "text.unmappable" Error "標準仕様4.1 文字コード"
        "の{position}文字目はMS932で書けません（{}）。" "標準の文字に置き換えてください。"
        "Character {position} cannot be written in MS932 ({})." "Replace it by a standard character.";
    TextControl "text.control" Error "標準仕様4.1 文字コード"
        "の{position}文字目に制御文字（{}）があります。" "制御文字を除いてください。"
        "Character {position} is a control character ({})." "Remove the control character.";

    VersionUnknown "version.unknown" Warning "標準仕様4.1 CSVバージョン"
        "のCSVバージョンは公式の値ではないか、対応していません。202407の項目の並びとして読みました。" "CSVバージョンを確かめてください。"
        "The CSV version is not official or not supported; the file was read by the layout of 202407." "Check the CSV version.";
    VersionUnsupported "version.unsupported" Error "標準仕様4.1 改版履歴"
        "のCSVバージョン（{}）に、この種類のファイルはありません。" "CSVバージョンとファイルの種類を確かめてください。"
        "CSV version {} has no files of this kind." "Check the CSV version and the kind of file.";
    VersionMixed "version.mixed" Error "標準仕様4.1 CSVバージョン"
        "に一つ前の記録と違うCSVバージョンがあります。" "一つのファイルには一つのCSVバージョンだけを入れてください。"
        "A file holds records of two CSV versions." "Put one CSV version into a file.";

    FieldRequired "field.required" Error "CSVファイルレイアウト定義書 必須"
        "は必須ですが、空です。" "値を入力してください。"
        "The item is required but empty." "Enter a value.";
    FieldNeeded "field.needed" Warning "CSVファイルレイアウト定義書 必要"
        "は必要な項目ですが、空です。" "値を入力してください。"
        "The item is marked as needed but empty." "Enter a value.";
    FieldLength "field.length" Error "CSVファイルレイアウト定義書 項目長"
        "の長さが定め（{}文字）と違います。" "定めの長さで入力してください。"
        "The item's length is not as laid down ({} characters)." "Enter a value of that length.";
    FieldDigits "field.digits" Error "CSVファイルレイアウト定義書 書式"
        "に数字でない文字があります。" "半角数字だけで入力してください。"
        "The item holds other characters than digits." "Enter half-width digits only.";
    FieldAlnum "field.alnum" Error "CSVファイルレイアウト定義書 書式"
        "に半角英数字でない文字があります。" "半角英数字で入力してください。"
        "The item holds other characters than half-width letters and digits." "Enter half-width letters and digits only.";
    FieldDate "field.date" Error "CSVファイルレイアウト定義書 書式"
        "が正しい年月日（YYYYMMDD）ではありません。" "実在する日付を8桁で入力してください。"
        "The item is not a date (YYYYMMDD)." "Enter an existing date in 8 digits.";
    FieldMonth "field.month" Error "CSVファイルレイアウト定義書 書式"
        "が正しい年月（YYYYMM）ではありません。" "年月を6桁で入力してください。"
        "The item is not a month (YYYYMM)." "Enter a month in 6 digits.";
    FieldTime "field.time" Error "CSVファイルレイアウト定義書 書式"
        "が正しい時刻（HHMM）ではありません。" "時刻を4桁で入力してください。"
        "The item is not a time of day (HHMM)." "Enter a time in 4 digits.";
    FieldInteger "field.integer" Error "CSVファイルレイアウト定義書 書式"
        "が整数ではありません。" "半角数字で入力してください。"
        "The item is not an integer." "Enter half-width digits.";
    FieldDecimal "field.decimal" Error "CSVファイルレイアウト定義書 書式"
        "が数値ではありません。" "99.99 の形の半角数字で入力してください。"
        "The item is not a decimal number." "Enter a number like 99.99.";
    FieldCode "field.code" Error "CSVファイルレイアウト定義書 コード一覧"
        "の値がコード一覧にありません。" "コード一覧の値を入力してください。"
        "The value is not in the item's code list." "Enter a value of the code list.";
    FieldFlags31 "field.flags31" Error "CSVファイルレイアウト定義書 日割対象日"
        "が0と1だけの31文字ではありません。" "1日から31日までを0か1で並べてください。"
        "The item is not 31 characters of 0 and 1." "Write 0 or 1 for each day from 1 to 31.";
    FieldPostal "field.postal" Error "CSVファイルレイアウト定義書 書式"
        "が郵便番号の形（XXX-XXXX）ではありません。" "ハイフンを入れた8文字で入力してください。"
        "The item is not a postal code (XXX-XXXX)." "Enter 8 characters with the hyphen.";
    FieldPhone "field.phone" Warning "CSVファイルレイアウト定義書 書式"
        "に電話番号に使わない文字があります。" "半角の数字とハイフンで入力してください。"
        "The item holds characters that no phone number has." "Enter half-width digits and hyphens.";
    FieldConstant "field.constant" Error "CSVファイルレイアウト定義書 固定値"
        "が固定値（{}）ではありません。" "固定値を入力してください。"
        "The item is not the constant {}." "Enter the constant.";
    FieldFullwidth "field.fullwidth" Warning "標準仕様4.1 文字コード"
        "が全角で書かれています。" "半角で入力してください。"
        "The item is written in full-width characters." "Enter half-width characters.";
    FieldZeroFilled "field.zero_filled" Info "CSVファイルレイアウト定義書 書式"
        "の数値の前に0が付いています。" "前の0を付けずに出力してください。"
        "The number is filled with leading zeros." "Write the number without leading zeros.";

    NameGrammar "name.grammar" Error "標準仕様4.1 ファイル名"
        "ファイル名が規則に合いません。" "規則どおりのファイル名で出力し直してください。"
        "The file name does not follow the grammar." "Write the file under its standard name.";
    NameKind "name.kind" Error "標準仕様4.1 ファイル名"
        "ファイル名の種類が標準仕様にありません。" "標準仕様の種類のファイルを選んでください。"
        "The name begins with a kind that the standard does not know." "Choose files of the standard's kinds.";
    NameCase "name.case" Warning "標準仕様4.1 ファイル名"
        "ファイル名の英字の大文字・小文字が規則と違います。" "種類と拡張子（.CSV）を大文字にしてください。"
        "The name's letters are not in the standard's case." "Write kind and extension in capitals.";
    NameMonth "name.month" Error "標準仕様4.1 ファイル名"
        "がファイル名の年月と違います。" "ファイル名と記録の年月を合わせてください。"
        "The item differs from the month in the file's name." "Make name and records agree.";
    NameSurplusMonth "name.surplus_month" Warning "標準仕様4.1 ファイル名"
        "ファイル名に不要な年月（000000）があります。" "年月の部分を除いてください。"
        "The name has a month part that its kind does not have." "Leave out the month part.";

    NameEdition "name.edition" Warning "標準仕様4.1 ファイル名"
        "のCSVバージョンがファイル名の形と合いません。" "202407のファイル名にはサービス種類コードを入れ、202208のファイル名には入れないでください。"
        "The CSV version does not fit the form of the file's name." "Names of 202407 hold service type codes, those of 202208 none.";

    UnitSerialMixed "unit.serial_mixed" Error "標準仕様4.1 送信単位"
        "一つの送信単位に違うファイル連番のファイルがあります。" "同じファイル連番のファイルだけをまとめてください。"
        "The unit holds a file of another serial." "Put only files of one serial together.";
    UnitOfficesMixed "unit.offices_mixed" Error "標準仕様4.1 送信単位"
        "送信元または送信先が他のファイルと違います。" "同じ事業所の間のファイルだけをまとめてください。"
        "The file names another sender or receiver than the rest." "Put only files between the same offices together.";
    UnitSetUnknown "unit.set_unknown" Error "標準仕様4.1 送信単位"
        "標準仕様にないファイルの組合せです（{}）。" "送信単位どおりにファイルをそろえてください。"
        "The set of files is not a sending unit ({})." "Complete the files to a sending unit.";
    UnitMonthMixed "unit.month_mixed" Error "標準仕様4.1 送信単位"
        "ファイル名の年月が他のファイルと違います。" "同じ年月のファイルだけをまとめてください。"
        "The file is for another month than the rest." "Put only files of one month together.";
    UnitSameOffice "unit.same_office" Error "連携システムの決まり"
        "送信先が送信元と同じ事業所です。" "送信先の事業所番号を確かめてください。"
        "Sender and receiver are one office." "Check the receiver's office number.";
    UnitImageMissing "unit.image_missing" Error "標準仕様4.1 利用者基本情報 画像ファイル"
        "の画像ファイルが送信単位にありません。" "画像ファイルを加えるか、項目を空にしてください。"
        "The image that the item names is not in the unit." "Add the image or clear the item.";
    UnitImageSurplus "unit.image_surplus" Warning "標準仕様4.1 利用者基本情報 画像ファイル"
        "どの記録からも参照されていない画像ファイルです。" "利用者基本情報に画像ファイル名を入れてください。"
        "No record names this image." "Name the image in the basic information.";
    UnitAttachmentType "unit.attachment_type" Error "連携システムの決まり"
        "PDFでもJPEGでもない添付ファイルです。" "PDFまたはJPEGを添付してください。"
        "The attachment is neither PDF nor JPEG." "Attach PDF or JPEG files.";
    UnitAttachmentName "unit.attachment_name" Error "連携システムの決まり"
        "添付ファイルの名前が使えません。" "記号やフォルダー名を含まない短い名前に変えてください。"
        "The attachment's name is not allowed." "Use a short plain name.";
    UnitDuplicateName "unit.duplicate_name" Error "標準仕様4.1 送信単位"
        "同じ名前のファイルが二つあります。" "一方を除くか、名前を変えてください。"
        "Two files have one name." "Remove or rename one.";
}
