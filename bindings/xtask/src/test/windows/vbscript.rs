//! The sample adapter in VBScript, as far as Wine's `cscript` goes: it has neither standard input nor `ExecuteGlobal`, so
//! requests come from a file and the sources as one; and no `AscW`, so all of it is ASCII.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::place::root;
use crate::test::count::{Count, check};
use crate::toolchain::windows::wine::Wine;

/// What is given, and comes out again under other names.
const GIVEN: &str = "relay-mock/packs/v4/cases/D5-01/give/01";

pub(super) fn adapter(dir: &Path, wine: &Wine, count: &mut Count) -> Result<(), String> {
    let folder = dir.join("vbscript");
    let export = folder.join("export");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&export).map_err(failed)?;
    fs::write(folder.join("product.vbs"), source().map_err(failed)?).map_err(failed)?;
    let given = root().join(GIVEN);
    let mut names = names(&given).map_err(failed)?;
    names.sort();
    let paths: Vec<String> = names.iter().map(|name| on_wine(&given.join(name))).collect();
    fs::write(folder.join("requests.txt"), requests(&paths, &on_wine(&export))).map_err(failed)?;
    let mut cscript = wine.run("cscript.exe");
    let output = cscript.args(["//nologo", "product.vbs", "requests.txt"]).current_dir(&folder).output();
    let said = String::from_utf8_lossy(&output.map_err(failed)?.stdout).into_owned();
    let answers: Vec<Value> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let results: Vec<&str> = answers.iter().filter_map(|answer| answer["result"].as_str()).collect();
    check(
        "VBScript: a profile",
        answers.first().is_some_and(|answer| answer["roles"] == json!(["care-manager"])),
        count,
    );
    let right = ["done", "imported", "unsupported", "shown", "exported"];
    check(&format!("VBScript: each request is answered: {said}"), results == right, count);
    let shown = answers.get(4).map(|answer| &answer["facts"]);
    check("VBScript: quotes in JSON", shown == Some(&json!({ "a \"b\" \\c": "" })), count);
    let bytes = |folder: &Path, names: &[String]| {
        let mut all: Vec<_> = names.iter().filter_map(|name| fs::read(folder.join(name)).ok()).collect();
        all.sort();
        all
    };
    let exported = self::names(&export).map_err(failed)?;
    check("VBScript: the same files come out", bytes(&given, &names) == bytes(&export, &exported), count);
    check("VBScript: under names of their own", exported.iter().all(|name| !names.contains(name)), count);
    Ok(())
}

/// The adapter with what it includes.
fn source() -> std::io::Result<String> {
    let read = |name: &str| fs::read_to_string(root().join("relay-mock/adapters/vbscript").join(name));
    let adapter = read("adapter.vbs")?;
    let glue = adapter.lines().filter(|line| !line.starts_with("ExecuteGlobal ")).map(|line| format!("{line}\r\n"));
    Ok(glue.collect::<String>() + &read("json.vbs")? + &read("software.vbs")?)
}

fn requests(files: &[String], folder: &str) -> String {
    let row = json!({ "user_name": "abc", "remarks": "a \"b\"\r\n\\c" });
    let fact = json!({ "id": "a \"b\" \\c", "what": "text", "field": null, "where": {}, "own": false });
    let requests = [
        json!({ "do": "hello", "protocol": 1 }),
        json!({ "do": "reset", "office": "9970000012", "service_type": "43", "monthly": ["114001"] }),
        json!({ "do": "import", "files": files }),
        json!({ "do": "enter", "files": [{ "kind": "UPPLAN", "version": "202407", "rows": [row] }], "attachments": [] }),
        json!({ "do": "show", "facts": [fact] }),
        json!({
            "do": "export", "unit": "prevention_plan", "month": null, "from": "imported", "office": "9970000012",
            "partner": "9960000418", "partner_type": "63", "changes": null, "folder": folder,
        }),
        json!({ "do": "bye" }),
    ];
    requests.map(|request| format!("{request}\r\n")).concat()
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// A path of this machine as Wine's programs see it.
fn on_wine(path: &Path) -> String {
    format!("Z:{}", path.display().to_string().replace('/', "\\"))
}
