//! An agent from the shell: it sends and receives for offices, and everybody can see that it did.

use std::fs;

use crate::kit::world::World;
use crate::kit::{Said, fixtures, relay_mock, run};

const MANAGER: &str = "9970000012";
const PROVIDER: &str = "9970000111";

fn done(said: Said) -> Said {
    assert_eq!(said.code, 0, "{} {}", said.out, said.error);
    said
}

#[test]
fn an_agent_sends_receives_and_reports_for_offices_from_the_shell() {
    let world = World::new();
    let number = |office: &serde_json::Value| office["number"].as_str().unwrap().to_owned();
    let mut offices = world.month["offices"].as_array().unwrap().iter().map(number);
    let agent = offices.find(|number| number != MANAGER && number != PROVIDER).unwrap();
    let agent = agent.as_str();
    let office = |action: &str, number: &str, agent: &str| {
        let mut command = relay_mock();
        command.args(["office", action, "--data"]).arg(world.path().join("data"));
        run(command.args(["--number", number, "--agent", agent]))
    };
    let messages = world.month["messages"].as_array().unwrap();
    let message =
        messages.iter().find(|one| one["from"]["office"] == MANAGER && one["to"]["office"] == PROVIDER).unwrap();
    let files = fixtures().join("202407/month").join(message["dir"].as_str().unwrap()).join("files");
    let acting = |for_office: &str, verb: &[&str]| {
        let mut command = world.cplink(agent);
        command.args(verb);
        if verb[0] == "send" {
            command.arg(&files);
        }
        run(command.args(["--for", for_office]))
    };

    let refused = acting(MANAGER, &["send"]);
    assert!(refused.code != 0 && refused.error.contains("CPL_E_RELAY_AGENT"), "{}", refused.error);
    assert!(refused.error.contains("委任元の事業所に"), "{}", refused.error);
    let listed = done(office("add-agent", MANAGER, agent));
    assert_eq!(listed.lines()[0].last(), Some(&agent));
    done(office("add-agent", PROVIDER, agent));
    assert_ne!(office("add-agent", MANAGER, "9999999999").code, 0);
    assert_ne!(office("add-agent", MANAGER, MANAGER).code, 0);
    let found = done(run(world.cplink(PROVIDER).args(["--json", "office", MANAGER]))).json();
    assert_eq!(found["agents"], serde_json::json!([agent]));

    // The files are the manager's, whose agent it is; not the provider's.
    let wrong = acting(PROVIDER, &["send"]);
    assert!(wrong.code != 0 && wrong.error.contains("--for で"), "{}", wrong.error);
    let sent = done(acting(MANAGER, &["send", "--json"])).json();
    assert_eq!(sent["agent"], agent);
    let id = sent["id"].as_str().unwrap().to_owned();

    let received = done(acting(PROVIDER, &["receive", "--json"])).json();
    let mine = &received["messages"][0];
    assert_eq!((&mine["id"], &mine["agent"], &mine["from_office"]), (&sent["id"], &sent["agent"], &MANAGER.into()));
    let acked = done(acting(PROVIDER, &["ack", &id, "--imported", "--json"])).json();
    assert_eq!(acked["messages"][0]["agent"], agent);

    let list = done(run(world.cplink(MANAGER).args(["sent", "--receipts", "receipts"])));
    let line = list.lines()[0].last().unwrap().to_string();
    assert_eq!(line, format!("取込済（送信の代行 {agent}）（取込の代行 {agent}）"));
    let list = done(run(world.cplink(MANAGER).args(["sent", "--json"]))).json();
    let first = &list["messages"][0];
    assert_eq!((&first["agent"], &first["receiver_agent"]), (&sent["agent"], &sent["agent"]));
    assert_eq!(first["receipts"][0]["agent"], agent);

    // The agent's folder has message and receipts: each is verified with those beside it.
    let keep = world.office(agent).join("keep");
    let container = format!("keep/{id}.asice");
    let verify = |files: &[&str]| {
        run(world.cplink(agent).args(["verify", "--ca", "../pki/root.pem", "--crl", "../pki/crl.pem"]).args(files))
    };
    let text = done(verify(&[&container])).out;
    assert!(text.contains(&format!("{MANAGER}（代行 {agent}） から {PROVIDER}")), "{text}");
    let imported = format!("keep/{id}-imported.p7s");
    let alone = verify(&[&imported]);
    assert!(alone.code != 0 && alone.out.contains("CPL_E_AGENT_UNRECORDED"), "{}", alone.out);
    done(verify(&[&imported, &format!("keep/{id}-recorded.p7s")]));
    fs::remove_file(keep.join(format!("{id}.accepted.p7s"))).unwrap();
    let alone = verify(&[&container]);
    assert!(alone.code != 0 && alone.out.contains("CPL_E_CERT_OFFICE") && alone.out.contains("代行"), "{}", alone.out);
    done(verify(&[&container, &format!("keep/{id}-accepted.p7s")]));

    let out = done(office("remove-agent", MANAGER, agent));
    assert_eq!(out.lines()[0].last(), Some(&""));
    assert_ne!(office("remove-agent", MANAGER, agent).code, 0);
    assert_ne!(acting(MANAGER, &["sent"]).code, 0);
}
