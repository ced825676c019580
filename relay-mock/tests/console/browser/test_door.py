"""Who is not let in: what no page of the console sends."""

from __future__ import annotations

import pytest

from raw import Answer, Visitor, ask, multipart
from relay import Relay, host


@pytest.fixture
def visitor(relay: Relay) -> Visitor:
    return Visitor(relay.console)


def kept_out(answer: Answer, status: int) -> None:
    assert answer.status == status, answer.text
    assert answer.headers["Cache-Control"] == "no-store" and "default-src" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1", "", "a b"])
def test_another_name_leads_nowhere(relay: Relay, name: str) -> None:
    port = host(relay.console).split(":")[1]
    for said in (name, f"{name}:{port}") if name != "127.0.0.1" else (name,):
        answer = ask(relay.console, "GET", "/received", headers={"Host": said})
        assert answer.status in (400, 421), said
        assert b"<html" not in answer.body and "Set-Cookie" not in answer.headers


def test_pages_for_this_machine_by_each_of_its_names(relay: Relay) -> None:
    port = host(relay.console).split(":")[1]
    for name in (f"localhost:{port}", f"127.0.0.1:{port}"):
        assert ask(relay.console, "GET", "/received", headers={"Host": name}).status == 200


def test_cookie_is_for_this_console_alone(relay: Relay) -> None:
    cookie = ask(relay.console, "GET", "/received").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1", None])
def test_form_of_another_page_does_nothing(visitor: Visitor, origin: str | None) -> None:
    kept_out(visitor.post("/enter", Origin=origin), 403)


def test_form_without_session_does_nothing(visitor: Visitor) -> None:
    kept_out(visitor.post("/enter", Cookie=None), 403)


@pytest.mark.parametrize("forged", ["0" * 64, "", "zz", "\0", "あ", "0" * 100_000])
def test_form_with_another_token_does_nothing(visitor: Visitor, forged: str) -> None:
    kept_out(visitor.post("/enter", {"csrf": forged}), 403)


def test_form_with_the_token_of_another_session_does_nothing(relay: Relay, visitor: Visitor) -> None:
    kept_out(visitor.post("/enter", {"csrf": Visitor(relay.console).csrf}), 403)


def test_cookie_that_was_not_made_here_is_no_session(visitor: Visitor) -> None:
    name, value = visitor.cookie.split("=")
    session, seal = value.split(".")
    other = "0" if seal[0] != "0" else "1"
    for forged in (f"{session}.{other}{seal[1:]}", f"0{session[1:]}.{seal}0", session, ".", "a" * 7000):
        kept_out(visitor.post("/enter", Cookie=f"{name}={forged}"), 403)


def test_files_are_not_read_before_the_token(visitor: Visitor) -> None:
    late = multipart({}, [("files", "a.csv", b"x" * 100_000)])
    kept_out(visitor.post("/enter", late, Content_Type="multipart/form-data; boundary=edge"), 403)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(visitor: Visitor, method: str) -> None:
    kept_out(ask(visitor.console, method, "/received", headers={"Cookie": visitor.cookie}), 405)


def test_head_tells_no_page(visitor: Visitor) -> None:
    answer = ask(visitor.console, "HEAD", "/received", headers={"Cookie": visitor.cookie})
    assert (answer.status, answer.body) == (200, b"")


def test_form_that_is_too_long_is_refused(visitor: Visitor) -> None:
    kept_out(visitor.post("/enter", {"token": "x" * 300_000}), 413)


def test_form_with_too_many_fields_or_files_is_refused(visitor: Visitor) -> None:
    many = {f"field{number}": "x" for number in range(10_000)}
    assert visitor.post("/enter", many, files=[]).status == 413
    assert visitor.post("/enter", {}, files=[("files", f"{n}.csv", b"x") for n in range(10_000)]).status == 413


@pytest.mark.parametrize(
    "body, kind",
    [
        (b"\xff\xfe\0", "application/x-www-form-urlencoded"),
        (b"csrf=%ff%fe&%00=%00", "application/x-www-form-urlencoded"),
        (b"csrf", "multipart/form-data"),
        (b"--edge\r\n", "multipart/form-data; boundary=edge"),
        (
            b'--edge\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\xff\r\n--edge--\r\n',
            "multipart/form-data; boundary=edge",
        ),
        (b'{"csrf": 1}', "application/json"),
    ],
    ids=["bytes", "escapes", "no boundary", "cut off", "not UTF-8", "JSON"],
)
def test_garbled_forms_are_refused(visitor: Visitor, body: bytes, kind: str) -> None:
    assert visitor.post("/enter", body, Content_Type=kind).status in (400, 403)


@pytest.mark.parametrize(
    "target",
    [
        "/../../etc/passwd",
        "/assets/../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/messages/..%2f..%2frelay.sqlite",
        "/messages/%00",
        "/messages/" + "a" * 60_000,
        "/messages/" + "%f0%9f%92%a9" * 100,
        "/%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_paths_lead_to_pages_only(visitor: Visitor, target: str) -> None:
    answer = visitor.get(target)
    assert answer.status in (400, 404, 414, 431), answer.text
    assert b"root:" not in answer.body and "Set-Cookie" not in answer.headers


def test_target_that_names_another_place_shows_nothing_of_it(visitor: Visitor) -> None:
    answer = visitor.get("http://evil.example/received")
    assert answer.status in (200, 400, 421) and b"evil.example" not in answer.body


def test_page_cannot_be_put_into_a_page_of_another(visitor: Visitor) -> None:
    answer = visitor.get("/received")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
