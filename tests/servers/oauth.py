"""A mailbox that wants a token: Dovecot, and the provider that gives and checks tokens (RFC 7662)."""

import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.servers.mail import DOVECOT, PASSWORD, Mail, accounts
from tests.servers.processes import Process, answers, free_port, program

WANTS_TOKENS = """
auth_mechanisms = plain xoauth2 oauthbearer
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
CHECKS = """
introspection_url = http://127.0.0.1:{port}/introspect
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
debug = yes
"""


class Provider:
    """Gives `token-1`, `token-2`, …; a test may end a token or refuse to give more."""

    def __init__(self, *, user: str) -> None:
        self.user, self.good, self.asked, self.refuses = user, set[str](), list[dict](), False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/token"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, question: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append(question)
        if self.refuses:
            return 400, {"error": "invalid_grant", "error_description": f"about {self.user}"}
        name = f"token-{len(self.asked)}"
        self.good.add(name)
        return 200, {"access_token": name, "token_type": "Bearer", "expires_in": 3600}

    def introspect(self, question: dict[str, str]) -> tuple[int, dict[str, object]]:
        active = question.get("token") in self.good
        return 200, {"active": active, "username": self.user} if active else {"active": False}

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            question = dict(urllib.parse.parse_qsl(body))
            answer = provider.token if self.path == "/token" else provider.introspect
            status, facts = answer(question)
            content = json.dumps(facts).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_facts: object) -> None:
            pass

    return Handler


@contextmanager
def token_mailbox(folder: Path, *, user: str) -> Iterator[tuple[Mail, Provider]]:
    """A running Dovecot whose users may also log in by token, and the tokens' provider."""
    provider = Provider(user=user)
    ports = {"imap_port": free_port(), "lmtp_port": free_port()}
    config = DOVECOT.format(folder=folder, password=PASSWORD, **ports, **accounts(folder))
    (folder / "dovecot.conf").write_text(config + WANTS_TOKENS.format(folder=folder))
    (folder / "oauth2.conf").write_text(CHECKS.format(port=provider.port))
    dovecot = program("dovecot", package="dovecot-imapd dovecot-lmtpd")
    try:
        with Process(
            [dovecot, "-F", "-c", folder / "dovecot.conf"], log=folder / "dovecot.out"
        ) as server:
            server.wait_for(lambda: all(answers(port) for port in ports.values()))
            mail = Mail(smtp_port=ports["lmtp_port"], imap_port=ports["imap_port"], folder=folder)
            yield mail, provider
    finally:
        provider.stop()
