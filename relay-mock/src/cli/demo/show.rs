//! The twelve steps of the exchange, one by one, for who looks on in the console.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use cplink::seal::MessageId;
use cplink_cli::Language;
use relay_mock::month::MonthMessage;

/// The service type of a care manager's office: from there go plans, to there results.
const PLANNER: &str = "43";

/// Somebody ended the demo.
#[derive(Debug, thiserror::Error)]
#[error("the demo was ended")]
pub(super) struct Stopped;

/// What happens to a message. The first six steps carry what is planned, the last six what came of it.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Export { files: usize },
    Check { warnings: usize },
    Send { id: &'a MessageId },
    Receive,
    Download { files: usize },
    Import,
}

impl Step<'_> {
    /// Its place in a message's way.
    fn place(self) -> usize {
        match self {
            Self::Export { .. } => 0,
            Self::Check { .. } => 1,
            Self::Send { .. } => 2,
            Self::Receive => 3,
            Self::Download { .. } => 4,
            Self::Import => 5,
        }
    }

    fn text(self, lang: Language) -> String {
        let (ja, en) = match self {
            Self::Export { files } => (
                format!("介護ソフトが、送るファイルを{files}個出力しました。"),
                format!("the care software exports, files: {files}"),
            ),
            Self::Check { warnings: 0 } => (
                "送る前に検査しました。エラーも警告もありません。".to_owned(),
                "checked before it is sent: no errors, no warnings".to_owned(),
            ),
            Self::Check { warnings } => (
                format!("送る前に検査しました。エラーと警告は{warnings}件です。"),
                format!("checked before it is sent, errors and warnings: {warnings}"),
            ),
            Self::Send { .. } => {
                ("電子証明書で署名して送信しました。→ 送信済".to_owned(), "signed and sent: accepted".to_owned())
            }
            Self::Receive => (
                "受け取る事業所が、新着を受信しました。→ 受信済".to_owned(),
                "the receiver picks it up: picked up".to_owned(),
            ),
            Self::Download { files } => {
                (format!("ファイルを{files}個保存しました。"), format!("saved, files: {files}"))
            }
            Self::Import => (
                "介護ソフトに取り込み、結果を報告しました。→ 取込済".to_owned(),
                "imported into the care software, and reported: imported".to_owned(),
            ),
        };
        match lang {
            Language::Ja => ja,
            Language::En => en,
        }
    }
}

/// Shows the steps to who looks on, if anybody does.
pub(super) struct Show(Option<Looking>);

struct Looking {
    console: String,
    pace: Duration,
    lang: Language,
    stop: Receiver<()>,
}

impl Show {
    /// To nobody: the demo is over as soon as it can be.
    pub(super) fn to_nobody() -> Self {
        Self(None)
    }

    /// To who looks at this console; a step takes this long. From now on Ctrl-C ends the demo in good order.
    pub(super) fn new(console: String, pace: Duration, lang: Language) -> Self {
        let (send, stop) = sync_channel(1);
        // Where no handler can be set, the signal ends the program.
        let _ = ctrlc::set_handler(move || {
            let _ = send.try_send(());
        });
        Self(Some(Looking { console, pace, lang, stop }))
    }

    pub(super) fn has_spectators(&self) -> bool {
        self.0.is_some()
    }

    /// One more step of a message.
    pub(super) fn step(&self, message: &MonthMessage, step: Step<'_>) -> Result<(), Stopped> {
        let Some(looking) = &self.0 else { return Ok(()) };
        let first = if message.from.service_type == PLANNER { 0 } else { 6 };
        println!("   {} {}", NUMBERS[first + step.place()], step.text(looking.lang));
        if let Step::Send { id } = step {
            println!("      {}messages/{id}", looking.console);
        }
        looking.wait(looking.pace)
    }

    /// Until somebody ends the demo.
    pub(super) fn stay(&self) {
        if let Some(looking) = &self.0 {
            let _ = looking.stop.recv();
        }
    }
}

impl Looking {
    fn wait(&self, time: Duration) -> Result<(), Stopped> {
        match self.stop.recv_timeout(time) {
            Ok(()) => Err(Stopped),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Ok(()),
        }
    }
}

const NUMBERS: [char; 12] = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '⑪', '⑫'];
