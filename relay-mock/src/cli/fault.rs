//! The faults of the relay's parts, as the user reads them.

use std::net::SocketAddr;
use std::path::Path;

use cplink::{Code, Error};
use cplink_cli::Fault;
use relay_mock::directory::DirectoryError;
use relay_mock::pki::PkiError;
use relay_mock::server::StartError;
use relay_mock::server::faults::ScriptError;
use relay_mock::store::StoreError;

/// Why the directory did not do what was asked.
pub(super) fn of_directory(error: DirectoryError) -> Fault {
    let fault = |code, message, remedy| Fault::new(code, message, remedy);
    match error {
        DirectoryError::Store(error) => of_store(error),
        DirectoryError::Number => {
            let expected = super::no_office_number();
            fault(
                Code::OfficeNumber,
                ["事業所番号が正しくありません。", "The office number is not valid."],
                [&expected.ja, &expected.en],
            )
        }
        DirectoryError::Name => fault(
            Code::InvalidArgument,
            ["事業所の名前が空か、長すぎます。", "The office's name is empty or too long."],
            ["1～200文字で指定してください。", "Give 1 to 200 characters."],
        ),
        DirectoryError::ServiceType => fault(
            Code::ServiceType,
            ["サービス種類コードが正しくありません。", "The service type code is not valid."],
            [
                "標準仕様にあるコードを半角2文字で指定してください（例 居宅介護支援 43、訪問介護 11）。",
                "Give codes of the standard, as 43 for care planning or 11 for home help.",
            ],
        ),
        DirectoryError::Exists => fault(
            Code::InvalidArgument,
            ["この事業所はすでに登録されています。", "The office is registered already."],
            ["ライセンスを延ばすときは office renew を使ってください。", "Use office renew for another year."],
        ),
        DirectoryError::Unknown => fault(
            Code::InvalidArgument,
            ["この事業所は登録されていません。", "The office is not registered."],
            ["office list で確認するか、office add で登録してください。", "See office list, or use office add."],
        ),
        DirectoryError::Agent => fault(
            Code::InvalidArgument,
            [
                "代行の事業所が、登録されているほかの事業所ではありません。",
                "The agent is not another office that is registered.",
            ],
            [
                "office list で、代行の事業所の登録と、委任元の代行の欄を確認してください。",
                "See office list: the agent must be registered; only one that is listed can be removed.",
            ],
        ),
        DirectoryError::Agents => fault(
            Code::InvalidArgument,
            ["この事業所の代行が多すぎます。", "The office has too many agents."],
            [
                "使わない代行を office remove-agent で外してください。",
                "Remove those that are not used: office remove-agent.",
            ],
        ),
        other => Fault::from(Error::new(Code::Bug)).detail(other),
    }
}

/// Why the store did not do what was asked.
pub(super) fn of_store(error: StoreError) -> Fault {
    match error {
        StoreError::Full => Error::new(Code::DiskFull).into(),
        StoreError::File(error) => Error::io(Code::FileWrite, error).into(),
        other => Fault::new(
            Code::FileRead,
            ["中継サーバーのデータベースを使用できません。", "The relay's database cannot be used."],
            ["データのフォルダーを確認してください。", "Check the data folder."],
        )
        .detail(other),
    }
}

/// Why no certificate was made.
pub(super) fn of_pki(error: PkiError) -> Fault {
    match error {
        PkiError::File(error) => Error::io(Code::FileWrite, error).into(),
        PkiError::Folder => Fault::new(
            Code::FileRead,
            ["試験用の認証局とその鍵がありません。", "There is no test authority with its keys."],
            ["relay-mock pki で作ったフォルダーを指定してください。", "Name a folder made by relay-mock pki."],
        ),
        other => Fault::new(
            Code::InvalidArgument,
            ["証明書を作れません。", "The certificates cannot be made."],
            ["名前とアドレスの指定を確認してください。", "Check the given names and addresses."],
        )
        .detail(other),
    }
}

/// Why a relay did not start on this folder, at this address.
pub(super) fn of_start(error: StartError, data: &Path, listen: SocketAddr) -> Fault {
    match error {
        StartError::Store(error) => of_store(error).about(data.display()),
        StartError::InUse => Fault::new(
            Code::Setting,
            ["別の中継サーバーがこのフォルダーを使っています。", "Another relay uses this data folder."],
            ["そちらを終わらせるか、別の --data を指定してください。", "Stop it, or name another folder with --data."],
        )
        .about(data.display()),
        StartError::Listen(error) => Fault::new(
            Code::Setting,
            ["このアドレスとポートで待ち受けられません。", "The relay cannot listen on this address and port."],
            [
                "ほかのプログラムが使用していないか確認するか、--listen で別のポートを指定してください（127.0.0.1:0 は空きポート）。",
                "See whether another program uses the port, or name another with --listen (127.0.0.1:0 takes a free one).",
            ],
        )
        .about(listen)
        .detail(error),
        StartError::ControlAddress => Fault::argument(
            ["--control のアドレスは、このパソコンの中のものではありません。", "The address of --control is not on this machine alone."],
            ["127.0.0.1:0 のように指定してください。", "Give 127.0.0.1:0, for example."],
        )
        .about("--control"),
        StartError::ConsoleToken => Fault::argument(
            ["ほかのパソコンから開ける管理画面には、トークンが要ります。", "A console that other machines can reach needs a token."],
            ["127.0.0.1:8480 のように指定してください。", "Give 127.0.0.1:8480, for example."],
        )
        .about("--console"),
        StartError::Console(error) => Fault::new(
            Code::Setting,
            ["管理画面のアドレスとポートで待ち受けられません。", "The console cannot listen on its address and port."],
            [
                "ほかのプログラムが使用していないか確認するか、管理画面に別のポートを指定してください（127.0.0.1:0 は空きポート）。",
                "See whether another program uses the port, or name another for the console (127.0.0.1:0 takes a free one).",
            ],
        )
        .detail(error),
        other => Fault::from(Error::new(Code::CertInvalid)).about("--pki").detail(other),
    }
}

/// Why a script of faults cannot be played.
pub(super) fn of_script(error: &ScriptError) -> Fault {
    let (ja, en) = (error.message_ja(), error.message_en());
    Fault::argument([&ja, &en], [&error.remedy_ja(), &error.remedy_en()]).about(&error.source)
}

/// Whatever stopped the demo.
pub(super) fn of_any(error: Box<dyn std::error::Error>) -> Fault {
    let error = match error.downcast::<Error>() {
        Ok(error) => return (*error).into(),
        Err(error) => error,
    };
    let cause = error.source().map(|source| format!("; {source}")).unwrap_or_default();
    Fault::new(
        Code::Bug,
        ["実演を続けられません。", "The demo cannot go on."],
        ["空き容量とフォルダーの権限を確認してください。", "Check free space and the folder's permissions."],
    )
    .detail(format!("{error}{cause}"))
}
