//! A PKCS#11 token with one office's key, for programs that are not Rust: SoftHSM2, filled by its own tool.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::toolchain::command::must;

const LABEL: &str = "office-hsm";
const PIN: &str = "987654";
/// Where Debian keeps the module.
const MODULES: &[&str] = &["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];

pub(super) struct Token {
    module: &'static str,
    settings: PathBuf,
}

impl Token {
    /// A new token below `dir`, with the key of this PEM file.
    pub(super) fn new(dir: &Path, pem: &Path) -> Result<Self, String> {
        let module = MODULES.iter().find(|path| Path::new(path).is_file()).ok_or("libsofthsm2.so is missing")?;
        let failed = |error: std::io::Error| format!("{}: {error}", dir.display());
        let (tokens, key) = (dir.join("tokens"), dir.join("key.pem"));
        if tokens.exists() {
            std::fs::remove_dir_all(&tokens).map_err(failed)?;
        }
        std::fs::create_dir_all(&tokens).map_err(failed)?;
        let text = std::fs::read_to_string(pem).map_err(|error| format!("{}: {error}", pem.display()))?;
        let start = text.find("-----BEGIN PRIVATE").ok_or("the PEM file has no key")?;
        std::fs::write(&key, &text[start..]).map_err(failed)?;
        let token = Self { module, settings: dir.join("softhsm2.conf") };
        std::fs::write(&token.settings, format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.display()))
            .map_err(failed)?;
        let place = ["--label", LABEL, "--pin", PIN];
        token
            .fill(Command::new("softhsm2-util").args(["--init-token", "--free", "--so-pin", "12345678"]).args(place))?;
        let place = ["--token", LABEL, "--label", "office", "--id", "01", "--pin", PIN];
        token.fill(Command::new("softhsm2-util").arg("--import").arg(&key).args(place))?;
        Ok(token)
    }

    fn fill(&self, command: &mut Command) -> Result<(), String> {
        must(command.env("SOFTHSM2_CONF", &self.settings).stdout(Stdio::null()))
    }

    /// Tells a test program where it is.
    pub(super) fn tell<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        program
            .env("SOFTHSM2_CONF", &self.settings)
            .env("CPL_TEST_MODULE", self.module)
            .env("CPL_TEST_TOKEN", LABEL)
            .env("CPL_TEST_PIN", PIN)
    }
}
