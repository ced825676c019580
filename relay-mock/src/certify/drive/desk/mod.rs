//! The desk of an operator: where a person, or a script in a person's place, is told what to do and says what came of
//! it. Two drivers have one: *folder* and *relay*.

mod answer_file;
mod dialog;
mod forms;
mod sheet;
mod terminal;
mod window;
mod work;

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cplink::progress::Cancel;
use cplink_cli::Language;
use serde_json::Value;

use self::answer_file::Written;
use self::dialog::{Dialog, Fed};
use self::work::Work;
use super::exchange::handed_out;
use super::request::{answer, request};
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Step};
use crate::certify::transcript::{Answer, Broken, KeptFile};

pub use forms::Forms;
pub use sheet::{Channel, Places, told};
pub use terminal::Terminal;
pub use window::{HandedIn, Laid, NotTaken, Window};

/// How often everything that may bring an answer is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// A desk.
pub struct Desk {
    root: PathBuf,
    work: Option<Work>,
    monthly: Vec<String>,
    terminal: Terminal,
    channel: Channel,
    lang: Language,
    cancel: Cancel,
    limit: Option<Duration>,
    window: Option<Window>,
}

impl Desk {
    /// A desk whose folders are made below `root`. Without a limit it waits as long as it takes.
    pub fn new(
        root: PathBuf,
        terminal: Terminal,
        channel: Channel,
        lang: Language,
        cancel: &Cancel,
        limit: Option<Duration>,
    ) -> Self {
        Self {
            root,
            work: None,
            monthly: Vec::new(),
            terminal,
            channel,
            lang,
            cancel: cancel.clone(),
            limit,
            window: None,
        }
    }

