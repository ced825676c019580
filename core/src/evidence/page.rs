//! The page of an export, in Japanese: it loads nothing, runs nothing, and escapes everything.

use std::fmt::Write as _;

use super::commands::{self, Command, receipt_name};
use super::facts::{Judged, VerifiedMessage};
use super::view::View;
use super::{AUTHORITIES, CRLS, certificates};
use crate::error::Result;
use crate::keys::UnixTime;
use crate::seal::{MessageId, ReceiptKind, Signature, VerifiedReceipt, japan_time};

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
<title>ケアプランデータ送受信の証跡</title>\n<style>\n\
body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.6}\n\
table{border-collapse:collapse;width:100%;margin:.5em 0 1em}\n\
th,td{border:1px solid #888;padding:.2em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}\n\
th{background:#eee;white-space:nowrap}\n\
pre{background:#f4f4f4;border:1px solid #ccc;padding:.4em;white-space:pre-wrap;overflow-wrap:anywhere}\n\
pre.output{margin-left:2em}\n.fault{border:2px solid #b00;padding:.5em}\n\
section{break-before:page}\n</style>\n</head>\n<body>\n";

/// Text under construction. What comes in by [`Html::text`] is escaped; markup is ours alone.
struct Html(String);

impl Html {
    fn markup(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    fn row(&mut self, name: &'static str, value: &str) {
        self.markup("<tr><th>").markup(name).markup("</th><td>").text(value).markup("</td></tr>\n");
    }

    fn cells(&mut self, cells: &[&str]) {
        self.markup("<tr>");
        for cell in cells {
            self.markup("<td>").text(cell).markup("</td>");
        }
        self.markup("</tr>\n");
    }

    fn command(&mut self, command: &Command) {
        self.markup("<pre class=\"command\">").text(&command.line).markup("</pre>\n");
        if let Some(prints) = &command.prints {
            self.markup("<pre class=\"output\">").text(prints).markup("</pre>\n");
        }
    }
}

pub(super) fn write(view: &View<'_>) -> Result<Vec<u8>> {
    let mut html = Html(HEAD.to_owned());
    summary(&mut html, view)?;
    chain(&mut html, view)?;
    html.markup(
        "<h2>確認方法</h2>\n<p>この証跡は、本ソフトウェアがなくても確認できます。このフォルダーで、\
         unzip と OpenSSL（3.0 以降）を使い、以下の各欄のコマンドを上から順に実行してください。\
         すべてのコマンドがエラーなく終了し、字下げした欄がある場合はそのとおりに表示されれば、内容は送信時から変わっていません。</p>\n\
         <p>認証局の証明書（",
    );
    html.text(AUTHORITIES);
    html.markup("）は、認証局が公開しているものと同じであることを別途確認してください。SHA-256：</p>\n<ul>\n");
    for certificate in view.evidence.trust.certificates() {
        let digest = MessageId(crate::seal::Receipt::digest(certificate)).to_string();
        html.markup("<li>").text(&digest).markup("</li>\n");
    }
    html.markup("</ul>\n");
    for item in view.items {
        message(&mut html, view, item)?;
    }
    others(&mut html, view)?;
    html.markup("</body>\n</html>\n");
    Ok(html.0.into_bytes())
}

fn summary(html: &mut Html, view: &View<'_>) -> Result<()> {
    html.markup("<h1>ケアプランデータ送受信の証跡</h1>\n<table>\n");
    html.row("書き出し日時", &japan_time(view.evidence.now)?);
    html.row("対象", &view.scope.to_string());
    html.row("メッセージ", &format!("{} 件", view.items.len()));
    html.row("受領証", &format!("{} 通", view.receipts.len()));
    html.markup(
        "</table>\n<p>日時は日本時間です。送信済・受信済・記録済の日時は中継サービスの時計、署名・取込済・取込不可の日時は\
         署名した事業所の時計によります。この証跡は CPX/1 による送受信の記録で、国のケアプランデータ連携システムの証明ではありません。</p>\n\
         <table>\n<tr><th>件名</th><th>送信元</th><th>送信先</th><th>送信済</th><th>受信済</th><th>取込</th></tr>\n",
    );
    for item in view.items {
        let time = |kinds: &[ReceiptKind]| {
            let mut found = view.of(item.id).filter(|(verified, _)| kinds.contains(&verified.receipt.kind));
            found.next().map(|(verified, _)| (verified.receipt.kind, verified.receipt.at))
        };
        let shown = |found: Option<(ReceiptKind, UnixTime)>| -> Result<String> {
            found.map_or(Ok("—".to_owned()), |(_, at)| japan_time(at))
        };
        let taken = match time(&[ReceiptKind::Imported, ReceiptKind::Refused]) {
            Some((kind, at)) => format!("{} {}", kind.name_ja(), japan_time(at)?),
            None => "—".to_owned(),
        };
        html.cells(&[
            &item.message.subject,
            &item.message.from.office,
            &item.message.to.office,
            &shown(time(&[ReceiptKind::Accepted]))?,
            &shown(time(&[ReceiptKind::PickedUp]))?,
            &taken,
        ]);
    }
    html.markup("</table>\n");
    Ok(())
}

fn chain(html: &mut Html, view: &View<'_>) -> Result<()> {
    html.markup("<h2>受領証の連続</h2>\n");
    if matches!(view.scope, super::Scope::Message(_)) {
        html.markup("<p>一件だけの証跡のため、受領証の連続は確認していません。</p>\n");
        return Ok(());
    }
    if view.gaps.is_empty() {
        html.markup(
            "<p>中継サービスの受領証は、事業所ごとに番号を持ち、直前の受領証のSHA-256を記録しています。\
             この証跡に含まれる番号に、欠落や矛盾はありません。</p>\n",
        );
        return Ok(());
    }
    html.markup("<div class=\"fault\"><p>受領証の連続に欠落または矛盾があります。</p>\n<ul>\n");
    for (office, gap) in view.gaps {
        html.markup("<li>").text(&format!("事業所 {office}：{}", gap.message_ja())).markup("</li>\n");
    }
    html.markup("</ul></div>\n");
    Ok(())
}

fn message(html: &mut Html, view: &View<'_>, item: &VerifiedMessage) -> Result<()> {
    let sent = &item.message;
    html.markup("<section>\n<h2>").text(&sent.subject).markup("</h2>\n<table>\n");
    html.row("メッセージID", &item.id.to_string());
    html.row("送信元", &format!("{}（サービス種類 {}）", sent.from.office, sent.from.service_type));
    html.row("送信先", &format!("{}（サービス種類 {}）", sent.to.office, sent.to.service_type));
    html.row("ファイル連番", &sent.serial);
    html.row("CSVバージョン", sent.csv_version.as_deref().unwrap_or("—"));
    if let Some(replaced) = sent.supersedes {
        html.row("差し替えたメッセージ", &replaced.to_string());
    }
    if let Some(reason) = &sent.override_reason {
        html.row("エラーの指摘がある状態で送信した理由", reason);
    }
    signer(html, &item.signer)?;
    html.row("証明書を検証した時点", &judged(item.judged)?);
    html.markup("</table>\n<table>\n<tr><th>ファイル</th><th>サイズ</th><th>SHA-256</th></tr>\n");
    for part in &item.parts {
        html.cells(&[&part.name, &format!("{} バイト", part.size), &MessageId(part.sha256).to_string()]);
    }
    html.markup("</table>\n<h3>内容の確認方法</h3>\n");
    html.command(&commands::unpack(item));
    html.markup("<p>目録への電子署名：</p>\n");
    html.command(&commands::signature(item));
    if let Some(stamp) = item.signer.time_stamp.as_ref().filter(|stamp| stamp.trusted) {
        html.markup("<p>署名へのタイムスタンプ：</p>\n");
        for command in commands::stamp(item, stamp.at) {
            html.command(&command);
        }
    }
    html.markup("<p>メッセージID（目録の SHA-256）：</p>\n");
    html.command(&commands::id(item));
    html.markup("<p>各ファイルの SHA-256（META-INF/ASiCManifest.xml の DigestValue と同じ）：</p>\n");
    for part in &item.parts {
        html.command(&commands::part(item, &part.name, &part.sha256));
    }
    revocation(html, view, &item.signer);
    html.markup("<h3>受領証</h3>\n");
    let mut none = true;
    for (verified, der) in view.of(item.id) {
        none = false;
        receipt(html, view, verified, der)?;
    }
    if none {
        html.markup("<p>受領証はありません。</p>\n");
    }
    html.markup("</section>\n");
    Ok(())
}

fn signer(html: &mut Html, signature: &Signature) -> Result<()> {
    let identity = &signature.identity;
    let name = identity.organization.as_deref().unwrap_or("—");
    html.row("署名者", &format!("{name}（{}、{}）", identity.office_number, identity.kind.name_ja()));
    let mut serial = String::new();
    for byte in &identity.serial {
        let _ = write!(serial, "{byte:02x}");
    }
    html.row("証明書の番号", &serial);
    let (from, to) = (japan_time(identity.not_before)?, japan_time(identity.not_after)?);
    html.row("証明書の有効期間", &format!("{from} ～ {to}"));
    html.row("署名日時", &japan_time(signature.signing_time)?);
    match &signature.time_stamp {
        Some(stamp) if stamp.trusted => html.row("タイムスタンプ", &japan_time(stamp.at)?),
        Some(_) => html.row("タイムスタンプ", "あり（タイムスタンプ局の設定がないため、確認していません）"),
        None => {}
    }
    Ok(())
}

fn judged(judged: Judged) -> Result<String> {
    let (at, by) = match judged {
        Judged::Stamp(at) => (at, "タイムスタンプの日時"),
        Judged::Accepted(at) => (at, "中継サービスの受領証（送信済）の日時"),
        Judged::Now(at) => (at, "書き出しの日時"),
    };
    Ok(format!("{}（{by}）", japan_time(at)?))
}

fn revocation(html: &mut Html, view: &View<'_>, signature: &Signature) {
    if certificates::has_list(view.lists, &signature.certificate) {
        html.markup("<p>署名者の証明書が失効リスト（").text(CRLS).markup("）にないこと：</p>\n");
        html.command(&commands::revocation(&certificates::signer_name(signature)));
    } else {
        html.markup("<p>署名者の証明書の発行元の失効リストはありません。失効は確認していません。</p>\n");
    }
}

fn receipt(html: &mut Html, view: &View<'_>, verified: &VerifiedReceipt, der: &[u8]) -> Result<()> {
    let said = &verified.receipt;
    html.markup("<table>\n");
    html.row("種類", said.kind.name_ja());
    html.row("日時", &japan_time(said.at)?);
    if let Some(reason) = &said.reason {
        html.row("理由", reason);
    }
    if let Some(link) = &said.link {
        html.row("番号", &link.number.to_string());
        let previous = link.previous.map_or("—".to_owned(), |digest| MessageId(digest).to_string());
        html.row("直前の受領証の SHA-256", &previous);
    }
    if let Some(records) = said.records {
        html.row("記録した受領証の SHA-256", &MessageId(records).to_string());
    }
    signer(html, &verified.signer)?;
    html.markup("</table>\n");
    let name = receipt_name(verified, der);
    html.command(&commands::receipt(&name, verified)?);
    html.command(&commands::receipt_digest(&name, der));
    revocation(html, view, &verified.signer);
    Ok(())
}

/// Receipts that stand between those of the messages, for the chain's sake.
fn others(html: &mut Html, view: &View<'_>) -> Result<()> {
    let own = |verified: &VerifiedReceipt| view.items.iter().any(|item| item.id == verified.receipt.message);
    let others: Vec<_> = view.receipts.iter().filter(|(verified, _)| !own(verified)).collect();
    if others.is_empty() {
        return Ok(());
    }
    html.markup("<section>\n<h2>連続を示すためのほかの受領証</h2>\n");
    for (verified, der) in others {
        let name = receipt_name(verified, der);
        html.command(&commands::receipt(&name, verified)?);
        html.command(&commands::receipt_digest(&name, der));
    }
    html.markup("</section>\n");
    Ok(())
}
