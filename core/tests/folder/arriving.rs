//! Files on their way: half of them, one after the other, growing, coming again.

use std::fs;
use std::time::{Duration, Instant};

use cplink::Code;
use cplink::client::{Outcome, ReceiveOptions};
use cplink::progress::{Cancel, Job};

use crate::kit::{PREVENTION, PROVIDER, SLIP, Town, files, opened, set_age};

#[test]
fn half_a_download_holds_its_unit_up_until_it_is_whole() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    let all = files(SLIP);
    let (last, bytes) = all.iter().next_back().unwrap();
    for ending in ["crdownload", "part", "tmp"] {
        for (name, bytes) in all.iter().filter(|(name, _)| *name != last) {
            provider.download(name, bytes);
        }
        let half = provider.download_aged(&format!("{last}.{ending}"), &bytes[..20], Duration::from_secs(20));
        assert!(provider.obstacles().is_empty(), "it is on its way, and nothing is to be said yet");
        set_age(&half, Duration::from_secs(3600));
        assert_eq!(provider.obstacles(), [(Code::UnitIncomplete, last.clone())], "{ending}: it was given up");
        fs::remove_file(half).unwrap();
    }
    provider.download(last, bytes);
    assert_eq!(opened(&mut provider.receive_one()).parts().count(), 3);
}

#[test]
fn what_still_grows_is_not_taken() {
    let town = Town::new();
    let mut provider = town.office_with(PROVIDER, |options| options.settle = Duration::from_secs(2));
    let all = files(SLIP);
    for (at, (name, bytes)) in all.iter().enumerate() {
        let age = if at == 0 { Duration::ZERO } else { Duration::from_secs(60) };
        provider.download_aged(name, bytes, age);
    }
    assert!(provider.obstacles().is_empty());
    let begun = Instant::now();
    let options = ReceiveOptions::new(provider.keep()).with_wait(Duration::from_secs(30));
    let batch = provider.client.receive("", &options, &mut Job::new()).unwrap();
    assert_eq!(batch.messages.len(), 1, "the wait ends once nothing changes any more");
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_clock_of_a_server_that_is_ahead_holds_up_nothing_for_ever() {
    let town = Town::new();
    let mut provider = town.office_with(PROVIDER, |options| options.settle = Duration::from_millis(300));
    for (name, bytes) in files(SLIP) {
        let path = provider.download(&name, &bytes);
        let ahead = std::time::SystemTime::now() + Duration::from_secs(7200);
        fs::File::options().write(true).open(path).unwrap().set_modified(ahead).unwrap();
    }
    assert!(provider.obstacles().is_empty());
    std::thread::sleep(Duration::from_millis(400));
    provider.receive_one();
}

#[test]
fn a_unit_whose_files_come_in_any_order_waits_and_names_what_is_missing() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    let mut all: Vec<_> = files(SLIP).into_iter().collect();
    all.reverse();
    let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    for (count, (name, bytes)) in all.iter().enumerate() {
        if count > 0 {
            let mut missing: Vec<_> = provider.obstacles();
            missing.sort_by(|one, other| one.1.cmp(&other.1));
            let mut expected: Vec<_> = names[count..].iter().map(|name| (Code::UnitIncomplete, name.clone())).collect();
            expected.sort_by(|one, other| one.1.cmp(&other.1));
            assert_eq!(missing, expected);
        }
        provider.download(name, bytes);
    }
    provider.receive_one();
}

#[test]
fn an_incomplete_unit_is_handed_over_when_it_is_asked_for() {
    let town = Town::new();
    let mut provider = town.office_with(PROVIDER, |options| options.take_incomplete = true);
    let mut all = files(SLIP);
    all.pop_first();
    provider.download_all(&all);
    let mut incoming = provider.receive_one();
    let checked = opened(&mut incoming).read(&mut Job::new()).unwrap();
    assert!(checked.report.has_error(), "the host sees what is missing");
}

#[test]
fn an_empty_file_is_one_that_is_not_there_yet() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    let all = files(SLIP);
    provider.download_all(&all);
    let (name, bytes) = all.iter().next().unwrap();
    provider.download(name, b"");
    assert_eq!(provider.obstacles(), [(Code::UnitIncomplete, name.clone())]);
    provider.download(name, bytes);
    provider.receive_one();
}

#[test]
fn a_picture_that_a_form_names_may_come_last() {
    let town = Town::new();
    let mut provider = town.office(PREVENTION);
    let all = files("07-prevention-plan");
    let (picture, bytes) = all.iter().find(|(name, _)| name.ends_with(".jpg")).unwrap();
    for (name, bytes) in all.iter().filter(|(name, _)| *name != picture) {
        provider.download(name, bytes);
    }
    assert_eq!(provider.obstacles().iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::UnitIncomplete]);
    provider.download(&picture.replace(".jpg", " (2).jpg"), bytes);
    let mut incoming = provider.receive_one();
    assert!(opened(&mut incoming).parts().any(|(name, _)| name == picture), "under the name that the form has");
}

#[test]
fn files_that_vanish_and_come_again_are_handed_over_behind_every_cursor() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    provider.download_all(&files(SLIP));
    let first = provider.receive("");
    let later = files("10-results-home-help");
    assert_eq!(first.messages.len(), 1);
    for name in files(SLIP).keys() {
        fs::remove_file(provider.options.inward.join(name)).unwrap();
    }
    let none = provider.receive(&first.next);
    assert!(none.messages.is_empty() && !later.is_empty());
    provider.download_all(&files(SLIP));
    let again = provider.receive(&none.next);
    assert_eq!(again.messages.len(), 1, "nothing of what was not acknowledged is lost");
    provider.acknowledge(&again.messages[0], &Outcome::Imported);
}

#[test]
fn a_wait_ends_with_a_cancel() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    let cancel = Cancel::new();
    let other = cancel.clone();
    let stopping = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        other.cancel();
        Instant::now()
    });
    let options = ReceiveOptions::new(provider.keep()).with_wait(Duration::from_secs(50));
    let error = provider.client.receive("", &options, &mut Job::new().with_cancel(&cancel)).unwrap_err();
    let after = stopping.join().unwrap().elapsed();
    assert_eq!(error.code(), Code::Cancelled);
    assert!(after < Duration::from_secs(2), "{after:?}");
}
