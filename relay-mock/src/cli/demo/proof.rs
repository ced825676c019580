//! The month's evidence of every office, exported and verified.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cplink::evidence::{Evidence, Scope, verify};
use cplink::keys::UnixTime;
use cplink::progress::Job;

use super::act::Scene;
use super::stage::Stage;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

impl Stage {
    /// Exports what each office has sent and received into its folder `evidence`.
    pub(super) fn prove(&self, scenes: &mut [Scene]) -> Result<()> {
        for (number, actor) in &self.actors {
            let mut evidence = Evidence::new(actor.trust.clone(), UnixTime::now());
            for receipt in files(&actor.folder.join("receipts"))? {
                evidence.add_receipt(&fs::read(receipt)?)?;
            }
            for folder in ["sent", "received"] {
                for container in files(&actor.folder.join(folder))? {
                    evidence.add_container(&container, &mut Job::new())?;
                }
            }
            let out = actor.folder.join("evidence");
            let exported = evidence.export(&out, Scope::All, &mut Job::new())?;
            let verified = verify(&out, Some(&actor.trust), UnixTime::now(), &mut Job::new())?.exported;
            if (verified != exported || !exported.gaps.is_empty())
                && let Some(scene) = scenes.first_mut()
            {
                scene.faults.push(format!("{number}: the evidence is not whole"));
            }
        }
        Ok(())
    }
}

/// The files of a folder, which may be missing.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    Ok(fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?)
}
