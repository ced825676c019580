//! Running one case.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cplink::keys::{CertificateDer, FileSigner, Signer};
use cplink::progress::{Cancel, Job};
use cplink::relay::cpx::HttpTransport;
use cplink::relay::http::{HttpOptions, Proxy};
use cplink::{Code, Error};
use cplink_testkit::{SENDER, World, office, signer};
use relay_mock::pki::Algorithm;
use rustls::ServerConfig;

use crate::call::Message;
use crate::memory::Peak;
use crate::peer::{Pace, Peer, Place, tls};
use crate::table::Case;

const MOST_KIB: u64 = 32 << 10;
/// What a busy machine may take beyond a limit.
const SLACK: Duration = Duration::from_millis(1500);

pub(crate) struct Trial {
    pub(crate) world: World,
    message: Message,
    key: Arc<FileSigner>,
    tls: Arc<ServerConfig>,
    most_kib: Cell<u64>,
}

impl Trial {
    pub(crate) fn new() -> Self {
        let world = World::new();
        let key = Arc::new(signer(&world.pki.office(&office(SENDER, Algorithm::EcdsaP256)).unwrap()));
        Self { message: Message::new(&world), key, tls: tls(&world, &[]), world, most_kib: Cell::new(0) }
    }

    pub(crate) fn most_kib(&self) -> u64 {
        self.most_kib.get()
    }

    fn transport(&self, peer: &Peer, place: Place, limit: Duration) -> HttpTransport {
        self.limited(peer, place, limit, limit)
    }

    fn limited(&self, peer: &Peer, place: Place, limit: Duration, stall: Duration) -> HttpTransport {
        let anchors = vec![CertificateDer::from(self.world.pki.ca_der().to_vec())];
        let key: Arc<dyn Signer> = self.key.clone();
        let mut options = HttpOptions::new(format!("https://{}", peer.address), anchors, key);
        options.connect_timeout = limit;
        options.call_timeout = limit;
        options.body_timeout = limit;
        options.stall_timeout = stall;
        if place == Place::Proxy {
            options.proxy = Some(Proxy::new(format!("http://{}", peer.address)));
        }
        HttpTransport::new(options).unwrap()
    }

    /// The call ends with the case's code, or byte by byte perhaps by its time limit; in time and memory.
    pub(crate) fn ends_by_itself(&self, case: &Case, pace: Pace) -> Result<(), String> {
        let by_time = case.code == Code::Timeout || pace != Pace::Whole;
        let limit = Duration::from_millis(if by_time { 300 } else { 20_000 });
        let peer = Peer::start(Arc::clone(&self.tls), case.place, case.pieces.clone(), pace);
        let mut transport = self.transport(&peer, case.place, limit);
        let (peak, begin) = (Peak::begin(), Instant::now());
        let outcome = case.call.make(&self.message, &mut transport, &mut Job::new());
        let (took, kib) = (begin.elapsed(), peak.kib());
        self.most_kib.set(self.most_kib.get().max(kib));
        drop(transport);
        let error = outcome.err().ok_or("was accepted")?;
        let others = [Some(Code::Timeout), case.in_pieces];
        let fits = error.code() == case.code || pace != Pace::Whole && others.contains(&Some(error.code()));
        let told = || format!("{error:?} in {took:?}, {kib} KiB");
        if !fits {
            Err(told())
        } else if took > limit + SLACK {
            Err(format!("too late: {}", told()))
        } else if kib > MOST_KIB {
            Err(format!("too much memory: {}", told()))
        } else if peer.connections() > 1 {
            Err(format!("{} connections", peer.connections()))
        } else {
            Ok(())
        }
    }

    /// A call that has much time ends by its standstill, although bytes come all the while.
    pub(crate) fn stands_still(&self, case: &Case) {
        let peer = Peer::start(Arc::clone(&self.tls), case.place, case.pieces.clone(), Pace::Slow);
        let stall = Duration::from_millis(500);
        let mut transport = self.limited(&peer, case.place, Duration::from_secs(60), stall);
        let begin = Instant::now();
        let error = case.call.make(&self.message, &mut transport, &mut Job::new()).unwrap_err();
        drop(transport);
        assert_eq!(error.code(), Code::Timeout, "{}: {error:?}", case.name);
        let took = begin.elapsed();
        assert!((stall..stall * 2 + SLACK).contains(&took), "{}: {took:?}", case.name);
    }

    /// Cancels the call after a moment: whether it was still running. A call whose own limits ended it before is
    /// no matter here.
    pub(crate) fn is_cancelled(&self, case: &Case, pace: Pace) -> bool {
        let peer = Peer::start(Arc::clone(&self.tls), case.place, case.pieces.clone(), pace);
        let mut transport = self.transport(&peer, case.place, Duration::from_secs(60));
        let cancel = Cancel::new();
        let (outcome, end, asked) = std::thread::scope(|scope| {
            let timer = scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(150));
                cancel.cancel();
                Instant::now()
            });
            let outcome = case.call.make(&self.message, &mut transport, &mut Job::new().with_cancel(&cancel));
            (outcome, Instant::now(), timer.join().unwrap())
        });
        drop(transport);
        let late = end.saturating_duration_since(asked);
        assert!(late < Duration::from_millis(200) + SLACK / 2, "{} {pace:?}: {late:?}", case.name);
        outcome.err().as_ref().map(Error::code) == Some(Code::Cancelled)
    }
}
