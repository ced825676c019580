//! Hosts with a mailbox in C++, C# and Python, killed at random.

use crate::test::count::Count;
use crate::test::library::build;
use crate::test::mailbox::{Host, eight, killed};
use crate::test::scratch::scratch;
use crate::test::world::World;
use crate::test::{cpp, csharp, python};

/// The long form, of C++, C# and Python: so many kills in each, then eight programs on one folder.
pub(super) fn prove(kills: u64, seed: u64) -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("mailbox")?;
    let library = build(&dir, &[])?;
    let world = World::new(&dir)?;
    let venv = python::environment()?;
    python::install(&venv, &mut count)?;
    csharp::assemblies(&dir)?;
    let mut run =
        |host: &Host<'_>| killed(&world, host, kills, seed, &mut count).and_then(|()| eight(&world, host, &mut count));
    cpp::mailbox_host(&dir, &library, &mut run)?;
    csharp::mailbox_host(&library, &mut run)?;
    python::mailbox_host(&venv, &mut run)?;
    Ok(count)
}
