//! A fault in Japanese words, for who reads no scripts.

use super::call::Call;
use super::effect::Effect;
use super::place::Place;
use super::told::{Fired, ToldFault};

impl ToldFault {
    /// Which calls, where in them, and what.
    pub(crate) fn said(&self) -> String {
        let calls = if self.at == "handshake" { "新しい接続".to_owned() } else { call_ja(&self.call) };
        let office = self.office.as_ref().map(|office| format!("事業所 {office}、")).unwrap_or_default();
        format!("{calls}（{office}{}）：{}", self.when(), happens_ja(&self.call, &self.at, &self.effect))
    }

    fn when(&self) -> String {
        let upto = self.times.map(|times| format!("、{times}回まで")).unwrap_or_default();
        match (self.nth, self.every, self.chance) {
            (Some(nth), ..) => match self.times {
                None | Some(1) => format!("{nth}回目"),
                Some(times) => format!("{nth}回目から続けて{times}回"),
            },
            (_, Some(1), _) => format!("毎回{upto}"),
            (_, Some(every), _) => format!("{every}回に1回{upto}"),
            (.., Some(chance)) => format!("{}％の確率{upto}", (chance * 1000.0).round() / 10.0),
            (None, None, None) => String::new(),
        }
    }
}

impl Fired {
    /// Where in the call, and what.
    pub(crate) fn said(&self) -> String {
        happens_ja(self.call.as_deref().unwrap_or("any"), &self.at, &self.effect)
    }
}

fn happens_ja(call: &str, at: &str, effect: &str) -> String {
    format!("{}、{}", at_ja(at), effect_ja(call, effect))
}

/// What a call is called, by `any`, an operation's id or a path.
pub(crate) fn call_ja(call: &str) -> String {
    if call == "any" {
        return "すべての呼び出し".to_owned();
    }
    let name = match Call::from_id(call) {
        Some(Call::Capabilities) => "機能の問い合わせ",
        Some(Call::Offices) => "事業所の一覧",
        Some(Call::PutMessage) => "送信",
        Some(Call::GetMessage) => "受信",
        Some(Call::Acknowledge) => "結果の報告",
        Some(Call::Recall) => "送信の取消し",
        Some(Call::Inbox) => "受信一覧",
        Some(Call::Sent) => "送信一覧",
        None => return call.to_owned(),
    };
    name.to_owned()
}

/// Where in a call, as a script writes it.
fn at_ja(at: &str) -> String {
    match Place::parse(at) {
        Some(Place::Handshake) => "接続するときに".to_owned(),
        Some(Place::Before) => "何もしないうちに".to_owned(),
        Some(Place::RequestByte(n)) => format!("要求の本文が{n}バイト届いたところで"),
        Some(Place::AfterCommit) => "処理を終え、応答を返す前に".to_owned(),
        Some(Place::AnswerByte(0)) => "応答の本文の最初で".to_owned(),
        Some(Place::AnswerByte(n)) => format!("応答の本文を{n}バイト返したところで"),
        None => at.to_owned(),
    }
}

/// What happens in a call, as a script writes it.
fn effect_ja(call: &str, effect: &str) -> String {
    let lists = Call::from_id(call).is_some_and(Call::lists);
    let plain = match Effect::parse(effect) {
        Some(Effect::Reset) => "接続をリセットする",
        Some(Effect::Close) => "返すべきものを返さずに接続を終える",
        Some(Effect::NoCloseNotify) => "終わりの合図（close_notify）なしで接続を終える",
        Some(Effect::Stall) => "接続を開いたまま、何も返さない",
        Some(Effect::Status(status)) => return format!("エラー（{status}）を返す"),
        Some(Effect::Truncate) => "応答を途中で終える",
        Some(Effect::Flip) => "応答の1ビットを変える",
        Some(Effect::Duplicate) if lists => "最初の項目を2回並べる",
        Some(Effect::Duplicate) => "同じことをもう1回行う",
        Some(Effect::Reorder) => "一覧の順序を逆にする",
        Some(Effect::Delay(delay)) => {
            let ms = delay.as_millis();
            return if ms.is_multiple_of(1000) {
                format!("{}秒待たせる", ms / 1000)
            } else {
                format!("{}秒待たせる", delay.as_secs_f64())
            };
        }
        Some(Effect::Tls12) => "古いTLS 1.2だけを提示する",
        Some(Effect::Revoke) => "有効な証明書を、失効しているものとして断る",
        Some(Effect::Clock(by)) => {
            let direction = if by < 0 { "遅らせる" } else { "進める" };
            return format!("中継サーバーの時計を{}{direction}", span_ja(by.unsigned_abs()));
        }
        Some(Effect::DiskFull) => "空き容量がないと答える（何も保存しない）",
        Some(Effect::Lock) => "ログインがロックされていると答える",
        None => effect,
    };
    plain.to_owned()
}

/// `90061` as `1日1時間1分1秒`.
pub(crate) fn span_ja(seconds: u64) -> String {
    let parts =
        [(seconds / 86_400, "日"), (seconds / 3600 % 24, "時間"), (seconds / 60 % 60, "分"), (seconds % 60, "秒")];
    let text: String = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    if text.is_empty() { "0秒".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::{Script, script_names, script_text};
    use super::*;

    #[test]
    fn every_fault_of_our_scripts_is_said_in_japanese() {
        let mut faults = 0;
        for name in script_names() {
            let script = Script::read(script_text(name).unwrap_or_default(), name);
            for fault in script.map(|script| script.told()).unwrap_or_default() {
                let effect = effect_ja(&fault.call, &fault.effect);
                for text in [call_ja(&fault.call), fault.when(), at_ja(&fault.at), effect] {
                    assert!(!text.is_ascii(), "{name}: {text:?}");
                    assert!(fault.at == "handshake" || fault.said().contains(&text), "{name}: {text:?}");
                }
                faults += 1;
            }
        }
        assert!(faults >= script_names().len());
    }

    #[test]
    fn spans_are_said_in_their_largest_units() {
        for (seconds, said) in [(0, "0秒"), (90_061, "1日1時間1分1秒"), (34_560_000, "400日"), (3600, "1時間")]
        {
            assert_eq!(span_ja(seconds), said);
        }
    }
}
