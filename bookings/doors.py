"""Which page is for whom: one table for every address of the site. Data; asks no row.

A page of the desk that is not named here opens for the office only. A test walks all addresses
and fails for one without a decision.
"""

from dataclasses import dataclass

from accounts.models import Role

_Roles = frozenset[str]


@dataclass(frozen=True)
class Door:
    """Who looks and who acts. `roles` None: the page itself decides, as `why` says."""

    why: str
    see: _Roles | None = None
    do: _Roles | None = None

    @property
    def asks_roles(self) -> bool:
        return self.see is not None


def _roles(*roles: Role) -> _Roles:
    return frozenset(roles)


_ALL = _roles(Role.OFFICE, Role.AUDITOR, Role.DEPARTMENT, Role.CENTRE)
_READERS = _roles(Role.OFFICE, Role.AUDITOR)
_OFFICE = _roles(Role.OFFICE)

PUBLIC = Door("everybody; a POST changes nothing but the visitor's own")
BY_GRANT = Door("whoever holds its key (bookings.keys)")
BY_GRANT_OR_ROLE = Door("whoever holds its key, or signed in for the department in charge")
SIGN_IN = Door("everybody, to become somebody (allauth)")
SIGNED_IN = Door("whoever signed in, about themselves (allauth)")
WAGTAIL = Door("Wagtail's own permissions, and `lectures.ledger.permissions`")
DEMO = Door("everybody, in a demo only")
OFFICE = Door("the office", _OFFICE, _OFFICE)
READ = Door("the office; an auditor reads", _READERS, _OFFICE)
THEIR_OWN_KEYS = Door("all of the desk, each about their own keyboard", _ALL, _ALL)
LOOK_UP = Door("the office and auditors; a POST only looks something up", _READERS, _READERS)
FRONT = Door("all of the desk; each sees their own matter", _ALL, _OFFICE)
ENTER = Door("the office, and a centre for its own rooms", *[_roles(Role.OFFICE, Role.CENTRE)] * 2)
DEPARTMENT = Door("a department, its own", *[_roles(Role.DEPARTMENT)] * 2)
OWN = Door("a department or a centre, its own", *[_roles(Role.DEPARTMENT, Role.CENTRE)] * 2)
CENTRE = Door("a centre, its own", *[_roles(Role.CENTRE)] * 2)

_NUMBER_PAGES = (
    "indicators", "indicator", "indicator-value", "indicator-words", "past", "past-year", "past-template",
)  # fmt: skip
_OUT_PAGES = ("out", "out-file", "out-sessions", "out-table")

