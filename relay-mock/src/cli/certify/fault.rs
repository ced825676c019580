//! The faults of a certification's set-up, as the user reads them.

use std::path::Path;

use cplink::{Code, Error};
use cplink_cli::Fault;
use relay_mock::certify::drive::UrlFault;
use relay_mock::certify::pack::embedded;
use relay_mock::certify::scenario::{PackError, Problem};
use relay_mock::certify::transcript::{Answer, Broken, FolderError, ProfileFault};

/// Why a pack, or the file of known failures, cannot be used.
pub(super) fn of_pack(error: &PackError) -> Fault {
    let about = match &error.key {
        Some(key) => format!("{} [{key}]", error.file),
        None => error.file.clone(),
    };
    let fault = match &error.problem {
        Problem::NoPack => {
            let known = embedded().join(", ");
            Fault::argument(
                ["この試験パックはありません。", "There is no such pack."],
                [
                    &format!("組み込みのパック（{known}）か、パックのフォルダーを指定してください。"),
                    &format!("Name an embedded pack ({known}) or a pack's folder."),
                ],
            )
        }
        Problem::OutOfRange => Fault::new(
            Code::Setting,
            [
                "パックのファイルに、パックの範囲にない番号があります。実在の方の番号かもしれません。",
                "A file of the pack has a number outside the pack's ranges. It could be a real person's.",
            ],
            ["pack.toml の synthetic を確認してください。", "See synthetic in pack.toml."],
        ),
        problem => Fault::new(
            Code::Setting,
            ["試験パックまたは設定ファイルを読み込めません。", "The pack or the settings file cannot be used."],
            ["表示されたファイルと項目を修正してください。", "Correct the file and the key that are named."],
        )
        .detail(problem),
    };
    fault.about(about)
}

/// Why the product's profile cannot be used.
pub(super) fn of_profile(fault: &ProfileFault, path: &Path) -> Fault {
    let [ja, en] = fault.problem.remedy();
    Fault::new(Code::Setting, [&fault.message_ja(), &fault.message_en()], [&ja, &en]).about(path.display())
}

/// Why the folder of a run cannot be used.
pub(super) fn of_folder(error: FolderError, folder: &Path) -> Fault {
    let fault = match error {
        FolderError::Occupied => Fault::new(
            Code::FileWrite,
            ["このフォルダーは空ではありません。", "The folder is not empty."],
            [
                "別のフォルダーを指定するか、途中の試験を続けるときは --resume を付けてください。",
                "Name another folder, or give --resume to go on with the run that is in it.",
            ],
        ),
        FolderError::NoRun => Fault::new(
            Code::FileRead,
            ["このフォルダーには試験の記録がありません。", "The folder has no run."],
            [
                "certify run の --out と同じフォルダーを指定してください。始まる前に止めた試験は、--resume を付けずに\
                 やり直してください。",
                "Name the folder of certify run --out. A run that was stopped before it began is started without --resume.",
            ],
        ),
        FolderError::Busy => Fault::new(
            Code::FileWrite,
            ["このフォルダーでは、別の試験が実行中です。", "Another run goes on in the folder."],
            [
                "その試験が終わってからやり直すか、別のフォルダーを指定してください。",
                "Wait for its end, or name another folder.",
            ],
        ),
        FolderError::Form(path, what) => Fault::new(
            Code::FileRead,
            ["試験の記録を読み込めません。", "The transcript cannot be read."],
            ["記録を編集せず、試験をやり直してください。", "Do not edit it; run again."],
        )
        .about(path.display())
        .detail(what),
        FolderError::Io(path, error) => Fault::from(Error::io(Code::FileWrite, error)).about(path.display()),
    };
    fault.about(folder.display())
}

/// Why the URL of a server product cannot be used.
pub(super) fn of_url(fault: &UrlFault, url: &str) -> Fault {
    let told = match fault {
        UrlFault::NotUrl => Fault::argument(
            ["URLではありません。", "It is no URL."],
            [
                "https://ホスト名/パス の形で指定してください（名前とパスワードは入れられません）。",
                "Give https://HOST/PATH, without a name and password.",
            ],
        ),
        UrlFault::NotLoopback => Fault::argument(
            [
                "http:// で試験できるのは、このパソコンの中の製品だけです。",
                "http is for a product on this machine alone.",
            ],
            ["https:// のURLと --ca を指定してください。", "Give an https URL and --ca."],
        ),
        UrlFault::Authority => Fault::argument(
            [
                "https:// には --ca の指定が必要です。http:// には指定できません。",
                "https goes with --ca, and http without.",
            ],
            [
                "製品のサーバー証明書を発行した認証局の証明書（PEM）を --ca で指定してください。",
                "Name the certificate (PEM) of the authority that issued the server's with --ca.",
            ],
        ),
        UrlFault::Certificate(detail) => Fault::argument(
            ["--ca のファイルに使える証明書がありません。", "The file of --ca has no certificate that can be used."],
            ["認証局の証明書をPEM形式で指定してください。", "Name a file with certificates in PEM."],
        )
        .detail(detail),
        UrlFault::System(error) => Fault::new(
            Code::Setting,
            ["このパソコンで通信の準備ができません。", "This machine cannot prepare the connection."],
            ["ほかのプログラムを終わらせてから、やり直してください。", "End other programs and try again."],
        )
        .detail(error),
    };
    // A password that stands in it is nobody's business.
    told.about(if url.contains('@') { "URL" } else { url })
}

/// Why the product could not be asked what it is.
pub(super) fn of_hello(is_program: bool, answer: &Answer) -> Fault {
    if let (true, Answer::Broken { how: Broken::NotStarted, detail }) = (is_program, answer) {
        return Fault::new(
            Code::Setting,
            ["製品のプログラムを起動できません。", "The product's program cannot be started."],
            [
                "-- の後のコマンドの名前と場所を確認してください。",
                "See whether the command after -- is there and can be run.",
            ],
        )
        .detail(detail);
    }
    let fault = Fault::new(
        Code::Setting,
        ["製品が最初の要求（hello）に正しく回答しません。", "The product does not answer hello as it must."],
        [
            "-- の後のコマンドを単独で実行して起動することを、またはURLの製品が動いていることを確認してください。やり取りの形は relay-mock/packs/README.md にあります。",
            "Start the command after -- by itself, or see whether the product of the URL runs. What it must answer is in relay-mock/packs/README.md.",
        ],
    );
    match answer {
        Answer::Broken { detail, .. } => fault.detail(detail),
        _ => fault,
    }
}
