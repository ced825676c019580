//! Who may act for whom: the directory, its licences, the header.

use cplink::Code;
use cplink::error::Retry;
use cplink::progress::Job;
use time::Duration;

use super::{AGENT, acting, agent_of, registry};
use crate::desk::{Desk, desks, one};
use crate::raw::call;
use crate::world::{RECEIVER, SENDER, World};

#[test]
fn the_licences_of_both_offices_are_valid() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let today = registry::day_in_japan(*world.now.lock().unwrap());
    let ended = |number: &str, is_ended: bool| {
        let until = if is_ended { today - Duration::DAY } else { today + Duration::DAY };
        registry::set_licence(world.relay().store(), number, today - Duration::days(9), until).unwrap();
    };
    let refused = || {
        let error = acting(&world, &identity, SENDER).send(&one()).unwrap_err();
        assert_eq!(error.retry(), Retry::AfterFix);
        error.code()
    };
    ended(AGENT, true);
    assert_eq!(refused(), Code::RelaySenderLicence);
    ended(AGENT, false);
    ended(SENDER, true);
    assert_eq!(refused(), Code::RelayAgentLicence);
    ended(SENDER, false);
    registry::remove(world.relay().store(), AGENT).unwrap();
    assert_eq!(refused(), Code::RelaySenderUnknown);
}

#[test]
fn the_directory_tells_who_may_act_and_the_self_check_that_nobody_may() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let (mut office, _) = desks(&world);
    let found = office.client.office(SENDER, &mut Job::new()).unwrap().unwrap();
    assert_eq!(found.agents, [AGENT]);
    assert!(office.client.office(RECEIVER, &mut Job::new()).unwrap().unwrap().agents.is_empty());
    let mut agent = acting(&world, &identity, SENDER);
    assert!(agent.client.doctor(&mut Job::new()).unwrap().is_well());
    registry::remove_agent(world.relay().store(), SENDER, AGENT).unwrap();
    let diagnosis = acting(&world, &identity, SENDER).client.doctor(&mut Job::new()).unwrap();
    let line = diagnosis.lines.iter().find(|line| line.id == "registration").unwrap();
    assert!(!diagnosis.is_well() && line.remedy_ja.contains("代行"), "{}", line.remedy_ja);
}

#[test]
fn the_header_names_one_office() {
    let world = World::new();
    let identity = agent_of(&world, SENDER);
    let ask = |headers: &[(&str, &str)]| {
        let answer = call(&world, &identity, "GET", "/v1/sent", headers, b"");
        (answer.status, String::from_utf8_lossy(&answer.body).contains("\"entries\""))
    };
    let name = "CPX-Acting-For";
    assert_eq!(ask(&[]), (200, true));
    assert_eq!(ask(&[(name, SENDER)]), (200, true));
    assert_eq!(ask(&[(name, AGENT)]), (200, true), "its own");
    for wrong in ["", "137000001", "１３７００００011", "1370000011,1370000029", "*"] {
        assert_eq!(ask(&[(name, wrong)]), (400, false), "{wrong}");
    }
    assert_eq!(ask(&[(name, SENDER), (name, SENDER)]), (400, false));
    assert_eq!(ask(&[(name, RECEIVER)]), (403, false));
}

#[test]
fn acting_takes_an_office_number_and_a_transport_that_knows_agents() {
    let world = World::new();
    let client = Desk::new(&world, &world.sender).client;
    assert_eq!(client.for_office("1").err().unwrap().code(), Code::OfficeNumber);
    let own = client.for_office(SENDER).unwrap();
    assert_eq!((own.office_number(), own.agent()), (SENDER, None));
    let memory = cplink::relay::MemoryRelay::new();
    let signer = crate::world::signer(&world.sender);
    let client = cplink::client::Client::new(memory.transport(SENDER), signer, world.trust()).unwrap();
    assert_eq!(client.for_office(RECEIVER).err().unwrap().code(), Code::ActingUnsupported);
}
