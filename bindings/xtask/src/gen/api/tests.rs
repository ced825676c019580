//! What the description refuses, and that what is added to it appears.

use std::fs;
use std::path::Path;

use super::abi;
use super::description::Api;
use crate::place::root;

/// A copy of `ffi` without its tests, to be changed.
struct Border(tempfile::TempDir);

impl Border {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["api", "src", "src/generated"] {
            fs::create_dir_all(folder.path().join(part)).unwrap();
            for entry in fs::read_dir(root().join("ffi").join(part)).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_file() {
                    fs::copy(&entry, folder.path().join(part).join(entry.file_name().unwrap())).unwrap();
                }
            }
        }
        Self(folder)
    }

    /// Puts `new` in the place of `old` in a file, once.
    fn edit(self, file: &str, old: &str, new: &str) -> Self {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file}: no {old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
        self
    }

    fn add(self, file: &str, more: &str) -> Self {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text + more).unwrap();
        self
    }

    fn api(&self) -> Result<Api, String> {
        Api::read(&self.0.path().join("api"))
    }

    /// Writes the functions, then reads the header from them.
    fn header(&self) -> Result<String, String> {
        let api = self.api()?;
        for (path, content) in api.files()? {
            if let Ok(path) = path.strip_prefix("ffi/src") {
                fs::write(self.0.path().join("src").join(path), content).unwrap();
            }
        }
        super::super::header::header(self.0.path(), &api, "")
    }

    fn refused(&self) -> String {
        self.api().err().unwrap()
    }
}

const AREA: &str = r#"
[[record.value]]
name = "area"
type = "text"
optional = true
en = "The area that it is about."
ja = "指摘の対象の範囲。"
"#;

#[test]
fn a_value_that_is_added_is_in_the_structures_the_functions_and_the_header() {
    let border = Border::new().add("api/findings.toml", AREA);
    let files = border.api().unwrap().files().unwrap();
    let file = |end: &str| &files.iter().find(|(path, _)| path.ends_with(end)).unwrap().1;
    assert!(file("values/src/generated.rs").contains("    pub area: Option<String>,"));
    assert!(file("generated/findings.rs").contains("extern \"C\" fn cpl_findings_area("));
    let header = border.header().unwrap();
    let words = "The area that it is about. Empty if there is none. For the finding at `index`, which counts from 0.";
    assert!(header.contains(words), "no words of it");
    let exports = super::super::header::exports(&header);
    assert!(exports.lines().any(|name| name == "cpl_findings_area"));
}

