//! The browser of whoever started the program.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use cplink_cli::{Language, print_error};

/// Where a console is, unless another address is named: always the same one, so that it can be found again, or a free
/// port while somebody else is there.
pub(super) fn console_address() -> SocketAddr {
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, 8480));
    let is_free = TcpListener::bind(usual).is_ok();
    if is_free { usual } else { SocketAddr::from((Ipv4Addr::LOCALHOST, 0)) }
}

/// Opens the page, or says that it is to be opened by hand.
pub(super) fn open(url: &str, lang: Language) {
    if open::that_detached(url).is_err() {
        print_error(&match lang {
            Language::Ja => format!("ブラウザーを開けませんでした。ブラウザーで {url} を開いてください。"),
            Language::En => format!("No browser could be opened. Open {url} in one."),
        });
    }
}
