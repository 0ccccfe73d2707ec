"""Fetching from an address: public machines only, bounded, conditional. A real server, no network."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lectures.courses import fetching
from lectures.courses.fetching import NotFetched, fetch, is_public


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answers[self.path]
        if self.headers.get("If-None-Match") and self.headers["If-None-Match"] == headers.get(
            "ETag"
        ):
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *args):
        return


@pytest.fixture
def server():
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    httpd.answers, httpd.asked = {}, []
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield httpd
    httpd.shutdown()
    httpd.server_close()


def got(server, path="/a.ics", **more):
    port = server.server_port
    return fetch(
        f"http://localhost:{port}{path}", allowed=lambda _a: True, ports={"http": port}, **more
    )


def why(call, *args, **more):
    with pytest.raises(NotFetched) as refused:
        call(*args, **more)
    return str(refused.value)


def test_a_file_is_fetched_and_the_second_time_only_if_it_changed(server):
    server.answers["/a.ics"] = (
        200,
        {"ETag": '"1"', "Last-Modified": "Sun, 22 Nov 2026 01:00:00 GMT"},
        b"x",
    )

    first = got(server)
    again = got(server, etag=first.etag, modified=first.modified)

    assert (first.content, first.etag) == (b"x", '"1"')
    assert again.content is None
    assert server.asked[0][1]["Host"] == f"localhost:{server.server_port}"
    assert server.asked[1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
        "2002:7f00:1::", "64:ff9b::7f00:1", "::", "ff02::1", "198.18.0.1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_machines_that_are_not_public_are_not_asked(address):
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["8.8.8.8", "203.104.209.71", "2001:4860:4860::8888"])
def test_public_machines_are(address):
    assert is_public(address) is True


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0/", "http://2130706433/",
        "http://0x7f.1/", "http://127.0.0.1.:80/", "https://[::ffff:10.0.0.1]/",
    ],
)  # fmt: skip
def test_every_spelling_of_this_machine_is_refused(address):
    assert why(fetch, address) in (
        "このアドレスは、外に公開されたものではないので、見に行きません。",
        "アドレスの相手が見つかりません。",
    )


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://u.example/a", "//u.example", "gopher://x", "http://", "http://a:b@u.example/",
        "http://u.example:22/", "http://u.example:99999/", "http://u.example/a b", "http://u.example/\r\nX: y",
        "http://[::1", "javascript:1", "",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused_before_anything_is_asked(address, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("asked"))

    assert why(fetch, address)


def test_a_redirect_to_a_machine_inside_is_refused(server):
    port = server.server_port
    server.answers["/a.ics"] = (302, {"Location": "http://127.0.0.1:22/"}, b"")
    server.answers["/b.ics"] = (302, {"Location": f"http://inside.test:{port}/secret"}, b"")
    server.answers["/loop"] = (302, {"Location": "/loop"}, b"")

    assert "ポート" in why(got, server)
    assert why(got, server, "/b.ics")
    assert "転送が多すぎ" in why(got, server, "/loop")
    assert all(path != "/secret" for path, _headers in server.asked)


def test_a_name_that_answers_otherwise_the_second_time_leads_nowhere(server, monkeypatch):
    """Looked up once: what was checked is what is connected to."""
    port, looked = server.server_port, []
    server.answers["/a.ics"] = (200, {}, b"x")

    def lookup(host, *args, **more):
        looked.append(host)
        address = "127.0.0.1" if len(looked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", lookup)
    pinned = []
    real = fetching.socket.create_connection
    monkeypatch.setattr(
        fetching.socket, "create_connection",
        lambda to, *a, **k: (pinned.append(to[0]), _straight(to, *a))[1],
    )  # fmt: skip
    assert callable(real)

    found = fetch(
        f"http://rebinding.test:{port}/a.ics",
        allowed=lambda address: address == "127.0.0.1", ports={"http": port},
    )  # fmt: skip

    assert found.content == b"x"
    assert (looked, pinned) == (["rebinding.test"], ["127.0.0.1"])


def _straight(to, timeout=None):
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.settimeout(timeout)
    made.connect(to)
    return made


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    both = [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **k: both)

    assert "見に行きません" in why(fetch, "http://mixed.test/")


@pytest.mark.parametrize(
    "answer,words",
    [
        ((200, {}, b"x" * 5_000_001), "大きすぎ"),
        ((404, {}, b""), "404"),
        ((500, {}, b""), "500"),
        ((200, {"Content-Encoding": "gzip"}, b"x"), "圧縮"),
    ],
)
def test_what_cannot_be_taken_is_said(server, answer, words):
    server.answers["/a.ics"] = answer

    assert words in why(got, server)


def test_a_machine_that_is_slow_or_shut_is_said(server, monkeypatch):
    server.answers["/a.ics"] = (200, {}, b"x" * 100)
    monkeypatch.setattr(fetching, "_ALTOGETHER", -1.0)

    assert "時間内" in why(got, server)
    monkeypatch.undo()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "つながりません" in why(fetch, f"http://127.0.0.1:{port}/", allowed=lambda _a: True, ports={"http": port})  # fmt: skip


def test_an_answer_in_drips_takes_no_longer_than_any_other(monkeypatch):
    monkeypatch.setattr(fetching, "_ALTOGETHER", 0.6)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            talk, _from = listening.accept()
            with talk:
                talk.sendall(b"HTTP/1.1 200 OK\r\n")
                while not over.wait(0.1):
                    try:
                        talk.sendall(b"X-a: 1\r\n")
                    except OSError:
                        return

        threading.Thread(target=drip, daemon=True).start()
        port, begun = listening.getsockname()[1], time.monotonic()
        said = why(fetch, f"http://127.0.0.1:{port}/", allowed=lambda _a: True, ports={"http": port})  # fmt: skip
        took = time.monotonic() - begun
        over.set()

    assert "時間内" in said
    assert took < 5


def test_a_redirect_that_is_no_address_is_said(server):
    server.answers["/a.ics"] = (302, {"Location": "http://["}, b"")

    assert why(got, server) == "アドレスの形がちがいます。"


def test_not_changed_is_no_answer_to_who_did_not_ask(server):
    server.answers["/a.ics"] = (304, {}, b"")

    assert "304" in why(got, server)
