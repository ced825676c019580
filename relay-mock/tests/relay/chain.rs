//! The chain of a sending office's receipts, through a real relay.

use cplink::progress::Job;
use cplink::seal::{ChainHead, Receipt, ReceiptChain, ReceiptGap, ReceiptKind, VerifiedReceipt};

use crate::world::{RECEIVER, SENDER, Sealed, World, unix_now};

/// Every receipt of the sent list, which is read to its end.
fn receipts(world: &World) -> Vec<(VerifiedReceipt, Vec<u8>)> {
    let mut sending = world.sending();
    let (mut cursor, mut all) = (String::new(), Vec::new());
    loop {
        let page = sending.sent(&cursor, &mut Job::new()).unwrap();
        if page.entries.is_empty() {
            return all;
        }
        cursor = page.next;
        for der in page.entries.into_iter().flat_map(|entry| entry.receipts) {
            all.push((Receipt::verify(&der, &world.trust(), unix_now()).unwrap(), der));
        }
    }
}

fn chain(from: Option<ChainHead>, receipts: &[(VerifiedReceipt, Vec<u8>)]) -> ReceiptChain {
    let mut chain = ReceiptChain::new(from);
    for (verified, der) in receipts {
        chain.add(verified, der);
    }
    chain
}

fn deliver(world: &World, message: &Sealed, kind: ReceiptKind) {
    message.put(&mut world.sending()).unwrap();
    message.put(&mut world.sending()).unwrap();
    let mut receiving = world.receiving();
    message.get(&mut receiving).unwrap();
    let ack = world.ack(&message.id, kind, &world.receiver);
    receiving.acknowledge(&message.id, &ack, &mut Job::new()).unwrap();
    receiving.acknowledge(&message.id, &ack, &mut Job::new()).unwrap();
}

#[test]
fn a_gap_shows_whatever_is_missing() {
    let mut world = World::new();
    deliver(&world, &world.message(), ReceiptKind::Imported);
    let first = chain(None, &receipts(&world));
    assert!(first.gaps().is_empty());
    let head = first.head().unwrap();
    assert_eq!(head.number, 3, "accepted, picked up, recorded; a repeat adds none");
    assert_eq!(head.to_string().parse::<ChainHead>().unwrap(), head);

    // The chain goes on over a restart, and over all messages.
    world.restart();
    deliver(&world, &world.message(), ReceiptKind::Refused);
    world.message().put(&mut world.sending()).unwrap();
    let all = receipts(&world);
    assert_eq!(all.len(), 4 + 4 + 1);
    let whole = chain(Some(head), &all);
    assert!(whole.gaps().is_empty());
    assert_eq!(whole.head().unwrap().number, 7);
    assert_eq!(chain(None, &all).head(), whole.head());

    for (index, (verified, _)) in all.iter().enumerate() {
        let mut less = all.clone();
        less.remove(index);
        let gaps = chain(None, &less).gaps();
        let expected = match verified.receipt.link {
            // The last one of a chain names nobody's gap.
            Some(link) if link.number == 7 => vec![],
            Some(link) => vec![ReceiptGap::Missing(link.number, link.number)],
            None => {
                let recorded =
                    all.iter().find(|(other, _)| other.receipt.records == Some(Receipt::digest(&all[index].1)));
                vec![ReceiptGap::Unrecorded(recorded.unwrap().0.receipt.link.unwrap().number)]
            }
        };
        assert_eq!(gaps, expected, "without {:?}", verified.receipt.kind);
    }
    // A relay that goes on behind another head than ours has rewritten what was.
    let other = ChainHead { number: 3, digest: [7; 32] };
    assert_eq!(chain(Some(other), &all).gaps(), [ReceiptGap::Twice(3), ReceiptGap::Broken(4)]);
    let later: Vec<_> =
        all.iter().filter(|(r, _)| r.receipt.link.is_none_or(|link| link.number > 3)).cloned().collect();
    assert_eq!(chain(Some(other), &later).gaps(), [ReceiptGap::Broken(4)]);
}

#[test]
fn each_office_has_its_own_chain() {
    let world = World::new();
    deliver(&world, &world.message(), ReceiptKind::Imported);
    let back = Sealed::new(&world.receiver, RECEIVER, SENDER, &[("report.pdf", 100)]);
    let der = back.put(&mut world.receiving()).unwrap();
    let receipt = Receipt::verify(&der, &world.trust(), unix_now()).unwrap().receipt;
    assert_eq!(receipt.link.map(|link| (link.number, link.previous)), Some((1, None)));
}

#[test]
fn many_at_once_make_one_chain() {
    let world = World::new();
    let messages: Vec<Sealed> = (0..6).map(|_| world.message()).collect();
    std::thread::scope(|scope| {
        for pair in messages.chunks(2) {
            let world = &world;
            scope.spawn(move || pair.iter().for_each(|message| deliver(world, message, ReceiptKind::Imported)));
        }
    });
    let all = receipts(&world);
    assert_eq!(all.len(), 6 * 4);
    let chain = chain(None, &all);
    assert!(chain.gaps().is_empty());
    assert_eq!(chain.head().unwrap().number, 18);
}
