//! 障害: scripts are played by clicks, and one sees what they did.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::visitor::{Visitor, until, with_console};
use crate::world::World;

fn world() -> (World, Visitor) {
    let world = World::with(|options, _| with_console(options));
    let visitor = Visitor::new(world.relay());
    (world, visitor)
}

#[test]
fn a_script_of_our_own_is_loaded_played_seen_and_stopped() {
    let (world, mut browser) = world();
    let page = browser.read("/faults");
    assert!(page.contains("障害は起こしていません") && page.contains("応答が失われる"), "{page}");
    assert!(page.contains("送信（1回目）：処理を終え、応答を返す前に、接続をリセットする"), "{page}");
    let loaded = browser.read("/faults?script=broken-handshake");
    let script = relay_mock::server::faults::script_text("broken-handshake").unwrap();
    assert!(loaded.contains(&script.lines().next().unwrap().replace('"', "&#34;")), "{loaded}");
    let mut live = browser.listen();
    let played = browser.post_files("/faults/play", &[("script", script), ("seed", "7")], &[]);
    assert_eq!(played.location(), "/faults");
    live.hears("event: change");
    let page = browser.read("/faults");
    assert!(page.contains("実行中：接続の途中で切れる") && page.contains("まだ何も起こしていません"), "{page}");
    assert!(page.contains("シード <span class=\"id\">7</span>"));
    // A connection meets the fault, and who looks at the page hears of it.
    let mut live = browser.listen();
    let mut stream = TcpStream::connect(world.relay().addr()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(&[22]).unwrap();
    assert!(stream.read(&mut [0; 16]).is_err(), "the connection is reset");
    live.hears("event: change");
    until("the fault is seen", || browser.read("/faults").contains("起こした障害（全1件"));
    assert!(browser.read("/faults").contains("接続するとき"));
    assert_eq!(browser.post("/faults/stop", &[]).location(), "/faults");
    assert!(browser.read("/faults").contains("障害は起こしていません"));
    // Also without being loaded.
    assert_eq!(browser.post("/faults/play", &[("own", "flaky")]).location(), "/faults");
    assert!(browser.read("/faults").contains("実行中：ときどき失敗する"));
    assert_eq!(browser.post("/faults/play", &[("own", "../../Cargo")]).status, 404);
}

#[test]
fn a_script_with_a_slip_is_shown_with_its_line_and_kept() {
    let (_world, mut browser) = world();
    let script = "[[fault]]\ncall = \"putMessage\"\nnth = 1\nat = \"before\"\ndo = \"<b>explode</b>\"\n";
    let answer = browser.post("/faults/play", &[("script", script), ("seed", "")]);
    let page = answer.text();
    assert_eq!(answer.status, 400);
    assert!(page.contains("5行、1番目の障害、「do」"), "{page}");
    assert!(page.contains("&#60;b&#62;explode") && !page.contains("<b>explode"), "{page}");
    assert!(page.contains("障害は起こしていません"));
    assert_eq!(browser.post("/faults/play", &[("script", ""), ("seed", "")]).status, 400);
    assert_eq!(browser.post("/faults/play", &[("script", script), ("seed", "-1")]).status, 400);
    assert_eq!(browser.get("/faults?script=../Cargo").status, 404);
}

#[test]
fn a_script_of_ten_megabytes_is_refused() {
    let (_world, mut browser) = world();
    let large = "#".repeat(10 << 20);
    let answer = browser.post_files("/faults/play", &[("script", "")], &[("file", "large.toml", large.as_bytes())]);
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert!(answer.text().contains("この台本は実行できません") && answer.bytes.len() < 200_000);
    assert!([413, 0].contains(&browser.post("/faults/play", &[("script", &large)]).status));
    let not_text = browser.post_files("/faults/play", &[], &[("file", "x.toml", b"\xff\xfe\x00")]);
    assert_eq!(not_text.status, 400);
    assert!(browser.read("/faults").contains("障害は起こしていません"));
}

#[test]
fn the_clock_is_set_moved_and_reset() {
    let (_world, mut browser) = world();
    let shift = |browser: &mut Visitor| {
        let page = browser.read("/faults");
        let said = page.split("本来の時計との差</dt><dd>").nth(1).unwrap();
        said.split("</dd>").next().unwrap().to_owned()
    };
    assert_eq!(shift(&mut browser), "差はありません");
    let fields = |direction: &'static str, unit: &'static str| {
        [("action", "move"), ("count", "2"), ("unit", unit), ("direction", direction)]
    };
    let mut live = browser.listen();
    assert_eq!(browser.post("/faults/clock", &fields("ahead", "days")).location(), "/faults#clock");
    live.hears("event: change");
    assert!(shift(&mut browser).contains("2日進んでいます"), "{}", shift(&mut browser));
    browser.post("/faults/clock", &fields("back", "hours"));
    assert!(shift(&mut browser).contains("1日22時間進んでいます"), "{}", shift(&mut browser));
    browser.post("/faults/clock", &[("action", "set"), ("to", "2001-02-03T04:05")]);
    assert!(shift(&mut browser).contains("遅れています"), "{}", shift(&mut browser));
    assert!(browser.read("/faults").contains("2001年2月3日 04:05"));
    browser.post("/faults/clock", &[("action", "reset")]);
    assert_eq!(shift(&mut browser), "差はありません");
    for wrong in [
        [("action", "move"), ("count", "-3"), ("unit", "days"), ("direction", "ahead")],
        [("action", "move"), ("count", "4000000000"), ("unit", "days"), ("direction", "ahead")],
        [("action", "set"), ("to", "yesterday"), ("", ""), ("", "")],
        [("action", "explode"), ("", ""), ("", ""), ("", "")],
    ] {
        assert_eq!(browser.post("/faults/clock", &wrong).status, 400);
    }
    assert_eq!(shift(&mut browser), "差はありません");
    let expired = browser.post("/faults/expire", &[]);
    assert!(browser.see(expired.location()).text().contains("期限を過ぎたメッセージ"));
}
