//! The questions of a step, and what is typed in answer.

use std::collections::BTreeMap;

use cplink::text::to_half_width;
use cplink_cli::Language;

use super::sheet::Channel;
use crate::certify::scenario::Step;
use crate::certify::transcript::Answer;

/// The questions of a step.
pub(super) struct Dialog<'a> {
    step: &'a Step,
    channel: Channel,
    lang: Language,
    state: State,
}

enum State {
    Choice,
    Reason,
    /// The place of the fact that is asked for, and those before it.
    Fact(usize, BTreeMap<String, String>),
}

/// What came of a line.
pub(super) enum Fed {
    /// There is another question.
    More,
    /// That was all.
    Done(Answer),
    /// It is no answer, and why.
    Again(String),
}

impl<'a> Dialog<'a> {
    pub(super) fn new(step: &'a Step, channel: Channel, lang: Language) -> Self {
        Self { step, channel, lang, state: State::Choice }
    }

    /// The question that is to be answered.
    pub(super) fn prompt(&self) -> String {
        match &self.state {
            State::Choice => self.choices().to_owned(),
            State::Reason => self
                .lang
                .pick(
                    "製品が示した理由（文章、または指摘のID。示さなければ何も入力せずEnter）",
                    "The reason that the product gives (a text, or the id of a finding; nothing where it gives none)",
                )
                .to_owned(),
            State::Fact(place, _) => match self.step {
                Step::Show { facts, .. } => facts.get(*place).map_or_else(String::new, |fact| {
                    let ask = self.lang.pick(&fact.ask_ja, &fact.ask_en);
                    format!("({}/{}) {ask}", place + 1, facts.len())
                }),
                _ => String::new(),
            },
        }
    }

    /// The first question again.
    pub(super) fn restart(&mut self) {
        self.state = State::Choice;
    }

    fn choices(&self) -> &'static str {
        let (ja, en) = match (self.step, self.channel) {
            (Step::Give { .. }, Channel::Folder) => {
                ("1 取り込めた　2 取り込めない　3 この製品にはない", "1 imported, 2 refused, 3 not in this product")
            }
            // What came of it the receipt says, where there is one.
            (Step::Give { .. }, Channel::Relay) => (
                "受信を待っています。2 受信できない　3 この製品にはない",
                "Waiting. 2 cannot be received, 3 not in this product",
            ),
            (Step::Enter { .. }, _) => ("1 入力した　3 この製品にはない", "1 entered, 3 not in this product"),
            (Step::Take { .. }, Channel::Folder) => (
                "出力を待っています。1 すべて出力した　2 出力できない　3 この製品にはない",
                "Waiting for the export. 1 all of it is there, 2 refused, 3 not in this product",
            ),
            (Step::Take { .. }, Channel::Relay) => (
                "送信を待っています。1 すべて送信した　2 送信できない　3 この製品にはない",
                "Waiting. 1 all of it was sent, 2 refused, 3 not in this product",
            ),
            (Step::Show { .. }, _) => {
                ("1 画面を見て答える　3 この製品にはない", "1 answer from the screen, 3 not in this product")
            }
        };
        self.lang.pick(ja, en)
    }

    /// A line that was typed.
    pub(super) fn feed(&mut self, line: &str) -> Fed {
        let line = line.trim().trim_start_matches('\u{feff}');
        match std::mem::replace(&mut self.state, State::Choice) {
            State::Choice => self.chosen(line),
            State::Reason => {
                let reasons = if line.is_empty() { Vec::new() } else { vec![line.to_owned()] };
                Fed::Done(Answer::Refused { reasons })
            }
            State::Fact(place, mut said) => {
                let Step::Show { facts, .. } = self.step else { return self.not_understood() };
                if let Some(fact) = facts.get(place) {
                    // A blank on the screen is an answer, nothing typed is none.
                    match line {
                        "" => {}
                        "-" => drop(said.insert(fact.id.clone(), String::new())),
                        value => drop(said.insert(fact.id.clone(), value.to_owned())),
                    }
                }
                if place + 1 < facts.len() {
                    self.state = State::Fact(place + 1, said);
                    Fed::More
                } else {
                    Fed::Done(Answer::Shown { facts: said })
                }
            }
        }
    }

    /// All lines of a file. What is not in it was not answered.
    pub(super) fn feed_all(mut self, lines: &[String]) -> Fed {
        let mut lines = lines.iter();
        loop {
            match self.feed(lines.next().map_or("", String::as_str)) {
                Fed::More => {}
                Fed::Done(_) if lines.any(|line| !line.trim().is_empty()) => {
                    return Fed::Again(self.lang.pick("行が多すぎます。", "It has too many lines.").to_owned());
                }
                fed => return fed,
            }
        }
    }

    fn chosen(&mut self, line: &str) -> Fed {
        let half = to_half_width(line);
        let by_file = self.channel == Channel::Folder;
        match (self.step, half.as_deref().unwrap_or(line)) {
            (_, "3") => Fed::Done(Answer::Unsupported),
            (Step::Give { .. }, "1") if by_file => Fed::Done(Answer::Imported),
            // What a product cannot receive, or refuses to send, the relay never hears of.
            (Step::Give { .. } | Step::Take { .. }, "2") => self.why(),
            (Step::Enter { .. }, "1") => Fed::Done(Answer::Entered),
            (Step::Take { .. }, "1") => Fed::Done(Answer::Exported),
            (Step::Show { .. }, "1") => {
                self.state = State::Fact(0, BTreeMap::new());
                Fed::More
            }
            _ => self.not_understood(),
        }
    }

    fn why(&mut self) -> Fed {
        self.state = State::Reason;
        Fed::More
    }

    fn not_understood(&self) -> Fed {
        Fed::Again(self.lang.pick("番号で答えてください。", "Answer with one of the numbers.").to_owned())
    }
}
