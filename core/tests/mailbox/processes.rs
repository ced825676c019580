//! Many programs on one folder, and programs that are killed.

use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use cplink_testkit::random::Random;

use crate::cases;
use crate::roles::{Role, Scene};

/// Programs that are killed when the test ends, however it ends.
struct Programs<'a> {
    scene: &'a Scene,
    running: Vec<(Role, Child)>,
    started: u64,
}

impl<'a> Programs<'a> {
    fn start(scene: &'a Scene, roles: &[Role]) -> Self {
        let mut programs = Self { scene, running: Vec::new(), started: 0 };
        for role in roles {
            let child = programs.child(*role);
            programs.running.push((*role, child));
        }
        programs
    }

    fn child(&mut self, role: Role) -> Child {
        self.started += 1;
        self.scene.start(role, self.started)
    }

    /// Kills one of them and starts it again.
    fn replace(&mut self, at: usize) {
        let role = self.running[at].0;
        end(&mut self.running[at].1);
        let child = self.child(role);
        self.running[at].1 = child;
    }

    /// A program that ended by itself found something that it could not bear.
    fn fallen(&mut self) -> Option<Role> {
        let fallen = |child: &mut Child| child.try_wait().unwrap().is_some();
        self.running.iter_mut().find_map(|(role, child)| fallen(child).then_some(*role))
    }
}

impl Drop for Programs<'_> {
    fn drop(&mut self) {
        self.running.iter_mut().for_each(|(_, child)| end(child));
    }
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn wait_for_the_end(scene: &Scene, programs: &mut Programs<'_>, longest: Duration) {
    let start = Instant::now();
    while !scene.is_over() {
        let fallen = programs.fallen();
        assert!(fallen.is_none(), "the {fallen:?} ended; {} imported; {:?}", scene.imported(), scene.faults());
        assert!(start.elapsed() < longest, "{} imported; {:?}", scene.imported(), scene.faults());
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn eight_programs_on_one_folder_import_each_message_once_and_in_order() {
    let (scene, start) = (Scene::new(24), Instant::now());
    let set = |name: &str, usual| std::env::var(name).map_or(usual, |number| number.parse().unwrap());
    let receivers = vec![Role::Receiver; set("CPLINK_MAILBOX_RECEIVERS", 8) as usize];
    let roles = [[Role::Relay, Role::Sender].as_slice(), &receivers].concat();
    let mut programs = Programs::start(&scene, &roles);
    wait_for_the_end(&scene, &mut programs, Duration::from_secs(set("CPLINK_MAILBOX_SECONDS", 300)));
    drop(programs);
    assert_eq!(scene.faults(), [""; 0]);
    println!("24 messages, imported by {:?}, {:.0?}", scene.importers(), start.elapsed());
}

/// `cargo xtask proof mailbox [COUNT]`
#[test]
fn programs_killed_at_random_lose_double_and_mix_up_nothing() {
    let (kills, seed, start) = (cases::count(40), cases::seed(1), Instant::now());
    // So many that the last kills hit busy hosts, too.
    let total = u32::try_from(kills * 3).unwrap_or(u32::MAX).clamp(40, 6000);
    let scene = Scene::new(total);
    let mut random = Random::new(seed);
    let mut programs = Programs::start(&scene, &[Role::Relay, Role::Sender, Role::Receiver, Role::Receiver]);
    for _ in 0..kills {
        thread::sleep(Duration::from_millis(20 + random.below(400) as u64));
        assert_eq!(programs.fallen(), None, "{:?}", scene.faults());
        // The relay takes a while to be there again.
        let victim = if random.below(8) == 0 { 0 } else { 1 + random.below(3) };
        programs.replace(victim);
    }
    let by_then = scene.imported();
    wait_for_the_end(&scene, &mut programs, Duration::from_secs(900));
    drop(programs);
    let faults = scene.faults();
    faults.iter().for_each(|fault| println!("FAILED {fault}"));
    println!("{kills} kills, {total} messages, {by_then} of them imported by the last kill, {:.0?}", start.elapsed());
    cases::close(kills, faults.len() as u64);
}
