"""Who really sent a mail, in the words of our own mail server (RFC 8601). Believes nobody else.

The mail server must delete every Authentication-Results header that carries its own name before
it adds its own; the manual says how.
"""

from dataclasses import dataclass, field
from email.message import Message

from authres import AuthenticationResultsHeader
from authres.core import AuthResError

from notifications.inbox import parts
from notifications.status import Auth

# Names under which anybody may register: being "below" one of them aligns with nothing.
_SHARED_SUFFIXES = frozenset(
    [
        "jp",
        "com",
        "net",
        "org",
        "info",
        "ac.jp",
        "ad.jp",
        "co.jp",
        "ed.jp",
        "go.jp",
        "gr.jp",
        "lg.jp",
        "ne.jp",
        "or.jp",
    ]
)
_MAX_RESULTS = 20


@dataclass(frozen=True)
class Verdict:
    """pass, fail or none, and what it rests on."""

    auth: Auth
    detail: dict[str, str] = field(default_factory=dict)


def verdict(message: Message, *, authserv_id: str) -> Verdict:
    """Pass only by DMARC, or by SPF or DKIM for the domain that From shows."""
    results = _trusted(message, authserv_id) if authserv_id else []
    if not results:
        return Verdict(Auth.NONE)
    senders = parts.senders(message)
    if len(senders) != 1:
        return Verdict(Auth.FAIL, {"reason": f"{len(senders)} senders"})
    domain = senders[0].rpartition("@")[2].lower()
    detail = {"domain": domain} | {result.method: str(result.result) for result in results}
    if any(_says(result, "dmarc", "fail") for result in results):
        return Verdict(Auth.FAIL, detail)
    for result in results:
        if str(result.result).lower() == "pass" and _vouches(result, domain):
            return Verdict(Auth.PASS, detail | {"aligned": result.method})
    return Verdict(Auth.FAIL, detail)


def _trusted(message: Message, authserv_id: str) -> list:
    """The results of the topmost headers with our server's name, up to the next Received."""
    found: list = []
    seen = False
    for name, value in message.items():
        if name.lower() == "received" and seen:
            break
        # As it stands: whoever could write encoded words into it could write results.
        words = " ".join(str(value).split()).rstrip("; ")
        if "=?" in words:
            words = words.partition(";")[0].replace("=?", "")
        if name.lower() == "authentication-results" and _is_ours(words, authserv_id):
            # Also one that says nothing: a header further down is then an older server's or a lie.
            seen = True
            found += _results(words)
    return found[:_MAX_RESULTS]


def _says(result: object, method: str, outcome: str) -> bool:
    return (str(result.method).lower(), str(result.result).lower()) == (method, outcome)


def _is_ours(words: str, authserv_id: str) -> bool:
    name = words.partition(";")[0].split()
    return bool(name) and name[0].strip('"').lower() == authserv_id.lower()


def _results(words: str) -> list:
    try:
        header = AuthenticationResultsHeader.parse(f"Authentication-Results: {words}")
    except (AuthResError, ValueError, IndexError):
        return []
    return list(header.results or [])


def _claimed(result: object) -> str:
    """The domain that this result vouches for."""
    wanted = {
        "dmarc": (("header", "from"),),
        "spf": (("smtp", "mailfrom"),),
        "dkim": (("header", "d"), ("header", "i")),
    }.get(str(getattr(result, "method", "")).lower(), ())
    values = {(p.type, p.name): str(p.value) for p in getattr(result, "properties", [])}
    for key in wanted:
        if key in values:
            return values[key].rpartition("@")[2].strip('<>" ').lower()
    return ""


def _vouches(result: object, shown: str) -> bool:
    claimed = _claimed(result)
    if str(getattr(result, "method", "")).lower() == "dmarc":
        return bool(shown) and claimed == shown
    return _aligned(claimed, shown)


def _aligned(claimed: str, shown: str) -> bool:
    if not claimed or not shown or {claimed, shown} & _SHARED_SUFFIXES:
        return False
    return claimed == shown or shown.endswith(f".{claimed}") or claimed.endswith(f".{shown}")
