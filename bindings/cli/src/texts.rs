//! All texts of the help, in Japanese and English side by side.

use cplink_cli::Text;

/// See [`Text`] for what the keys mean.
pub(crate) const TEXTS: &[Text] = &[
    (
        "",
        "CarePlanLink: ケアプランデータの検査・変換・送受信をコマンドで行います。",
        "CarePlanLink: check, convert, send and receive care plan data from a shell",
    ),
    (
        ".lang",
        "表示の言語（ja または en）。指定がなければ環境の言語",
        "Language, ja or en; default: that of the locale",
    ),
    (
        ".json",
        "結果を一つのJSONで標準出力に出します（エラーも）",
        "Print one JSON object on standard output, also for errors",
    ),
    (
        ".settings",
        "設定ファイル。指定がなければ環境変数 CPLINK_SETTINGS のファイル",
        "The settings file; default: the one that CPLINK_SETTINGS names",
    ),
    (".url", "中継サービスのURL（https://…）", "The relay's URL (https://...)"),
    (
        ".for_office",
        "代行する事業所の番号（委任元）。電子証明書の事業所が、中継サービスに代行として登録されている必要があります",
        "The number of the office to act for; the relay's directory must list the certificate's office as its agent",
    ),
    (
        ".key",
        "電子証明書ファイル（.p12、.pfx、.pem）。パスワードは引数では渡せません",
        "The office's key file (.p12, .pfx, .pem); its password is never an argument",
    ),
    (
        ".trust",
        "信頼する認証局の証明書（PEMまたはDERのファイル、またはフォルダー）。複数回指定できます",
        "Trusted authorities, PEM or DER, or a folder of them; may be given more than once",
    ),
    (
        ".crl",
        "失効リスト（PEMまたはDER）。複数回指定できます",
        "Revocation lists, PEM or DER; may be given more than once",
    ),
    (".keep", "メッセージと受領証を保管するフォルダー", "The folder that keeps messages and receipts"),
    (".proxy", "HTTPプロキシのURL（http://…）", "An HTTP proxy's URL (http://...)"),
    (
        ".password_stdin",
        "電子証明書のパスワードを標準入力の1行目から読みます",
        "Read the key file's password from the first line of standard input",
    ),
    // ---
    (
        "check",
        "ファイル、送信単位とその順序を標準仕様に照らして検査します。",
        "Check files, sending units and their order against the standard",
    ),
    (
        "check.files",
        "CSV、添付ファイル、フォルダー（中のフォルダーも調べます）",
        "CSV files, attachments and folders (subfolders are searched too)",
    ),
    (
        "check.unit",
        "個別に指定したファイルも一つの送信単位として検査します",
        "Also check the files that are named one by one as one sending unit",
    ),
    (
        "check.office",
        "自事業所の番号。自事業所からのものでも自事業所あてでもない送信単位を指摘します",
        "One's own office: units that are neither from it nor for it are reported",
    ),
    (
        "check#",
        "同じファイル連番・同じ事業所のファイルを一つの送信単位とし、連番の順に互いに検査します。",
        "Files with the same serial and the same two offices form one sending unit; all units are then checked against \
         each other in the order of their serials.",
    ),
    (
        "convert",
        "CSVとJSONを相互に、またはCSVを別のバージョンに変換します。",
        "Convert CSV to JSON and back, or one CSV version to another",
    ),
    (
        "convert.input",
        "CSVファイル、JSONファイル、または送信単位のフォルダー",
        "A CSV file, a JSON file or a folder with the files of one sending unit",
    ),
    (
        "convert.output",
        "出力先。.csv と .json はファイル、拡張子のない名前はフォルダー",
        "Where to write: a .csv or .json file, or a folder (a name without an extension)",
    ),
    ("convert.version", "書き出すCSVバージョン（202407 または 202208）", "The CSV version to write (202407 or 202208)"),
    (
        "convert.kind",
        "ファイル名から分からないときのCSVの種類（UPPLAN など）",
        "The kind of a CSV file (UPPLAN ...), if its name does not show it",
    ),
    (
        "convert.sender_type",
        "202407のファイル名に書く、送信元のサービス種類コード",
        "The sender's service type code, for file names of 202407",
    ),
    (
        "convert.receiver_type",
        "202407のファイル名に書く、送信先のサービス種類コード",
        "The receiver's service type code, for file names of 202407",
    ),
    ("convert.force", "すでにあるファイルを上書きします", "Overwrite existing files"),
    (
        "convert#",
        "終了コード1: 変換しましたが、元のファイルにエラーの指摘があるか、失われた値、入りきらない値、確認が必要な値、\
         または入力が必要な項目があります。CSVではないファイルは変換しません。",
        "Exit code 1: converted, but the file has error findings, or a value was dropped, does not fit, has to be checked \
         or has to be entered. A file that is no CSV is not converted.",
    ),
    (
        "diff",
        "二つの提供票・計画書・実績の違い（利用者、サービス、日、単位数）を示します。",
        "Show what changed between two slips, plans or results: user, service, days and units",
    ),
    (
        "diff.a",
        "古い方、または予定。CSVファイル、JSON、またはフォルダー（送り直したものを含むいくつかの送信単位でもかまいません）",
        "The older one, or a plan: a CSV file, its JSON or a folder, also of several units of a plan",
    ),
    (
        "diff.b",
        "新しい方、または実績。予定と実績を指定すると、実施・未実施・予定外を示します",
        "The newer one, or results: of a plan and its results it shows what was done, what not, and what beyond the plan",
    ),
    (
        "diff.html",
        "変更点のページをHTMLで書き出します。第6表・第7表は変わったところを太枠で示し、そのほかは一覧にします。\
         予定と実績のときは、予定と実績を並べた第6表です",
        "Write the changes as pages of HTML: tables 6 and 7 with thick frames around what changed, all else as a list; of a \
         plan and its results, table 6 with both",
    ),
    (
        "diff.out",
        "--html の出力先のファイル。指定がなければ標準出力。利用者の氏名などが入ります",
        "The HTML file of --html; default: standard output. It holds the users' data",
    ),
    ("diff.force", "すでにあるファイルを上書きします", "Overwrite an existing file"),
    (
        "diff.monthly",
        "予定と実績で、日にかかわらず月1回と数えるサービスコード（カンマ区切り。? は任意の1文字）",
        "Of a plan and its results: service codes that count once a month, with commas between; ? is any one character",
    ),
    ("diff#", "終了コード1: 違いがあります。", "Exit code 1: something changed."),
    (
        "print",
        "ケアプラン・提供票・介護予防の帳票をHTMLかPDFにします。A4で印刷できます。",
        "Make the forms of care plans, slips and preventive care as HTML or PDF, to be seen and printed on A4",
    ),
    (
        "print.units",
        "送信単位のフォルダー、CSVファイル、JSON。予定と実績の両方を指定すると、並べて違いを示します",
        "Folders of sending units, CSV files or JSON; a plan and its results are put side by side, with their differences",
    ),
    (
        "print.out",
        "出力先のファイル（.html または .pdf）。指定がなければHTMLを標準出力に出します。利用者の氏名などが入ります",
        "The file to write, .html or .pdf; default: HTML to standard output. It holds the users' data",
    ),
    (
        "print.form",
        "帳票（1、2、3、6、7、basic 利用者基本情報、prevention 支援計画書、withdrawals 取下げ一覧）。複数回指定できます。指定がなければすべて",
        "Form 1, 2, 3, 6, 7, basic, prevention or withdrawals; may be given more than once; default: all",
    ),
    (
        "print.names",
        "サービス名の表（CSV: サービスコード、名称、開始年月、終了年月）。指定がなければ種類名とコード",
        "Names of services (CSV: service code, name, first month, last month); default: type and code",
    ),
    ("print.force", "すでにあるファイルを上書きします", "Overwrite an existing file"),
    (
        "print#",
        "同じ利用者・同じ月の提供票が複数あれば、ファイル連番の新しいものを使います。\
         終了コード1: 帳票は作りましたが、元のファイルにエラーの指摘があります。",
        "Of several slips of one user and month the newest counts, by the serial. Exit code 1: the forms were made, but the \
         files have error findings.",
    ),
    (
        "verify",
        "メッセージ、受領証、証跡を、中継サービスに接続せずに検証します。",
        "Verify containers, receipts and exports of evidence, without a relay",
    ),
    (
        "verify.files",
        "メッセージ（.asice）、受領証（.p7s）、これらを入れたフォルダー、証跡のフォルダー",
        "Containers (.asice), receipts (.p7s), folders of these and of exports",
    ),
    (
        "verify.ca",
        "信頼する認証局の証明書（PEMまたはDERのファイル、またはフォルダー）。証跡だけなら、証跡に付属する認証局で検証します",
        "Trusted authorities, PEM or DER, or a folder of them; not needed for exports alone, which contain theirs",
    ),
    ("verify.crl", "失効リスト（PEMまたはDER）", "Revocation lists, PEM or DER"),
    ("verify.tsa", "信頼するタイムスタンプ局の証明書（PEMまたはDER）", "Trusted time stamp authorities, PEM or DER"),
    (
        "verify.at",
        "この時点で有効かを検証します（2026-01-31T00:00:00Z の形）",
        "Verify as of this time (2026-01-31T00:00:00Z); default: now",
    ),
    (
        "verify#",
        "期限の切れたメッセージは、受領証も一緒に指定すると、その時点で検証します。",
        "An expired container is verified as of the time in its receipt if both are given.",
    ),
    // ---
    (
        "send",
        "送信単位を送信し、メッセージIDと保管したファイルを表示します。",
        "Send a sending unit, or several folders; print each message id and the kept container",
    ),
    (
        "send.files",
        "送信するファイル、送信単位のフォルダー（いくつでも）、または送信単位のJSON",
        "The files of the unit, its folder or its JSON; or several folders, each of which is one unit",
    ),
    (
        "send.from",
        "送信元の「事業所番号:サービス種類コード」。なければファイル名のとおり",
        "The sender, OFFICE:SERVICE_TYPE; default: as in the file names",
    ),
    (
        "send.to",
        "送信先の「事業所番号:サービス種類コード」。なければファイル名のとおり",
        "The receiver, OFFICE:SERVICE_TYPE; default: as in the file names",
    ),
    (
        "send.serial",
        "ファイル連番（14桁）。なければファイル名のとおり",
        "The serial, 14 digits; default: as in the file names",
    ),
    (
        "send.subject",
        "件名。中継サービスにも見えるため、利用者の氏名は書かないでください",
        "The subject; the relay can read it, so write no user's name",
    ),
    (
        "send.supersedes",
        "このメッセージで差し替える、前のメッセージのID",
        "The id of the message that this one replaces",
    ),
    (
        "send.override_reason",
        "エラーがあっても送信する理由。署名され、相手に見えます",
        "Send despite errors, for this reason; it is signed, and the receiver sees it",
    ),
    (
        "send#",
        "同じ送信単位を繰り返し送信しても同じメッセージになり、二重にはなりません。",
        "Sending the same unit again gives the same message with the same id; nothing is sent twice.",
    ),
    ("receive", "届いたメッセージをすべて受信し、保管します。", "Receive and keep all new messages"),
    (
        "receive.cursor",
        "どこまで受信したかを記録するファイル。すべて保存した後に書き込みます",
        "The file that stores how far messages were received; written after everything is saved",
    ),
    (
        "receive.out",
        "各メッセージのファイルを、IDの名前のフォルダーとしてこの中に保存します",
        "Save each message's files below this folder, in a folder named by its id",
    ),
    ("receive.wait", "何も届いていないときに待つ秒数", "Seconds to wait if there is no message"),
    (
        "receive#",
        "1行に1通: ID、送信元、種類、保存先（タブ区切り）。取込済にはしません。取り込んだ後に ack を実行してください。",
        "One line per message, separated by tabs: id, sender, kind, place. Nothing is marked as imported: run ack afterwards.",
    ),
    (
        "ack",
        "受信したメッセージの結果（取込済・取込不可）を署名して通知します。",
        "Report, signed, whether received messages were imported or refused",
    ),
    ("ack.ids", "メッセージID", "Message ids"),
    ("ack.imported", "取り込みました（取込済）", "They were imported"),
    (
        "ack.refused",
        "取り込めませんでした（取込不可）。理由に利用者の氏名は書かないでください",
        "They could not be imported, for this reason; write no user's name",
    ),
    (
        "ack.from",
        "送信元の事業所番号。保管したメッセージを開けないときに指定します",
        "The sender's office number, if the kept message cannot be opened",
    ),
    ("sent", "送信したメッセージの状態を表示します。", "List sent messages with their states"),
    ("sent.receipts", "受領証をこのフォルダーに保存します", "Save the receipts in this folder"),
    (
        "sent#",
        "1行に1通: ID、送信先、種類、受付日時、状態（英語の記号）、状態の名前（タブ区切り）。",
        "One line per message, separated by tabs: id, receiver, kind, accepted at, state, the state in words.",
    ),
    ("recall", "相手が受信する前のメッセージを取り消します。", "Recall a message before the receiver picks it up"),
    ("recall.id", "メッセージID", "The message id"),
    (
        "uploaded",
        "準備したファイルを担当者がアップロードしたことを記録します（通信方式 folder）。",
        "Note that a person has uploaded what was laid ready (transport folder)",
    ),
    ("uploaded.id", "メッセージID", "The message id"),
    ("office", "事業所が中継サービスに登録されているかを調べます。", "Look an office up in the relay's directory"),
    ("office.number", "事業所番号（10桁）", "The office number (10 characters)"),
    (
        "office#",
        "事業所番号、名前、サービス種類、CSVバージョン、ライセンスの期限（タブ区切り）。終了コード1: 登録がないか、ライセンスが無効です。",
        "Number, name, service types, CSV versions, last day of the licence, separated by tabs. Exit code 1: not registered \
         or not licensed.",
    ),
    (
        "doctor",
        "鍵、証明書、接続、時計、登録、ライセンスを診断し、対処を示します。",
        "Check key, certificate, connection, clock, registration and licence, and show what to do",
    ),
    (
        "mailbox",
        "送信するものと受信したものを、フォルダー（送受信箱）で管理します。",
        "A folder that keeps what is to be sent and what was received",
    ),
    (
        "mailbox.folder",
        "送受信箱のフォルダー。指定がなければ環境変数 CPLINK_MAILBOX のフォルダー",
        "The mailbox's folder; default: the one that CPLINK_MAILBOX names",
    ),
    (
        "mailbox#",
        "list を省略すると、処理の残っているものの一覧を表示します。送信と受信は run が行います。同じ操作を繰り返しても、二重にはなりません。",
        "Without a command: the list. What is queued is sent, and messages are received, by run. Whatever is repeated is done once.",
    ),
    (
        "mailbox list",
        "送信箱と受信箱の一覧を、状態とともに表示します。",
        "List the outbox and the inbox with their states",
    ),
    ("mailbox list.all", "処理の終わったものも表示します", "Also those that are done"),
    (
        "mailbox list.state",
        "この状態のものだけ（例 attention）。複数回指定できます",
        "Only those in this state, as attention; may be given more than once",
    ),
    ("mailbox list.office", "この事業所との間のものだけ", "Only those to or from this office"),
    (
        "mailbox list#",
        "メッセージID、相手の事業所番号、ファイル連番、種類、状態、状態の説明（タブ区切り）。",
        "Message id, the other office, serial, kind, state, the state in words (tabs between).",
    ),
    (
        "mailbox queue",
        "送信単位を検査して送信箱に保存します。保存されたものは run が送信します。",
        "Check a unit and store it in the outbox, to be sent by run",
    ),
    (
        "mailbox queue.files",
        "送信するファイル、送信単位のフォルダー、または送信単位のJSON",
        "The files of the unit, its folder or its JSON",
    ),
    (
        "mailbox queue.from",
        "送信元の「事業所番号:サービス種類コード」。なければファイル名のとおり",
        "The sender, OFFICE:SERVICE_TYPE; default: as in the file names",
    ),
    (
        "mailbox queue.to",
        "送信先の「事業所番号:サービス種類コード」。なければファイル名のとおり",
        "The receiver, OFFICE:SERVICE_TYPE; default: as in the file names",
    ),
    (
        "mailbox queue.serial",
        "ファイル連番（14桁）。なければファイル名のとおり",
        "The serial, 14 digits; default: as in the file names",
    ),
    (
        "mailbox queue.subject",
        "件名。中継サービスにも見えるため、利用者の氏名は書かないでください",
        "The subject; the relay can read it, so write no user's name",
    ),
    (
        "mailbox queue.supersedes",
        "このメッセージで差し替える、前のメッセージのID",
        "The id of the message that this one replaces",
    ),
    (
        "mailbox queue.override_reason",
        "エラーがあっても送信する理由。署名され、相手に見えます",
        "Send despite errors, for this reason; it is signed, and the receiver sees it",
    ),
    (
        "mailbox queue.draft",
        "下書きとして保存し、release まで送信しません",
        "Store it as a draft, which is not sent before release",
    ),
    ("mailbox run", "送信待ちを送信し、受信し、結果を報告します。", "Send what waits, receive, and report outcomes"),
    ("mailbox run.every", "この秒数ごとに繰り返します（Ctrl-Cで終了）", "Repeat after so many seconds (Ctrl-C ends)"),
    (
        "mailbox run.limit",
        "1回に送受信するメッセージの最大数。0は無制限",
        "The most messages sent and received in one round; 0: no limit",
    ),
    (
        "mailbox run#",
        "終了コード1: 新たに要対応となったものがあります。",
        "Exit code 1: there are entries that need a person since this call.",
    ),
    ("mailbox release", "下書きを送信待ちにします。", "Let a draft be sent"),
    ("mailbox release.id", "メッセージID", "The message id"),
    (
        "mailbox cancel",
        "送信を取り消します。送信済みのものは、相手が受信する前であれば次の run で取り消されます。",
        "Do not send an entry; one that was sent is recalled by the next run, if its receiver has not picked it up",
    ),
    ("mailbox cancel.id", "メッセージID", "The message id"),
    (
        "mailbox retry",
        "要対応のもの、再試行を待っているものを、次の run でもう一度処理します。",
        "Have the next run try an entry again that needed a person or waits",
    ),
    ("mailbox retry.id", "メッセージID", "The message id"),
    (
        "mailbox retry.all",
        "要対応のもの、再試行を待っているものすべて",
        "All that need a person or wait for another attempt",
    ),
    (
        "mailbox next",
        "取り込む順に、次のメッセージを1通受け取ります。",
        "Take the next message, in the order of import",
    ),
    (
        "mailbox next.out",
        "ファイルを保存するフォルダー。メッセージごとに「メッセージID」のフォルダーができます",
        "The folder for its files: each message gets a folder of its id",
    ),
    (
        "mailbox next.lease",
        "取り込みに使える秒数（1～86400）。過ぎると、ほかの端末にも渡されます",
        "Seconds to import it in (1 to 86400); after that it is handed out again",
    ),
    (
        "mailbox next#",
        "受取票、送信元の事業所番号、フォルダー、2回目以降は「再度」（タブ区切り）。取り込んだ後、受取票を done、refuse、later のいずれかに指定してください。メッセージがないときは何も表示しません。",
        "Ticket, sending office, folder, and the word again where it was handed out before (tabs between); nothing where there is no message. Then give the ticket to done, refuse or later.",
    ),
    (
        "mailbox done",
        "取り込んだことを記録します。次の run が中継サービスに報告します。",
        "Note that a message was imported; the next run reports it",
    ),
    ("mailbox done.ticket", "next で表示された受取票", "The ticket that next has printed"),
    (
        "mailbox refuse",
        "取り込めないことを記録します。次の run が送信元に報告します。",
        "Note that a message is not imported; the next run reports it to its sender",
    ),
    (
        "mailbox refuse.ticket",
        "next で表示された受取票、または開けないメッセージのID",
        "The ticket that next has printed, or the id of a message that cannot be opened",
    ),
    (
        "mailbox refuse.reason",
        "理由（500文字以内）。送信元に見えるため、利用者の氏名は書かないでください",
        "The reason, up to 500 characters; the sender reads it, so write no user's name",
    ),
    (
        "mailbox later",
        "受け取ったメッセージを戻し、後でもう一度受け取れるようにします。",
        "Give a message back, to be handed out again",
    ),
    ("mailbox later.ticket", "next で表示された受取票", "The ticket that next has printed"),
    ("mailbox later.wait", "この秒数が過ぎるまでは渡しません", "Not before so many seconds"),
    (
        "mailbox uploaded",
        "準備したファイルをアップロードしたことを記録します（通信方式 folder）。",
        "Note that the files that were laid ready are uploaded (transport folder)",
    ),
    ("mailbox uploaded.id", "メッセージID", "The message id"),
    ("mailbox clear", "処理の終わった古いものを、月ごとに削除します。", "Remove old entries that are done, by month"),
    (
        "mailbox clear.before",
        "この日より前に終わった月のものを削除します（例 2026-04-01）",
        "Remove those of months that ended before this day, as 2026-04-01",
    ),
    (
        "mailbox clear.with_evidence",
        "保管しているメッセージと受領証も削除します。必要な証拠は先に書き出してください",
        "Also their containers and receipts: export the evidence first",
    ),
];
