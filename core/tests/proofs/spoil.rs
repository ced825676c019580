//! Single-byte changes over container, signature, manifest and receipts: none may be accepted. The changes are
//! spread evenly: a quarter over the whole container, a quarter over the signature inside it, a quarter over the
//! manifest, a quarter over the five kinds of receipts. A change keeps to the ZIP's checksum where it is inside
//! an entry, so that it reaches what it aims at.

use std::time::Instant;

use cplink::seal::{Link, Receipt, ReceiptKind, zip};
use cplink_testkit::random::Random;
use cplink_testkit::*;
use relay_mock::pki::Algorithm;

use crate::cases;

#[test]
fn no_spoiled_byte_is_accepted() {
    let (count, seed) = (cases::count(2_000), cases::seed(20_260_901));
    let mut random = Random::new(seed);
    let worlds = [World::with(Algorithm::EcdsaP256), World::with(Algorithm::Rsa2048)];
    let targets: Vec<Target> = worlds.iter().flat_map(targets).collect();
    for target in &targets {
        assert!(target.accepts(&target.bytes.clone()), "{}: the sound one is accepted", target.name);
    }
    let start = Instant::now();
    let (mut accepted, mut done) = (0u64, vec![0u64; targets.len()]);
    for n in 0..count {
        // By quarters first, then among those of a quarter.
        let quarter = n % 4;
        let mine: Vec<usize> = (0..targets.len()).filter(|index| targets[*index].quarter == quarter).collect();
        let index = mine[random.below(mine.len())];
        let target = &targets[index];
        let mut bytes = target.bytes.clone();
        let place = random.below(bytes.len());
        bytes[place] ^= 1 + random.below(255) as u8;
        done[index] += 1;
        if target.accepts(&bytes) {
            accepted += 1;
            println!("ACCEPTED {} byte {place}: {:02x} for {:02x}", target.name, bytes[place], target.bytes[place]);
        }
    }
    for (target, done) in targets.iter().zip(done) {
        println!("{}: {done} changes over {} bytes", target.name, target.bytes.len());
    }
    println!("seed {seed}, {:.0} s", start.elapsed().as_secs_f64());
    cases::close(count, accepted);
}

/// Whether these bytes are accepted.
type Judge<'a> = Box<dyn Fn(&[u8]) -> bool + 'a>;

/// Bytes to spoil, and who judges them.
struct Target<'a> {
    name: String,
    quarter: u64,
    bytes: Vec<u8>,
    judge: Judge<'a>,
}

impl Target<'_> {
    fn accepts(&self, bytes: &[u8]) -> bool {
        (self.judge)(bytes)
    }
}

fn targets(world: &World) -> Vec<Target<'_>> {
    let container = seal(&world.sender);
    let entries = take_apart(&container);
    let inside = |name: &str, quarter: u64| {
        let (place, entries) =
            (entries.iter().position(|entry| entry.name == name.as_bytes()).unwrap(), entries.clone());
        let judge = {
            let entries = entries.clone();
            let name = name.to_owned();
            move |bytes: &[u8]| {
                let mut entries = entries.clone();
                entries[place] = Forged::new(&name, bytes);
                open_bytes(&forge(&entries), &world.trust).is_ok()
            }
        };
        Target { name: name.to_owned(), quarter, bytes: entries[place].data.clone(), judge: Box::new(judge) }
    };
    let mut all = vec![
        Target {
            name: "container".into(),
            quarter: 0,
            bytes: container.clone(),
            judge: Box::new(|bytes| open_bytes(bytes, &world.trust).is_ok()),
        },
        inside(zip::SIGNATURE, 1),
        inside(zip::MANIFEST, 2),
    ];
    use ReceiptKind::{Accepted, Imported, PickedUp, Recorded, Refused};
    for kind in [Accepted, PickedUp, Imported, Refused, Recorded] {
        let receipt = Receipt {
            kind,
            message: id(7),
            from: SENDER.into(),
            to: RECEIVER.into(),
            at: earlier(5),
            reason: (kind == Refused).then(|| "様式が違います".to_owned()),
            previous: None,
            link: kind.by_relay().then_some(Link { number: 2, previous: Some([9; 32]) }),
            records: (kind == Recorded).then_some([8; 32]),
            agent: None,
        };
        let signer = if kind.by_relay() { &world.relay } else { &world.receiver };
        all.push(Target {
            name: format!("receipt {}", kind.token()),
            quarter: 3,
            bytes: receipt.sign(signer, now()).unwrap(),
            judge: Box::new(|der| Receipt::verify(der, &world.trust, now()).is_ok()),
        });
    }
    all
}
