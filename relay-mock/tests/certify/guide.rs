//! The guide for vendors: what it says to type is typed, in its order.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::kit::adapters;

const GUIDES: [&str; 2] = ["CERTIFY.md", "CERTIFY.ja.md"];

fn text(guide: &str) -> String {
    fs::read_to_string(adapters().with_file_name(guide)).unwrap()
}

/// The blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let begun = format!("```{language}\n");
    text.split(&begun).skip(1).map(|rest| rest.split_once("```").unwrap().0.to_owned()).collect()
}

fn commands(text: &str) -> Vec<String> {
    blocks(text, "sh").iter().flat_map(|block| block.lines()).map(str::to_owned).collect()
}

/// A folder as the guide takes it: the adapters are in it, and the files that it shows.
fn desk(guide: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(adapters().parent().unwrap(), folder.path().join("relay-mock")).unwrap();
    let [product, expect] = &blocks(&text(guide), "toml")[..] else { panic!("{guide} shows two files") };
    fs::write(folder.path().join("product.toml"), product).unwrap();
    // The day of the example comes.
    let later = expect.replace("2027-03-31", "2999-12-31");
    assert_ne!(*expect, later);
    fs::write(folder.path().join("expect.toml"), later).unwrap();
    fs::write(folder.path().join("expect-ci.toml"), "").unwrap();
    folder
}

fn command(line: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args(words(line)).current_dir(folder).env("LC_ALL", "ja_JP.UTF-8").stdin(Stdio::null());
    command
}

/// The words of a line, without the program's name; in quotes there may be spaces.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
    let words: Vec<String> = words.map(str::to_owned).collect();
    assert_eq!(words[0], "relay-mock", "{line}");
    words[1..].to_vec()
}

/// The exit code that the guide says.
fn exit(line: &str) -> i32 {
    if line.contains("adapters/wrong") {
        1
    } else if line.contains("--expect expect.toml") {
        2
    } else if line.contains("--drive http") {
        // Nobody listens there.
        3
    } else {
        0
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A run that somebody else goes on with lays out a file (`*`: in any folder) and waits.
fn waits_for(line: &str, folder: &Path, file: &str) {
    let mut child = command(line, folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let is_laid_out = || match file.split_once("/*/") {
        None => folder.join(file).is_file(),
        Some((within, name)) => {
            let cases = fs::read_dir(folder.join(within)).into_iter().flatten().flatten();
            cases.map(|case| case.path()).any(|case| case.join(name).is_file())
        }
    };
    let begun = Instant::now();
    while !is_laid_out() && begun.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(50));
    }
    let laid_out = is_laid_out();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(laid_out, "{line}: no {file}");
}

#[test]
fn every_command_of_the_guide_does_what_it_says() {
    for guide in GUIDES {
        let folder = desk(guide);
        let commands = commands(&text(guide));
        assert!(commands.len() >= 12, "{guide}");
        for line in &commands {
            if line.contains("--drive folder") {
                waits_for(line, folder.path(), "mine/work/*/sheet.txt");
            } else if line.contains("--drive relay") {
                let out = words(line).pop().unwrap();
                waits_for(line, folder.path(), &format!("{out}/relay/address.txt"));
            } else {
                let output = command(line, folder.path()).output().unwrap();
                assert_eq!(output.status.code(), Some(exit(line)), "{line}: {}", said(&output));
            }
        }
        for run in ["sample", "ci"] {
            assert!(folder.path().join(run).join("result.json").is_file(), "{guide}: {run}");
        }
    }
}

#[test]
fn both_languages_have_the_same_commands_and_links_that_lead_somewhere() {
    let [english, japanese] = GUIDES.map(text);
    assert_eq!(commands(&english), commands(&japanese));
    for (guide, text) in GUIDES.iter().zip([&english, &japanese]) {
        for link in text.split("](").skip(1).map(|rest| rest.split_once(')').unwrap().0) {
            let file = link.split_once('#').map_or(link, |(file, _)| file);
            assert!(file.is_empty() || adapters().with_file_name(file).exists(), "{guide}: {link}");
            if file.is_empty() {
                let place = link.trim_start_matches('#');
                assert!(headings(text).any(|heading| heading == place), "{guide}: {link}");
            }
        }
    }
}

/// The places that headings make.
fn headings(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    headings.map(|heading| heading.to_lowercase().replace(' ', "-"))
}

#[test]
fn the_glue_that_the_guide_promises_is_short() {
    for glue in ["python/adapter.py", "csharp/Adapter.cs", "vbscript/adapter.vbs"] {
        let lines = fs::read_to_string(adapters().join(glue)).unwrap().lines().count();
        assert!(lines <= 80, "{glue}: {lines}");
    }
}
