//! The peak of this process's memory. On Linux only, whose /proc tells and forgets it; the code under test is the
//! same everywhere.

/// The memory in use from which a peak is counted.
pub(crate) struct Peak(u64);

impl Peak {
    /// Forgets the peak so far.
    pub(crate) fn begin() -> Self {
        if cfg!(target_os = "linux") {
            std::fs::write("/proc/self/clear_refs", "5").unwrap();
        }
        Self(kib("VmRSS:"))
    }

    /// By how much it rose since.
    pub(crate) fn kib(&self) -> u64 {
        kib("VmHWM:").saturating_sub(self.0)
    }
}

fn kib(line: &str) -> u64 {
    if !cfg!(target_os = "linux") {
        return 0;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|found| found.starts_with(line)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
