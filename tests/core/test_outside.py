"""What asks addresses outside: gets the status, never from a private net, never for long."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.outside import Asker, RefusedError, UnreachableError, is_public


class Handler(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
        elif self.path == "/no-head":
            self.send_response(405 if self.command == "HEAD" else 200)
        elif self.path == "/drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(100):
                self.wfile.write(f"X-{number}: slow\r\n".encode())
                self.wfile.flush()
                time.sleep(0.2)
        else:
            self.send_response(int(self.path[1:4]))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # who asked has gone
            return


@pytest.fixture
def server() -> Iterator[str]:
    Handler.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def asker(server: str, seconds: float = 5) -> Asker:
    """One that may ask the test's own server."""
    port = int(server.rsplit(":", 1)[1])
    return Asker(
        "https://khorshoo.example", seconds=seconds, allowed=lambda ip: ip == "127.0.0.1", ports=[port]
    )


@pytest.mark.parametrize("status", [200, 404, 410, 500])
def test_the_status_is_told(server: str, status: int) -> None:
    assert asker(server).status(f"{server}/{status}") == status


def test_redirects_are_followed_to_their_end_but_not_for_ever(server: str) -> None:
    assert asker(server).status(f"{server}/to//404") == 404
    assert asker(server).status(f"{server}/to/{server}/200") == 200
    with pytest.raises(UnreachableError):
        asker(server).status(f"{server}" + "/to/" * 9 + "/200")


def test_a_server_that_knows_no_head_is_asked_for_the_page(server: str) -> None:
    assert asker(server).status(f"{server}/no-head") == 200
    assert Handler.asked == ["HEAD /no-head", "GET /no-head"]


def test_who_drips_is_cut_off(server: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnreachableError):
        asker(server, seconds=0.7).status(f"{server}/drip")
    assert time.monotonic() - began < 5


def test_nobody_there(server: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    closed = f"http://127.0.0.1:{port}"
    with pytest.raises(UnreachableError):
        asker(closed).status(closed)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://localhost/", "http://2130706433/",
        "ftp://example.com/", "file:///etc/passwd", "http://8.8.8.8:22/", "http://user@8.8.8.8/", "http:///x",
        "http://[bad/", "http://8.8.8.8:99999/",
    ],
)  # fmt: skip
def test_what_is_not_public_is_not_asked(address: str) -> None:
    with pytest.raises(RefusedError):
        Asker("https://khorshoo.example").status(address)


def test_a_redirect_into_a_private_net_is_refused(server: str) -> None:
    with pytest.raises(RefusedError):
        asker(server).status(f"{server}/to/http://10.0.0.1/")


@pytest.mark.parametrize("ip", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_known(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip", ["100.64.0.1", "224.0.0.1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "198.18.0.1"]
)
def test_others_are_not(ip: str) -> None:
    assert not is_public(ip)
