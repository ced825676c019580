//! The products: each driver does the same requests and leaves the same records.

mod desk;
mod driver;
mod exchange;
mod folder;
mod http;
mod product;
mod program;
mod relay;
mod request;
mod running;
mod tail;

pub use desk::{Channel, Desk, Forms, HandedIn, Laid, NotTaken, Places, Terminal, Window, told};
pub use driver::{Driver, Reply};
pub(crate) use exchange::handed_out;
pub use exchange::{Exchange, MAX_FILES, MAX_TOTAL};
pub use folder::Folder;
pub use http::{Http, UrlFault};
pub use product::read_product;
pub use program::Program;
pub use relay::RelayHost;
pub use request::{answer, hello, profile, request, reset};
