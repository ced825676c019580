//! A mailbox on a network share: two machines under QEMU. One has the folder, the relay, the sender, and sometimes a
//! receiver; the other has the share twice, as two terminals would, and three receivers at each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use cargo_metadata::Message;

use crate::test::count::{Count, check};
use crate::test::scratch::scratch;
use crate::toolchain::command::{cargo_workspace, must, output};
use crate::toolchain::install::install;

/// What both machines have. The kernel comes with the modules of both file systems.
const PACKAGES: &str = "linux-image-amd64,nfs-kernel-server,nfs-common,samba,cifs-utils,socat,kmod,iproute2,procps";
const INIT: &str = include_str!("init.sh");

/// So many runs over NFS and over SMB, with and without a receiver where the folder is.
pub(super) fn prove(count: u64, seed: u64) -> Result<Count, String> {
    let mut total = Count::default();
    install(&[
        ("debootstrap", &["debootstrap"]),
        ("qemu-system-x86_64", &["qemu-system-x86"]),
        ("mke2fs", &["e2fsprogs"]),
    ])?;
    let image = Image::build(&scratch("share")?)?;
    for seed in seed..seed + count {
        for (share, local) in [("nfs", 0), ("nfs", 1), ("smb", 0), ("smb", 1)] {
            let run = format!("{share}-{local}-{seed}");
            let line = format!("share={share} local={local} seed={seed}");
            let server = image.boot(&run, "server", &line, "listen=127.0.0.1:5999")?;
            // It listens as soon as it has begun.
            thread::sleep(Duration::from_secs(2));
            let client = image.boot(&run, "client", &line, "connect=127.0.0.1:5999")?;
            let (server, client) = (server.said()?, client.said()?);
            println!("{server}\n{client}");
            let passed = server.contains("test result: ok. 1 passed") && !client.contains("has failed");
            check(&format!("{run}: each message is imported once and in order"), passed, &mut total);
        }
    }
    Ok(total)
}

/// The disk that both machines start from; neither changes it.
struct Image {
    folder: PathBuf,
    kernel: PathBuf,
    initrd: PathBuf,
}

struct Machine {
    running: Child,
    log: PathBuf,
}

impl Image {
    fn build(folder: &Path) -> Result<Self, String> {
        let (root, disk) = (folder.join("root"), folder.join("disk"));
        must(Command::new("debootstrap").args(["--variant=minbase", "--include", PACKAGES, "bookworm"]).arg(&root))?;
        let failed = |error: std::io::Error| format!("{}: {error}", root.display());
        fs::write(root.join("init.sh"), INIT).map_err(failed)?;
        fs::copy(test_program()?, root.join("mailbox")).map_err(failed)?;
        must(Command::new("chmod").arg("755").args([root.join("init.sh"), root.join("mailbox")]))?;
        must(Command::new("mke2fs").args(["-q", "-t", "ext4", "-d"]).arg(&root).arg(&disk).arg("3G"))?;
        let boot = |start: &str| {
            let names = fs::read_dir(root.join("boot")).map_err(failed)?.flatten();
            let mut found = names.map(|entry| entry.path()).filter(|path| {
                path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(start))
            });
            found.next().ok_or_else(|| format!("{}: no {start}", root.display()))
        };
        Ok(Self { folder: folder.to_owned(), kernel: boot("vmlinuz-")?, initrd: boot("initrd.img-")? })
    }

    /// Starts a machine, whose network is this end of a socket.
    fn boot(&self, run: &str, role: &str, line: &str, socket: &str) -> Result<Machine, String> {
        let log = self.folder.join(format!("{run}-{role}.log"));
        let failed = |error: std::io::Error| format!("qemu-system-x86_64: {error}");
        let output = fs::File::create(&log).map_err(failed)?;
        let line = format!("root=/dev/vda rw console=ttyS0 quiet panic=-1 init=/init.sh role={role} {line}");
        let address = if role == "server" { "52:54:00:00:00:01" } else { "52:54:00:00:00:02" };
        let mut machine = Command::new("qemu-system-x86_64");
        machine.args(["-accel", "tcg", "-cpu", "max", "-m", "1024", "-nographic", "-no-reboot", "-snapshot"]);
        machine.arg("-kernel").arg(&self.kernel).arg("-initrd").arg(&self.initrd).args(["-append", &line]);
        machine.args([
            "-drive",
            &format!("file={},if=virtio,format=raw,cache=unsafe", self.folder.join("disk").display()),
        ]);
        machine.args(["-netdev", &format!("socket,id=wire,{socket}")]);
        machine.args(["-device", &format!("virtio-net-pci,netdev=wire,mac={address},romfile=")]);
        machine.stdin(Stdio::null()).stdout(output.try_clone().map_err(failed)?).stderr(output);
        Ok(Machine { running: machine.spawn().map_err(failed)?, log })
    }
}

impl Machine {
    /// Waits until it is switched off; what it said.
    fn said(mut self) -> Result<String, String> {
        self.running.wait().map_err(|error| format!("qemu-system-x86_64: {error}"))?;
        let said = fs::read(&self.log).map_err(|error| format!("{}: {error}", self.log.display()))?;
        Ok(String::from_utf8_lossy(&said).replace('\r', ""))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.running.kill();
        let _ = self.running.wait();
    }
}

/// Core's test program of the mailbox.
fn test_program() -> Result<PathBuf, String> {
    let mut build = cargo_workspace("test");
    let said = output(build.args(["--test", "mailbox", "--no-run", "--message-format=json"]))?;
    let messages = Message::parse_stream(said.as_bytes()).flatten();
    let mut programs = messages.filter_map(|message| match message {
        Message::CompilerArtifact(made) if made.target.name == "mailbox" && made.target.is_test() => made.executable,
        _ => None,
    });
    programs.next().map(Into::into).ok_or_else(|| "cargo names no test program of the mailbox".to_owned())
}
