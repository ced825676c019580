//! A relay runs until somebody ends it.

use std::pin::Pin;

use cplink::Code;
use cplink_cli::Fault;
use tokio::runtime::Runtime;

/// The end: Ctrl-C, or the system's word.
pub(super) struct Stop {
    runtime: Runtime,
    told: Pin<Box<dyn Future<Output = ()>>>,
}

impl Stop {
    /// From now on the signal ends the program in good order.
    pub(super) fn new() -> Result<Self, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(of_system)?;
        let told = runtime.block_on(async { stop_signal() }).map_err(of_system)?;
        Ok(Self { runtime, told: Box::pin(told) })
    }

    /// Until the end; also that of standard input, where it is asked for.
    pub(super) fn wait(self, until_stdin_closes: bool) -> Result<(), Fault> {
        let Self { runtime, told } = self;
        if until_stdin_closes {
            let closed = stdin_closed().map_err(of_system)?;
            runtime.block_on(async {
                tokio::select! {
                    () = told => {}
                    _ = closed => {}
                }
            });
        } else {
            runtime.block_on(told);
        }
        Ok(())
    }
}

fn of_system(error: std::io::Error) -> Fault {
    Fault::io(Code::Bug, "relay-mock", error)
}

/// Done once standard input is closed, which is at the latest when whoever holds its other end is gone.
fn stdin_closed() -> std::io::Result<tokio::sync::oneshot::Receiver<()>> {
    let (closed, receive) = tokio::sync::oneshot::channel();
    // A thread of its own: a read of standard input cannot be given up.
    std::thread::Builder::new().name("stdin".to_owned()).spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = closed.send(());
    })?;
    Ok(receive)
}

#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
