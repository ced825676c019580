//! What came of the files, for people and as JSON.

use cplink::evidence::VerificationTime;
use cplink::finding::Severity;
use cplink::keys::{Notice, UnixTime, UnusableList};
use cplink::seal::{Agent, MessageId, japan_time, rfc3339_utc};
use cplink_cli::{Language, values};
use serde_json::{Value, json};

use super::fact::Fact;
use super::item::Item;

/// What came of every file, line by line.
pub(super) fn as_text(items: &[Item], unusable: &[UnusableList], ok: bool, lang: Language) -> String {
    let mut text = String::new();
    for list in unusable {
        let told = lang.pick(list.code.message_ja(), list.code.message_en());
        let issuer = list.issuer.as_ref().map(|issuer| match lang {
            Language::Ja => format!("（発行者: {issuer}）"),
            Language::En => format!(" (issuer: {issuer})"),
        });
        let file = list.file.as_deref().unwrap_or_default();
        text.push_str(&format!("{file}: {told}{}\n", issuer.unwrap_or_default()));
    }
    for item in items {
        let said = match &item.outcome {
            Err(error) => format!("{}: {}", lang.pick("NG", "FAILED"), error.text(lang)),
            Ok(fact) => format!("{}: {}", lang.pick("OK", "OK"), fact_text(fact, lang)),
        };
        text.push_str(&format!("{}: {said}\n", item.file));
        if let Some(signer) = item.signer() {
            for notice in signer.notices.iter().filter(|notice| notice.severity() != Severity::Info) {
                let told = lang.pick(notice.message_ja(), notice.message_en());
                text.push_str(&format!("{}: {told}\n", item.file));
            }
        }
        if !item.unlike().is_empty() {
            text.push_str(&format!("{}: {}: ", item.file, item.unlike().join(lang.pick("、", ", "))));
            text.push_str(lang.pick(
                "別の版で作られたため、ほかのファイルと照合していません。内容はメッセージと受領証で確認するか、\
                 書き出した版で検証してください。\n",
                "made by another version, and not compared with the other files. Rely on the messages and receipts, or \
                 verify with the version that exported them.\n",
            ));
        }
        for (office, gap) in item.gaps() {
            let gap = match lang {
                Language::Ja => gap.message_ja(),
                Language::En => gap.message_en(),
            };
            text.push_str(&format!("{}: {office}: {gap}\n", item.file));
        }
    }
    text.push_str(if ok {
        lang.pick("すべて有効です。\n", "Everything is valid.\n")
    } else {
        lang.pick("有効でないものがあります。\n", "Something is not valid.\n")
    });
    text
}

fn fact_text(fact: &Fact, language: Language) -> String {
    let time = |at: UnixTime| japan_time(at).unwrap_or_default();
    let acted = |agent: &Option<Agent>| match (agent, language) {
        (None, _) => String::new(),
        (Some(agent), Language::Ja) => format!("（代行 {}）", agent.office),
        (Some(agent), Language::En) => format!(" (by agent {})", agent.office),
    };
    match (fact, language) {
        (Fact::Container(message), Language::Ja) => format!(
            "メッセージ {}、{}{} から {}、署名 {}、検証の時点 {}",
            message.id,
            message.message.from.office,
            acted(&message.agent),
            message.message.to.office,
            time(message.signer.signing_time),
            time(message.verification_time.at())
        ),
        (Fact::Container(message), Language::En) => format!(
            "message {}, {}{} to {}, signed {}, verification time {} (Japan time)",
            message.id,
            message.message.from.office,
            acted(&message.agent),
            message.message.to.office,
            time(message.signer.signing_time),
            time(message.verification_time.at())
        ),
        (Fact::Receipt(verified), Language::Ja) => format!(
            "受領証（{}）{}{}、メッセージ {}",
            verified.receipt.kind.name_ja(),
            acted(&verified.receipt.agent),
            time(verified.receipt.at),
            verified.receipt.message
        ),
        (Fact::Receipt(verified), Language::En) => format!(
            "receipt ({}){} of {} (Japan time), message {}",
            verified.receipt.kind.token(),
            acted(&verified.receipt.agent),
            time(verified.receipt.at),
            verified.receipt.message
        ),
        (Fact::Export(report), lang) => {
            let (messages, receipts) = (report.exported.messages.len(), report.exported.receipts);
            let mut text = match lang {
                Language::Ja => format!("証跡 {}、メッセージ {messages} 件、受領証 {receipts} 通", report.scope),
                Language::En => format!("evidence {}, {messages} messages, {receipts} receipts", report.scope),
            };
            if !report.own_trust {
                text.push_str(lang.pick(
                    "。認証局の証明書は証跡に付属するものです。公開されている SHA-256 と比較してください:",
                    ". Its own authorities were taken for good; compare their SHA-256 with what they publish:",
                ));
                for digest in &report.authorities {
                    text.push_str(&format!(" {}", MessageId(*digest)));
                }
            }
            text
        }
    }
}