#[test]
fn the_committed_header_is_what_is_described() {
    let api = Api::read(&root().join("ffi/api")).unwrap();
    let header = fs::read_to_string(root().join("ffi/include/cplink.h")).unwrap();
    super::agree::check(&api, &header).unwrap();
    for (old, new, told) in [
        ("cpl_table_push(cpl_table *", "cpl_table_push(const cpl_table *", "cpl_table_push(cpl_table *table"),
        ("size_t *index, cpl_error", "size_t *place, cpl_error", "size_t *index"),
        ("int32_t cpl_row_len(", "int32_t cpl_row_count(", "cpl_row_len"),
        ("CPL_API void cpl_verification_free(cpl_verification *verification);", "", "nothing"),
        ("#ifdef __cplusplus\n}", "CPL_API void cpl_more(void);\n#ifdef __cplusplus\n}", "cpl_more"),
    ] {
        let changed = header.replacen(old, new, 1);
        assert_ne!(changed, header, "{old}");
        let error = super::agree::check(&api, &changed).unwrap_err();
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn what_is_written_by_hand_must_be_there_as_it_is_described() {
    let gone = Border::new().edit("src/unit.rs", "fn cpl_unit_csv_len(", "fn cpl_unit_csv_count(");
    let error = gone.header().map(drop).unwrap_err();
    assert!(error.contains("cpl_unit_csv_len is not in ffi/src"), "{error}");
    let other = Border::new().edit("src/unit.rs", "count: *mut usize", "many: *mut usize");
    assert!(other.header().map(drop).unwrap_err().contains("the header declares cpl_unit_csv_len"));
    let more = Border::new().add("src/job.rs", "#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn cpl_job_x() {}\n");
    assert!(more.header().map(drop).unwrap_err().contains("cpl_job_x is in ffi/src"));
}

#[test]
fn writing_by_hand_has_a_reason_that_holds() {
    let needless = "by_hand = \"it is short\"\n";
    for (file, old, told) in [
        ("office.toml", "name = \"number\"\n", "number: `by_hand` is not needed"),
        ("sent.toml", "shape = \"values\"\n", "sent: `by_hand` is not needed"),
        ("findings.toml", "name = \"severity\"\n", "severity: `by_hand` is not needed"),
        ("cancel.toml", "name = \"set\"\n", "unknown field"),
    ] {
        let error = Border::new().edit(&format!("api/{file}"), old, &format!("{old}{needless}")).refused();
        assert!(error.contains(told), "{file}: {error}");
    }
    let reason = "by_hand = \"a file lends its table, which is an object\"\n";
    let missing = Border::new().edit("api/files.toml", reason, "");
    assert!(missing.refused().contains("it holds another object"));
    let empty = Border::new().edit("api/files.toml", reason, "by_hand = \"\"\n");
    assert!(empty.refused().contains("files: `by_hand` gives no reason"));
}

#[test]
fn a_description_with_a_fault_is_refused() {
    let faults: [(&str, &str, &str, &str); 14] = [
        ("client.toml", "type = \"unit\"", "type = \"unti\"", "check: unti is neither a type (text, "),
        ("findings.toml", "choice = \"severity\"", "choice = \"weight\"", "there is no choice weight"),
        ("findings.toml", "one = \"finding\"\n", "", "has `one`"),
        ("findings.toml", "main = true\n", "", "one value that is `main`"),
        ("findings.toml", "item = \"finding\"", "item = \"remark\"", "described in another file"),
        ("sent.toml", "type = \"bytes\"", "type = \"path\"", "only a parameter can be that"),
        ("sent.toml", "name = \"container\"", "name = \"id\"", "two things are called cpl_sent_id in C"),
        ("client.toml", "[client.next_message]", "[client.next_one]", "[client.next_one] is not described"),
        ("order.toml", "    \"office\",\n", "", "office.toml: office is not in order.toml"),
        ("bytes.toml", "en = ", "on = ", "unknown field"),
        ("office.toml", "noun = \"office\"", "noun = \"shop\"", "a file has the name of its noun, which is shop"),
        ("office.toml", "name = \"licensed\"", "name = \"isLicensed\"", "isLicensed: names are in snake_case"),
        ("options.toml", "default = \"10000\"", "default = \"10 s\"", "connect_timeout_ms: 10 s is no milliseconds"),
        (
            "options.toml",
            "type = \"flag\"",
            "type = \"time\"",
            "allow_tls12: the type of a setting is one of text, flag",
        ),
    ];
    for (file, old, new, told) in faults {
        let error = Border::new().edit(&format!("api/{file}"), old, new).refused();
        assert!(error.contains(told), "{file}: {error}");
    }
    let again =
        Border::new().add("api/sent.toml", "\n[[record]]\nname = \"finding\"\nen = \"x\"\nja = \"x\"\nvalue = []\n");
    assert!(again.refused().contains("finding is described twice"));
    let silent = Border::new().add("api/findings.toml", &AREA.replace("ja = \"指摘の対象の範囲。\"", "ja = \"\""));
    assert!(silent.refused().contains("area: the text `ja` is missing"));
    let hole = Border::new().add("api/findings.toml", &format!("{AREA}hole.csharp = \"no\"\n"));
    assert!(hole.refused().contains("the hole in csharp has no reason"));
}

#[test]
fn references_are_the_names_of_c() {
    let api = Api::read(&root().join("ffi/api")).unwrap();
    for (text, wanted) in [
        ("as [table.to_json] does", "as `cpl_table_to_json` does"),
        ("[table] and [code]", "`cpl_table` and `cpl_code_…`"),
        ("[finding.rule] of [finding]", "`cpl_findings_rule` of `cpl_findings`"),
        ("[sent_message.receipts], [receipt.kind]", "`cpl_sent_list_receipts_len`, `cpl_sent_list_receipt_kind`"),
        ("[import_key.field], [options.base_url]", "`cpl_steps_key_field`, `base_url`"),
        ("[severity.error] of [severity]", "`CPL_SEVERITY_ERROR` of `CPL_SEVERITY_…`"),
        ("`offsets[t + 1]`, `host[:port]`", "`offsets[t + 1]`, `host[:port]`"),
    ] {
        assert_eq!(abi::linked(&api, text), wanted);
    }
}

#[test]
fn a_noun_s_functions_begin_with_what_makes_it_and_end_with_what_frees_it() {
    let api = Api::read(&root().join("ffi/api")).unwrap();
    let names = |noun: &str| -> Vec<String> {
        let all = abi::functions(&api, api.noun(noun).unwrap()).unwrap();
        all.into_iter().map(|function| function.name).collect()
    };
    let client = names("client");
    let first = ["cpl_client_new", "cpl_client_connect", "cpl_client_office_number", "cpl_client_agent"];
    assert_eq!(client[..4], first);
    assert_eq!(client[4], "cpl_client_diagnose", "it gives something else");
    assert_eq!(client.last().unwrap(), "cpl_client_free");
    assert_eq!(names("files").last().unwrap(), "cpl_files_findings", "what is only lent is not freed");
}

/// The path of a file that is generated is in the tree.
#[test]
fn generated_files_are_where_they_are_said_to_be() {
    let api = Api::read(&root().join("ffi/api")).unwrap();
    for (path, _) in api.files().unwrap() {
        assert!(root().join(&path).is_file(), "{}", Path::new(&path).display());
    }
}

/// Every text below a folder that is Rust.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    all
}

#[test]
fn where_the_core_has_it_is_in_the_core() {
    let api = Api::read(&root().join("ffi/api")).unwrap();
    let core = sources(&root().join("core/src"));
    let is_there = |path: &str| {
        let name = path.rsplit("::").next().unwrap();
        let begins = ["struct ", "enum ", "trait ", "type ", "mod ", "fn ", "pub "];
        let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        begins.iter().any(|begin| {
            let declared = format!("{begin}{name}");
            core.match_indices(&declared).any(|(at, found)| is_end(&core[at + found.len()..]))
        })
    };
    let paths = super::reach::of_core(&api);
    assert!(paths.len() > 100, "{}", paths.len());
    let missing: Vec<&String> = paths.iter().filter(|path| !is_there(path)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!is_there("cplink::relay::DirectoryEntri"));
}

#[test]
fn a_setting_that_the_command_is_said_to_have_is_one_of_its_keys() {
    let api = Api::read(&root().join("ffi/api")).unwrap();
    let keys = fs::read_to_string(root().join("bindings/cli/src/settings/keys.rs")).unwrap();
    let verbs = api.nouns.iter().flat_map(|noun| noun.verbs.iter().map(|verb| &verb.form));
    let settings = api.nouns.iter().flat_map(|noun| noun.settings.iter().map(|setting| &setting.form));
    let said = verbs.chain(settings).filter_map(|form| form.get(&super::model::Language::Cplink));
    let named: Vec<&str> = said.filter_map(|form| form.strip_prefix("setting `")?.strip_suffix('`')).collect();
    assert!(named.len() > 15, "{named:?}");
    let missing: Vec<_> = named.iter().filter(|name| !keys.contains(&format!("\"{name}\","))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_setting_is_everywhere_or_says_why_not() {
    let more = "\n[[setting]]\nname = \"user_agent\"\ntype = \"text\"\nen = \"It.\"\nja = \"それ。\"\n";
    let silent = Border::new().add("api/options.toml", more);
    let error = silent.api().unwrap().files().map(drop).unwrap_err();
    assert!(error.ends_with("options.user_agent: not in cplink"), "{error}");
    let told = Border::new().add("api/options.toml", &format!("{more}form.cplink = \"setting `user_agent`\"\n"));
    let files = told.api().unwrap().files().unwrap();
    let page = &files.iter().find(|(path, _)| path.ends_with("bindings/reach.md")).unwrap().1;
    assert!(
        page.contains(
            "`cpl_options_set`: `user_agent` | `options::user_agent` | `ClientOptions.UserAgent` | `Client`:"
        )
    );
}