BY_ROUTE = {"api/v2/": PUBLIC, "admin/": WAGTAIL, "sign-in/mfa/": SIGNED_IN}
BY_NAME: dict[str, Door] = {
    "set_language": PUBLIC,
    "colours": PUBLIC,
    "search": PUBLIC,
    "picture": PUBLIC,
    **dict.fromkeys(
        [
            "feed-rss", "feed-atom", "calendar-courses", "calendar-course", "calendar-programme", "open-data",
            "open-data-file", "sitemap", "robots", "booklet", "booklet-file",
        ],
        PUBLIC,
    ),
    "wagtail_serve": PUBLIC,
    "wagtailcore_authenticate_with_password": PUBLIC,
    "wagtailcore_login": SIGN_IN,
    "frontend_login": SIGN_IN,
    "wagtaildocs_serve": PUBLIC,
    "wagtaildocs_authenticate_with_password": PUBLIC,
    "results:page": PUBLIC,
    "results:photo": PUBLIC,
    "results-api:years": PUBLIC,
    "results-api:year": PUBLIC,
    "indicators:page": PUBLIC,
    "audience": PUBLIC,
    "apply:start": PUBLIC,
    "apply:consult": BY_GRANT,
    "consult:new": PUBLIC,
    "consult:page": BY_GRANT,
    "consult:withdraw": BY_GRANT,
    **dict.fromkeys(
        [
            f"apply:{step}"
            for step in (
                "resume", "who", "when", "where", "classes", "centres", "contact", "check", "done",
            )
        ],
        BY_GRANT,
    ),
    "open_link": BY_GRANT,
    "requests:lookup": PUBLIC,
    **dict.fromkeys(
        [
            f"requests:{page}"
            for page in (
                "page", "counter", "change", "withdraw", "survey", "calendar", "mail", "notice",
                "day", "day-sheet", "details", "move", "move-session", "new-days", "drop", "postpone",
                "messages", "again", "audience-sheet",
            )
        ],
        BY_GRANT,
    ),
    "answers:page": BY_GRANT_OR_ROLE,
    "answers:lecturers": BY_GRANT_OR_ROLE,
    "answers:change": BY_GRANT_OR_ROLE,
    "answers:undo": BY_GRANT,
    "reports:page": BY_GRANT_OR_ROLE,
    "reports:lecturers": BY_GRANT_OR_ROLE,
    "reports:photos": BY_GRANT_OR_ROLE,
    "reports:photo": BY_GRANT_OR_ROLE,
    "reports:photo-remove": BY_GRANT_OR_ROLE,
    "consents:page": BY_GRANT,
    "days:page": BY_GRANT,
    **dict.fromkeys([f"direct:{page}" for page in ("page", "none", "undo")], BY_GRANT),
    **dict.fromkeys([f"desk:own-direct{act}" for act in ("", "-none", "-undo")], DEPARTMENT),
    "desk:direct": READ,
    **dict.fromkeys(
        [f"desk:direct-{act}" for act in ("enter", "enter-none", "enter-undo", "again")], OFFICE
    ),
    "days:sheet": BY_GRANT,
    "days:audience-sheet": BY_GRANT,
    **dict.fromkeys([f"rollover:{page}" for page in ("page", "new", "entry")], BY_GRANT),
    **dict.fromkeys(["rollover:desk", "rollover:desk-entry"], READ),
    **dict.fromkeys(
        [f"rollover:desk-{act}" for act in ("open", "do", "verdict")], OFFICE
    ),
    "account_login": SIGN_IN,
    "account_inactive": SIGN_IN,
    "new_password": SIGN_IN,
    "openid_connect_login": SIGN_IN,
    "openid_connect_callback": SIGN_IN,
    "socialaccount_login_cancelled": SIGN_IN,
    "socialaccount_login_error": SIGN_IN,
    "mfa_authenticate": SIGN_IN,
    "account_logout": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "arrived": SIGNED_IN,
    "desk:home": FRONT,
    "desk:request": FRONT,
    "desk:new": ENTER,
    "desk:consultations": READ,
    "desk:consultation": READ,
    "desk:consultation-new": OFFICE,
    "desk:consultation-step": OFFICE,
    "desk:own": OWN,
    "desk:own-session": OWN,
    "desk:centre": CENTRE,
    "desk:keys": THEIR_OWN_KEYS,
    "desk:duty": READ,
    "desk:duty-one": READ,
    **dict.fromkeys([f"desk:duty-{act}" for act in ("go-on", "take-back", "reopen", "call")], OFFICE),
    "desk:search": LOOK_UP,
    "desk:mail-search": LOOK_UP,
    **dict.fromkeys([f"desk:{page}" for page in _OUT_PAGES], LOOK_UP),
    **dict.fromkeys(
        [
            f"desk:{page}"
            for page in (
                "inbox", "replies", "replies-decided", "replies-automatic", "reply", "mails",
                "mail", "mail-in", "mail-texts", "mail-text", "mail-text-history", "turn",
                "results", "targets", "year-close", "year-closed", "year-open", "roles", "export", "calls", "call-letters", "paper", "paper-file", "day", "day-sheet",
                "results-by", "results-waiting", "results-years", "areas", "counting-unit", "next-menu", "headquarters",
                "calendar", "file", "file-download", "photo", "photo-picture", "overdue", "opinions",
                "audience-sheet",
            )
        ],
        READ,
    ),
    **dict.fromkeys(
        [
            f"desk:{page}"
            for page in (
                "anew", "request-step", "ask-step", "session-step", "reply-bring-in",
                "reschedule", "move-row", "file-new", "photo-new", "note-erase",
                "mail-resend", "mail-decide", "mail-text-restore", "turn-departments",
                "turn-lecturers", "turn-undo", "turn-undo-transfer", "turn-take-over", "turn-ask",
                "view-keep", "view-drop", "bulk", "bulk-do", "bulk-done",
                "paper-new", "calls-sent", "call-outcome", "role-take", "role-password",
                "opinion-read",
            )
        ],
        OFFICE,
    ),
    **dict.fromkeys([f"desk:{page}" for page in _NUMBER_PAGES], READ),
    **dict.fromkeys(["desk:indicators-prepare", "desk:areas-from-centres", "desk:indicator-away", "desk:past-bring-in", "desk:past-away"], OFFICE),
    **dict.fromkeys(
        ["demo:mailbox", "demo:letter", "demo:clock", "demo:move_clock", "look"], DEMO
    ),
}  # fmt: skip


def decided(*, name: str, route: str = "") -> Door | None:
    """What the table says of an address, or None: nobody has thought of it yet."""
    by_route = (door for start, door in BY_ROUTE.items() if route.startswith(start))
    return BY_NAME.get(name) or next(by_route, None)


def door_of(name: str) -> Door:
    """The door of a page of the desk; the office's where nothing is decided."""
    return BY_NAME.get(name, OFFICE)
