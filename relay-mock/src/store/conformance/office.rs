//! The directory, and whose store it is.

use time::macros::date;

use super::{ALL, RECEIVER, SENDER, accept, each, id};
use crate::store::RegisteredOffice;

#[test]
fn one_relay_at_a_time() {
    each(|name, store| {
        let claim = store.claim().unwrap().expect(name);
        assert!(store.claim().unwrap().is_none(), "{name}");
        drop(claim);
        assert!(store.claim().unwrap().is_some(), "{name}");
    });
}

#[test]
fn offices() {
    let office = |number: &str| RegisteredOffice {
        number: number.to_owned(),
        name: "みどり 居宅".to_owned(),
        service_types: vec!["43".to_owned(), "46".to_owned()],
        csv_versions: vec![],
        licence_from: date!(2026 - 04 - 01),
        licence_until: date!(2027 - 03 - 31),
        agents: vec![],
    };
    each(|name, store| {
        assert!(store.add_office(&office(RECEIVER)).unwrap(), "{name}");
        assert!(store.add_office(&office(SENDER)).unwrap(), "{name}");
        let other = RegisteredOffice { name: "x".to_owned(), ..office(SENDER) };
        assert!(!store.add_office(&other).unwrap(), "{name}");
        assert_eq!(store.offices().unwrap(), [office(SENDER), office(RECEIVER)], "{name}");
        let named = [SENDER, RECEIVER].map(|number| (number.to_owned(), "みどり 居宅".to_owned()));
        assert_eq!(store.office_names().unwrap().all(), named, "{name}");
        let change = |office: &mut RegisteredOffice| {
            office.licence_until = date!(2028 - 02 - 29);
            office.agents = vec![RECEIVER.to_owned(), "1370000037".to_owned()];
            office.number = "ignored".to_owned();
        };
        let agents = vec![RECEIVER.to_owned(), "1370000037".to_owned()];
        let changed = RegisteredOffice { licence_until: date!(2028 - 02 - 29), agents, ..office(SENDER) };
        assert_eq!(store.change_office(SENDER, &change).unwrap().as_ref(), Some(&changed), "{name}");
        assert_eq!(store.office(SENDER).unwrap(), Some(changed), "{name}");
        let rename = |office: &mut RegisteredOffice| office.name = "あおぞら".to_owned();
        store.change_office(SENDER, &rename).unwrap();
        let names = store.office_names().unwrap();
        assert_eq!([names.of(SENDER), names.of(RECEIVER), names.of("1")], ["あおぞら", "みどり 居宅", ""], "{name}");
        assert!(store.remove_office(RECEIVER).unwrap(), "{name}");
        assert_eq!(store.office_names().unwrap().of(RECEIVER), "", "{name}");
        assert_eq!(store.change_office("1370000037", &change).unwrap(), None, "{name}");
        assert_eq!(store.office("1370000037").unwrap(), None, "{name}");
    });
}

#[test]
fn it_forgets_all_messages_and_is_another_store() {
    each(|name, store| {
        let office = RegisteredOffice {
            number: SENDER.to_owned(),
            name: "みどり".to_owned(),
            service_types: vec![],
            csv_versions: vec![],
            licence_from: date!(2026 - 04 - 01),
            licence_until: date!(2027 - 03 - 31),
            agents: vec![],
        };
        store.add_office(&office).unwrap();
        (1..=3).for_each(|n| drop(accept(store, n)));
        let all = store.messages(0, 2, ALL).unwrap();
        assert_eq!(all.entries.iter().map(|message| message.id).collect::<Vec<_>>(), [id(1), id(2)], "{name}");
        assert_eq!(store.messages(all.next, 9, ALL).unwrap().entries.len(), 1, "{name}");
        let before = store.id();
        store.clear().unwrap();
        assert_ne!(store.id(), before, "{name}");
        assert!(store.messages(0, 9, ALL).unwrap().entries.is_empty(), "{name}");
        assert_eq!(accept(store, 1), b"1 None", "{name}: a chain of its own");
        assert!(store.remove_office(SENDER).unwrap() && !store.remove_office(SENDER).unwrap(), "{name}");
        assert_eq!(store.office(SENDER).unwrap(), None, "{name}");
    });
}