/// The one JSON object.
pub(super) fn as_json(items: &[Item], unusable: &[UnusableList], ok: bool) -> String {
    let items: Vec<Value> = items.iter().map(item).collect();
    let list = |list: &UnusableList| {
        json!({
            "file": list.file, "issuer": list.issuer, "code": list.code as i32, "name": list.code.name(),
            "message_ja": list.code.message_ja(), "message_en": list.code.message_en(), "detail": list.detail,
            "remedy_ja": list.code.remedy_ja(), "remedy_en": list.code.remedy_en(),
        })
    };
    let unusable: Vec<Value> = unusable.iter().map(list).collect();
    format!("{:#}\n", json!({ "ok": ok, "items": items, "unusable_lists": unusable }))
}

fn notices(notices: &[Notice]) -> Value {
    notices.iter().map(|notice| values::notice(&(*notice).into())).collect()
}

fn item(item: &Item) -> Value {
    let fact = match &item.outcome {
        Err(error) => {
            return json!({ "file": item.file, "ok": false, "error": error.json() });
        }
        Ok(fact) => fact,
    };
    let time = |at: UnixTime| rfc3339_utc(at).ok();
    let gaps = item.gaps().iter().map(|gap| values::receipt_gap(&gap.into()));
    let mut value = match fact {
        Fact::Container(message) => json!({
            "kind": "container",
            "id": message.id.to_string(),
            "from_office": message.message.from.office,
            "to_office": message.message.to.office,
            "agent": message.agent.as_ref().map(|agent| &agent.office),
            "signed_at": time(message.signer.signing_time),
            "notices": notices(&message.signer.notices),
            "verification_time": time(message.verification_time.at()),
            "verification_time_source": match message.verification_time {
                VerificationTime::Stamp(_) => "time_stamp",
                VerificationTime::Accepted(_) => "accepted",
                _ => "now",
            },
        }),
        Fact::Receipt(verified) => json!({
            "kind": "receipt",
            "receipt": verified.receipt.kind.token(),
            "id": verified.receipt.message.to_string(),
            "at": time(verified.receipt.at),
            "number": verified.receipt.link.map(|link| link.number),
            "agent": verified.receipt.agent.as_ref().map(|agent| &agent.office),
            "notices": notices(&verified.signer.notices),
        }),
        Fact::Export(report) => json!({
            "kind": "export",
            "scope": report.scope.to_string(),
            "made": time(report.made),
            "messages": report.exported.messages.len(),
            "receipts": report.exported.receipts,
            "authorities": report.authorities.iter().map(|digest| MessageId(*digest).to_string()).collect::<Vec<_>>(),
            "own_trust": report.own_trust,
            "gaps": gaps.collect::<Vec<_>>(),
            "unlike": report.exported.unlike,
        }),
    };
    if let Value::Object(members) = &mut value {
        members.insert("file".to_owned(), item.file.clone().into());
        members.insert("ok".to_owned(), item.holds().into());
    }
    value
}