    /// The desk with a window, for who does not sit at it.
    pub fn with_window(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// Says something to whoever sits there.
    pub(super) fn say(&mut self, ja: &str, en: &str) {
        self.terminal.say(self.lang.pick(ja, en));
    }

    /// Begins a case with a folder that has nothing of an attempt before.
    pub(super) fn begin(&mut self, pack: &Pack, case: &Case) -> Result<(), Answer> {
        // The case before is kept: its folder has nothing that the run's folder lacks.
        if let Some(before) = self.work.take() {
            before.remove();
        }
        self.monthly.clone_from(&pack.about.monthly);
        self.work = Some(Work::begin(&self.root, &case.id).map_err(local)?);
        let title = self.lang.pick(&case.title_ja, &case.title_en);
        self.terminal.say(&format!("\n== {} {title}", case.id));
        Ok(())
    }

    /// Lays out a step: files, forms, sheet, and last of all the request.
    pub(super) fn lay_out(&mut self, case: &Case, number: usize, step: &Step) -> Result<(), Answer> {
        let work = self.work()?;
        work.clear().map_err(local)?;
        let mut paths = Vec::new();
        match step {
            Step::Give { .. } | Step::Enter { .. } => work.empty(work::IMPORT).map_err(local)?,
            Step::Take { .. } => work.empty(work::EXPORT).map_err(local)?,
            Step::Show { .. } => {}
        }
        // A unit comes by the relay where there is one; what goes with rows that are typed in does not.
        if self.channel == Channel::Folder || matches!(step, Step::Enter { .. }) {
            for file in handed_out(step) {
                work.put(&Path::new(work::IMPORT).join(&file.name), &file.bytes).map_err(local)?;
                paths.push(Path::new(work::IMPORT).join(&file.name));
            }
        }
        if matches!(step, Step::Give { .. } | Step::Enter { .. })
            && let Some(forms) = Forms::of(step).map_err(local)?
        {
            work.put(Path::new("form.html"), &forms.html).map_err(local)?;
            work.put(Path::new("form.pdf"), &forms.pdf).map_err(local)?;
        }
        self.write_sheet(case, number, step, None)?;
        let mut asked = request(case, step, Some((Path::new(work::EXPORT), &paths)));
        for (member, value) in [
            ("case", case.id.as_str().into()),
            ("step", number.into()),
            ("role", serde_json::json!(case.role)),
            ("office", case.office.office().into()),
            ("service_type", case.office.service_type().into()),
            ("monthly", serde_json::json!(self.monthly)),
        ] {
            asked[member] = value;
        }
        let asked = serde_json::to_vec_pretty(&asked).unwrap_or_default();
        let work = self.work()?;
        work.put(Path::new(work::REQUEST), &asked).map_err(local)?;
        let told = told(step, self.channel, &Places::of_folder(work.path()), self.lang);
        self.terminal.say(&format!("-- {}/{} {told}", number + 1, case.steps.len()));
        if let Some(window) = &self.window {
            window.lay_out(&case.id, number, None);
        }
        Ok(())
    }

    fn write_sheet(&self, case: &Case, number: usize, step: &Step, problem: Option<&str>) -> Result<(), Answer> {
        let text = sheet::sheet(case, number, step, self.channel, &self.monthly, problem);
        self.work()?.put(Path::new(work::SHEET), text.as_bytes()).map_err(local)
    }

    /// Waits for the answer to a step: what `outside` brings, an answer file, or what is said at the terminal.
    pub(super) fn wait(
        &mut self,
        case: &Case,
        number: usize,
        step: &Step,
        mut outside: impl FnMut(&mut Work, bool) -> Option<Answer>,
    ) -> Answer {
        let mut work = match self.work.take() {
            Some(work) => work,
            None => return broken(Broken::NotStarted, "no case was begun"),
        };
        let answer = self.wait_in(&mut work, case, number, step, &mut outside);
        self.work = Some(work);
        if let Some(window) = &self.window {
            window.clear();
        }
        answer
    }

    fn wait_in(
        &mut self,
        work: &mut Work,
        case: &Case,
        number: usize,
        step: &Step,
        outside: &mut dyn FnMut(&mut Work, bool) -> Option<Answer>,
    ) -> Answer {
        let begun = Instant::now();
        let mut dialog = Dialog::new(step, self.channel, self.lang);
        self.terminal.ask(&dialog.prompt());
        loop {
            if self.cancel.is_cancelled() {
                // Who watches must not begin what is done anew later.
                let _ = work.clear();
                return broken(Broken::Ended, "cancelled");
            }
            if let Some(limit) = self.limit.filter(|limit| begun.elapsed() >= *limit) {
                return broken(Broken::TimedOut, format!("no answer within {} s", limit.as_secs()));
            }
            if let Some(answer) = outside(work, false) {
                self.terminal.say("");
                return answer;
            }
            let (fed, mut problem) = match self.in_file(work, step).or_else(|| self.in_window(work, step)) {
                Some(Fed::Again(why)) => (Fed::Again(format!("answer.*: {why}")), Some(why)),
                Some(fed) => (fed, None),
                None => match self.terminal.line(LOOK) {
                    Some(line) => (dialog.feed(&line), None),
                    None => {
                        self.rest_if_left(step);
                        continue;
                    }
                },
            };
            match fed {
                Fed::More => {}
                Fed::Done(Answer::Exported) => match outside(work, true) {
                    Some(answer) => return answer,
                    None => {
                        let why = self.lang.pick("まだファイルがありません。", "There is nothing yet.");
                        self.terminal.say(why);
                        problem = Some(why.to_owned());
                        dialog.restart();
                    }
                },
                Fed::Done(answer) => return answer,
                Fed::Again(why) => self.terminal.say(&why),
            }
            if let Some(problem) = problem {
                let text = sheet::sheet(case, number, step, self.channel, &self.monthly, Some(problem.as_str()));
                // The terminal has said it in any case.
                let _ = work.put(Path::new(work::SHEET), text.as_bytes());
                if let Some(window) = &self.window {
                    window.lay_out(&case.id, number, Some(problem));
                }
            }
            self.terminal.ask(&dialog.prompt());
        }
    }

    /// What a program, or a browser, answers.
    fn said(&self, step: &Step, value: &Value) -> Fed {
        match answer(step, value) {
            Answer::Broken { detail, .. } => Fed::Again(detail),
            // The receipt tells. What could not even be fetched, or was not sent, has none.
            Answer::Imported if self.channel == Channel::Relay => by_relay(),
            said => Fed::Done(said),
        }
    }

    /// What is handed in at the window, if something is; its files go the way of those that a product writes.
    fn in_window(&self, work: &mut Work, step: &Step) -> Option<Fed> {
        let HandedIn { answer, files } = self.window.as_ref()?.take()?;
        let fed = self.said(step, &answer);
        if matches!(fed, Fed::Done(Answer::Exported))
            && !files.is_empty()
            && let Err(error) = work.empty(work::EXPORT).and_then(|()| {
                files.iter().try_for_each(|file| work.put(&Path::new(work::EXPORT).join(&file.name), &file.bytes))
            })
        {
            return Some(Fed::Again(error.to_string()));
        }
        Some(fed)
    }

    /// What a file answers, if there is one.
    fn in_file(&self, work: &mut Work, step: &Step) -> Option<Fed> {
        let fed = match work.written()? {
            Written::Json(value) => self.said(step, &value),
            Written::Lines(lines) => Dialog::new(step, self.channel, self.lang).feed_all(&lines),
            Written::Unreadable(why) => Fed::Again(why),
        };
        work.answered(matches!(fed, Fed::Again(_)));
        Some(fed)
    }

    /// Where whoever has answered at the terminal has closed it, and nothing else brings this answer, the run rests.
    fn rest_if_left(&self, step: &Step) {
        let comes_by_itself = match step {
            Step::Take { .. } => true,
            Step::Give { .. } => self.channel == Channel::Relay,
            Step::Enter { .. } | Step::Show { .. } => false,
        };
        if self.terminal.was_left() && !comes_by_itself {
            self.cancel.cancel();
        }
    }

    /// What was exported goes from the folder: it could be about a real person.
    pub(super) fn discard(&mut self) {
        let emptied = self.work.as_ref().is_none_or(|work| work.empty(work::EXPORT).is_ok());
        let (ja, en) = if emptied {
            ("出力されたファイルは消しました。", "What was exported was removed.")
        } else {
            (
                "出力されたファイルを消せませんでした。手で消してください。",
                "What was exported could not be removed: remove it by hand.",
            )
        };
        self.terminal.say(
            self.lang.pick(
                "実在の方の番号かもしれない番号がありました。",
                "There was a number that could be a real person's.",
            ),
        );
        self.terminal.say(self.lang.pick(ja, en));
    }

    fn work(&self) -> Result<&Work, Answer> {
        self.work.as_ref().ok_or_else(|| broken(Broken::NotStarted, "no case was begun"))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // The last case is kept too, unless it was cut off.
        if let Some(work) = self.work.take().filter(|_| !self.cancel.is_cancelled()) {
            work.remove();
        }
    }
}

/// The files in the folder of the export, once the product has written them: nothing has changed for a while, a file
/// `done` says so, or the operator does (`now`).
pub(super) fn exported(work: &mut Work, now: bool) -> Option<Result<Vec<KeptFile>, Answer>> {
    let is_there = if now { work.has_exported() } else { work.is_done() || work.is_settled() };
    is_there.then(|| work.exported())
}

fn by_relay() -> Fed {
    Fed::Again("the relay tells what came of this step".to_owned())
}

pub(super) fn local(error: io::Error) -> Answer {
    broken(Broken::NotStarted, error.to_string())
}

pub(super) fn broken(how: Broken, detail: impl Into<String>) -> Answer {
    Answer::Broken { how, detail: detail.into() }
}
