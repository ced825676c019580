//! All texts of the help, in Japanese and English side by side.

use cplink_cli::Text;

/// See [`Text`] for what the keys mean.
pub(crate) const TEXTS: &[Text] = &[
    (
        "",
        "CarePlanLink を組み込むソフトウェアの開発と試験のための中継サーバー（CPX/1）です。",
        "The CPX/1 relay that vendors develop and test against",
    ),
    (
        ".lang",
        "表示の言語（ja または en）。指定がなければ環境の言語",
        "Language, ja or en; default: that of the locale",
    ),
    (
        "demo",
        "架空の事業所どうしの1か月分のやり取りを、このパソコンの中で実演します。",
        "Play a month between invented offices on this machine",
    ),
    (
        "demo.out",
        "メッセージ、受領証、受信したファイルをここに残します。空のフォルダーか、まだない名前を指定します",
        "Keep the containers, receipts and received files here; the folder must be empty or missing",
    ),
    (
        "console",
        "中継サーバーを動かし、その様子を見る管理画面を開きます（Ctrl-C で終わります）。",
        "Run a relay and its console, in a browser, until Ctrl-C",
    ),
    (
        "console.data",
        "データベースを置くフォルダー。指定がなければ、架空の5事業所を登録した一時フォルダーを作り、終わるときに削除します",
        "Where database and keys are kept; default: a folder with five invented offices, gone when the program ends",
    ),
    (
        "console.listen",
        "管理画面のアドレスとポート。指定がなければ 127.0.0.1:8480（使われていれば空きポート）",
        "Where the console listens; default: 127.0.0.1:8480, or a free port if that one is taken",
    ),
    ("console.open", "管理画面をブラウザーで開きます", "Open the console in the browser"),
    (
        "console.until_stdin_closes",
        "標準入力が閉じられたら終わります（起動したプログラムと一緒に終わります）",
        "End when standard input is closed, and so with the program that started it",
    ),
    (
        "demo.console",
        "管理画面を開くアドレスとポート（このパソコンの中だけ）。①～⑫の手順をゆっくり実演し、Ctrl-C で終わります",
        "Where a browser finds the console, on this machine alone; the twelve steps are then played slowly, until Ctrl-C",
    ),
    (
        "demo.open",
        "管理画面をブラウザーで開きます。--console の指定がなければ 127.0.0.1:8480（使われていれば空きポート）",
        "Open the console in the browser; without --console at 127.0.0.1:8480, or a free port if that one is taken",
    ),
    (
        "demo.pace",
        "1つの手順にかける秒数（0.5 のような小数も可）。指定がなければ2",
        "Seconds for each step, as 0.5; default: 2",
    ),
    ("serve", "中継サーバーを動かします（Ctrl-C で終わります）。", "Run the relay until Ctrl-C"),
    ("serve.data", "データベースを置くフォルダー", "Where database and spool are kept"),
    (
        "serve.listen",
        "待ち受けるアドレスとポート（ポート0は空きポート）。指定がなければ 127.0.0.1:8443",
        "Where to listen, default 127.0.0.1:8443; port 0 takes a free one",
    ),
    (
        "serve.pki",
        "relay-mock pki で作ったフォルダー。指定がなければデータのフォルダーの中に作ります",
        "A folder made by relay-mock pki; default: one is made below the data folder",
    ),
    (
        "serve.control",
        "試験プログラムが中継サーバーを操作するアドレス（このパソコンの中だけ。relay-mock/control.md を参照）",
        "Where test programs may steer the relay, on this machine alone; see relay-mock/control.md",
    ),
    (
        "serve.console",
        "管理画面を開くアドレスとポート（例 127.0.0.1:8480）。ブラウザーで、送受信の様子、帳票、障害、認証を見られます",
        "Where a browser finds the console: messages, forms, faults, certification; 127.0.0.1:8480, for example",
    ),
    (
        "serve.console_token_file",
        "管理画面のトークンを書いたファイル（半角16文字以上）。指定がなければ、ほかのパソコンから開ける管理画面には、トークンを作って表示します",
        "A file with the console's token, 16 or more ASCII characters; default: one is made and printed where other machines can reach the console",
    ),
    (
        "serve.console_name",
        "管理画面の別の名前（リバースプロキシーの名前など）",
        "A further name of the console, as that of a proxy before it",
    ),
    (
        "serve.faults",
        "起こす障害の台本のファイル（TOML。書き方は relay-mock/faults を参照）、または備え付けの台本の名前（例 lost-answer）",
        "A script of faults to play: a file (TOML; see relay-mock/faults), or a name of the program's own, as lost-answer",
    ),
    (
        "serve.fault_seed",
        "台本の確率（chance）のもとになる数。同じ数なら、同じ呼び出しに同じ障害が起きます。指定がなければ台本にある数か、そのつど選んだ数",
        "What the script's chance goes by: the same number gives the same faults; default: the script's own, or any",
    ),
    (
        "serve.until_stdin_closes",
        "標準入力が閉じられたら終わります（起動したプログラムと一緒に終わります）",
        "End when standard input is closed, and so with the program that started the relay",
    ),
    ("serve.verbose", "要求を1行ずつ標準エラー出力に表示します", "One line per request on standard error"),
    ("office", "事業所の登録とライセンスを扱います。", "Register offices and renew their licences"),
    (
        "office#",
        "1行に1事業所: 事業所番号、名前、サービス種類、ライセンスの初日、最終日、代行の事業所番号（タブ区切り）。",
        "One line per office, separated by tabs: number, name, service types, first and last day of the licence, numbers of the offices that may act for it.",
    ),
    (
        "office add",
        "事業所を登録します。ライセンスは今日から1年です。",
        "Register an office with a licence of one year from today",
    ),
    (
        "office add.data",
        "中継サーバーのデータのフォルダー。なければ作ります",
        "The relay's data folder, created if it is missing",
    ),
    ("office add.number", "事業所番号（10桁）", "The office number (10 characters)"),
    ("office add.name", "事業所の名前", "The office's name"),
    (
        "office add.service_types",
        "サービス種類コード（2桁、カンマ区切り）",
        "Its service type codes (2 characters each), separated by commas",
    ),
    ("office list", "すべての事業所を表示します。", "List all offices"),
    ("office list.data", "中継サーバーのデータのフォルダー", "The relay's data folder"),
    ("office renew", "ライセンスを1年延ばします。", "Renew an office's licence for one more year"),
    ("office renew.data", "中継サーバーのデータのフォルダー", "The relay's data folder"),
    ("office renew.number", "事業所番号（10桁）", "The office number (10 characters)"),
    (
        "office add-agent",
        "事業所の代行を登録します。代行の事業所は、自分の電子証明書で、この事業所の送信と受信をできるようになります。",
        "Let an office act for another one: it may then send and receive for it with its own certificate",
    ),
    ("office add-agent.data", "中継サーバーのデータのフォルダー", "The relay's data folder"),
    ("office add-agent.number", "委任元の事業所番号（10桁）", "The number of the office that is acted for"),
    ("office add-agent.agent", "代行の事業所番号（10桁）", "The number of the office that acts for it"),
    ("office remove-agent", "事業所の代行を外します。", "End that an office acts for another one"),
    ("office remove-agent.data", "中継サーバーのデータのフォルダー", "The relay's data folder"),
    ("office remove-agent.number", "委任元の事業所番号（10桁）", "The number of the office that is acted for"),
    ("office remove-agent.agent", "代行の事業所番号（10桁）", "The number of the office that acts for it"),
    (
        "pki",
        "試験用の認証局と、有効な証明書・無効な証明書を作ります。",
        "Make a test authority with good and bad certificates",
    ),
    ("pki.out", "書き出すフォルダー", "The folder to write"),
    (
        "pki.for_samples",
        "サンプルを動かすためのフォルダーを作ります。試験用の認証局、サンプルの5事業所の鍵、事業所を登録した中継サーバーのデータが入ります。最後の行は、その中継サーバーを起動するコマンドです",
        "Make a folder to run the samples with: a test authority, the keys of their five offices, and a relay's data with the offices registered; the last line is the command that starts that relay",
    ),
    (
        "pki.offices",
        "事業所を「番号=名前」で指定します。指定がなければ架空の2事業所です",
        "An office, as NUMBER=NAME; default: two invented ones",
    ),
    (
        "pki.algorithm",
        "事業所の鍵の種類。rsa2048（本番と同じ）または ecdsa-p256（すぐに作れる）",
        "The offices' keys: rsa2048, as in the field, or ecdsa-p256, which is quick to make",
    ),
    (
        "pki.add",
        "すでにあるフォルダーに、まだない事業所の証明書を追加します",
        "Add certificates of further offices to a folder that is there already",
    ),
    ("pki.server_names", "中継サーバーの別の名前またはアドレス", "A further name or address of the server"),
    (
        "pki.force",
        "前の認証局を置き換えます。前の証明書はすべて使用できなくなります",
        "Replace the existing authority; all of its certificates become useless",
    ),
    (
        "certify",
        "ソフトウェアを試験パックで試験し、標準仕様のとおりかを判定します。",
        "Put a product through a pack of cases and judge what it does",
    ),
    (
        "certify run",
        "試験を実行し、判定します。途中で止めても --resume で続けられます。",
        "Run the cases and judge them; a run that was stopped goes on with --resume",
    ),
    (
        "certify run#",
        "終了コード: 0 必須のケースはすべて合格、1 不合格または既知の不合格の指定が不適切、2 判定不能または未実施、3 準備の問題、4 relay-mock の内部エラー。",
        "Exit codes of certify: 0 every required case passed; 1 a failure, or known failures that are stale, unused or past their \
         date; 2 inconclusive or not run; 3 set-up; 4 a bug of relay-mock.",
    ),
    (
        "certify run.pack",
        "試験パック。組み込みのパックのID（v4）またはフォルダー。指定がなければ v4",
        "The pack: the id of an embedded one (v4) or a folder; default: v4",
    ),
    (
        "certify run.drive",
        "製品の動かし方。folder は、フォルダーを通じて人が操作します。relay は、中継サーバーを動かし、製品とメッセージをやり取りします。program は、標準入出力でJSONをやり取りするプログラムです。http は、同じ要求をURLで受け付けるサーバーです",
        "How the product is driven; folder: by an operator, files in folders; relay: by \
         messages, over a relay of its own; program speaks JSON lines on standard input \
         and output; http is a server that takes the same requests at a URL",
    ),
    (
        "certify run.out",
        "記録と判定を残すフォルダー。空か、まだない名前を指定します",
        "Where transcript and verdict are kept; the folder must be empty or missing",
    ),
    (
        "certify run.resume",
        "--out のフォルダーにある、途中までの試験を続けます",
        "Go on with the run that is in the folder of --out",
    ),
    (
        "certify run.cases",
        "このケースだけを実行します（例 D2-01）。複数回指定できます",
        "Run this case only, as D2-01; may be given more than once",
    ),
    ("certify run.known", "既知の不合格を書いたファイル（expect.toml）", "The file of known failures (expect.toml)"),
    (
        "certify run.product",
        "製品の説明のファイル（product.toml）。人が操作するときに指定します",
        "The product's profile (product.toml), where an operator works with it",
    ),
    (
        "certify run.url",
        "製品のURL（http のとき）。http:// はこのパソコンの中だけです",
        "The product's URL, for http; what is not https is on this machine alone",
    ),
    (
        "certify run.ca",
        "https:// の製品のサーバー証明書を発行した認証局の証明書（PEM）",
        "The certificates (PEM) of the authorities that a server of https may have",
    ),
    (
        "certify run.listen",
        "中継サーバーが待ち受けるアドレスとポート（relay のとき）。指定がなければ、このパソコンの空きポート",
        "Where the relay listens, for relay; default: a free port of this machine",
    ),
    (
        "certify run.seed",
        "障害の台本の確率のもとになる数（relay のとき）。指定がなければ台本にある数か、そのつど選んだ数",
        "What the chance of scripts of faults goes by, for relay; default: the script's own, or any",
    ),
    (
        "certify run.limit",
        "1回の要求への回答を待つ秒数。指定がなければ、program と http は30、人が操作するときは待ち続けます",
        "Seconds to wait for each answer; default: 30 for program and http, without end for an operator",
    ),
    (
        "certify run.command",
        "-- の後に、製品のプログラムとその引数",
        "After --, the product's program and its arguments",
    ),
    ("certify judge", "実行済みの試験を、もう一度判定します。", "Judge a run again"),
    ("certify judge.run", "certify run の --out のフォルダー", "The folder of certify run --out"),
    (
        "certify judge.pack",
        "試験パックのIDまたはフォルダー。指定がなければ、実行したときと同じID",
        "The pack's id or folder; default: the id with which the run was made",
    ),
    ("certify judge.known", "既知の不合格を書いたファイル（expect.toml）", "The file of known failures (expect.toml)"),
    ("certify list", "試験パックのケースを表示します。", "List the cases of a pack"),
    (
        "certify list#",
        "1行に1ケース: ID、役割、区分、題名（タブ区切り）。",
        "One line per case, separated by tabs: id, role, level, title.",
    ),
    ("certify list.pack", "試験パックのIDまたはフォルダー", "The pack's id or folder"),
    ("certify show", "ケースの内容（手順書、手順、検査）を表示します。", "Show a case: its sheet, steps and checks"),
    ("certify show.id", "ケースのID", "The case's id"),
    ("certify show.pack", "試験パックのIDまたはフォルダー", "The pack's id or folder"),
    (
        "certify report",
        "実行済みの試験の判定を、ページ（index.html）、JUnit XML（junit.xml）、署名付き試験結果にします。",
        "Write a run's verdict as a page (index.html), as JUnit XML (junit.xml) and as a signed bundle",
    ),
    ("certify report.run", "certify run の --out のフォルダー", "The folder of certify run --out"),
    (
        "certify report.pack",
        "試験パックのIDまたはフォルダー。指定がなければ、実行したときと同じID",
        "The pack's id or folder; default: the id with which the run was made",
    ),
    ("certify report.known", "既知の不合格を書いたファイル（expect.toml）", "The file of known failures (expect.toml)"),
    ("certify report.badge", "1行の要約だけを表示します", "Print the summary line alone"),
    (
        "certify report.bundle",
        "署名付き試験結果を書き出すファイル（.asice）。まだない名前を指定します",
        "The signed bundle to write (.asice); it must not be there yet",
    ),
    (
        "certify report.key",
        "署名に使う鍵と事業所の証明書のファイル（.p12、.pfx、.pem）。指定がなければ、その場で試験用の鍵を作ります。パスワードは環境変数 RELAY_MOCK_KEY_PASSWORD でも渡せます",
        "The file with key and office certificate to sign with (.p12, .pfx, .pem); default: a test key made for it. The password may also be in RELAY_MOCK_KEY_PASSWORD",
    ),
    (
        "certify report.key_password_file",
        "鍵のファイルのパスワードだけを書いたファイル",
        "A file that holds the key file's password and nothing else",
    ),
    (
        "certify report.trust",
        "署名者の認証局の証明書。指定がなければ、鍵のファイルにある最上位のもの",
        "The certificates of the signer's authorities; default: the highest one in the key file",
    ),
    ("certify report.tester", "試験した人または組織の名前", "Who tested: a person or an organisation"),
    (
        "certify verify",
        "署名付き試験結果を、ネットワークを使わずに確認します。",
        "Check a signed bundle, without a network",
    ),
    (
        "certify verify#",
        "終了コード: 0 確認できた、1 変更されている、または判定が記録のとおりではない、2 一部を確かめられない、3 ファイルを読み込めない。",
        "Exit codes: 0 valid; 1 altered, or the verdict does not follow from the transcript; 2 some of it could not be checked; 3 it cannot be read.",
    ),
    ("certify verify.file", "署名付き試験結果のファイル（.asice）", "The bundle (.asice)"),
    (
        "certify verify.trust",
        "信頼する認証局の証明書。指定すると、署名者がその認証局のものかも確認します",
        "The authorities to trust: then it is also checked that the signer is theirs",
    ),
    (
        "certify verify.pack",
        "試験パックのフォルダー。指定がなければ、組み込みのパック",
        "The pack's folder; default: the embedded one",
    ),
];
