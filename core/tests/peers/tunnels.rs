//! What stands in the place of TLS, and a proxy's answers to CONNECT.

use cplink::Code::{ConnectionLost, Proxy, Timeout, TlsFailed};

use crate::call::Call::Capabilities;
use crate::peer::Piece::{self, Hold};
use crate::peer::Place;
use crate::table::{Case, endless, once};

pub(crate) fn cases() -> Vec<Case> {
    let bare = |name, pieces: Vec<Piece>, code| Case::new(name, Capabilities, pieces, code).at(Place::Bare);
    let proxy = |name, pieces: Vec<Piece>, code| Case::new(name, Capabilities, pieces, code).at(Place::Proxy);
    vec![
        bare("silence for TLS", vec![Hold], Timeout),
        bare("an end for TLS", vec![], ConnectionLost),
        bare("HTTP for TLS", vec![once("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")], TlsFailed),
        bare("endless junk for TLS", vec![endless("junk")], TlsFailed),
        bare("endless zeros for TLS", vec![endless([0])], TlsFailed),
        bare("endless handshake records of nothing", vec![endless([22, 3, 3, 0, 0])], TlsFailed),
        bare("endless change of cipher", vec![endless([20, 3, 3, 0, 1, 1])], TlsFailed),
        bare("endless warnings of TLS", vec![endless([21, 3, 3, 0, 2, 1, 100])], TlsFailed),
        bare("a greeting of megabytes", vec![endless([22, 3, 3, 0, 4, 2, 255, 255, 255])], TlsFailed),
        proxy("silence of a proxy", vec![Hold], Timeout),
        proxy("an end of a proxy", vec![], Proxy),
        proxy("no proxy", vec![once("220 mail.example ESMTP\r\n"), Hold], Proxy),
        proxy("a proxy that refuses", vec![once("HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n")], Proxy),
        proxy("endless status of a proxy", vec![once("HTTP/1.1 200 "), endless("a")], Proxy),
        proxy("endless headers of a proxy", vec![once("HTTP/1.1 200 OK\r\n"), endless("a: b\r\n")], Proxy),
        proxy("endless 100 of a proxy", vec![endless("HTTP/1.1 100 Continue\r\n\r\n")], Proxy),
        proxy("a proxy that goes on", vec![once("HTTP/1.1 200 OK\r\n\r\nx"), endless("x")], Proxy)
            .or_in_pieces(TlsFailed),
        proxy("a proxy's redirect", vec![once("HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/\r\n\r\n")], Proxy),
    ]
}
