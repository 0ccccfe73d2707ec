"""The hand-written mails of tests/corpus/mails, with this test's addresses filled in."""

from pathlib import Path

from accounts import secrets
from accounts.ids import uuid7
from notifications import mime
from notifications.models import OutgoingEmail
from tests.factories.notifications import DOMAIN

FOLDER = Path(__file__).parents[1] / "corpus" / "mails"
TAGGED = uuid7()
TAG = secrets.token(purpose="answer", public_id=TAGGED, version=1, key_id=secrets.current_key_id())


def raw(name: str, outgoing: OutgoingEmail) -> bytes:
    bounce = mime.envelope_sender(outgoing)
    values = {
        "tag": f"a-{TAG}@{DOMAIN}",
        "bounce": bounce,
        "forged_bounce": bounce.replace(bounce.partition("@")[0][28:], "a" * 26),
        "message_id": outgoing.message_id,
    }
    content = (FOLDER / f"{name}.eml").read_bytes()
    for placeholder, value in values.items():
        content = content.replace(b"{%s}" % placeholder.encode(), value.encode())
    return content


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.eml"))
