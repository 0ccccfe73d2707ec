"""Every form of the site, found on its pages: never an error of ours, a sentence, nothing typed lost.

The pages come from the URL table and from the keys of the mails, the boxes from the forms that stand
on them; so a new form is tried without anybody thinking of it, and so is every address that takes
something typed and stands on no page. WRONG_INPUTS says how many for each form (default 10).
"""

import os
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from bookings.actions import filing, noting
from bookings.desk.bulk import DEEDS
from bookings.desk.steps import ASK_STEPS, REQUEST_STEPS, SESSION_STEPS
from bookings.doors import SIGN_IN, SIGNED_IN, WAGTAIL, decided
from bookings.models import BookingRequest, Grant, IssuedPaper, RequestEvent, RequestFile
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE
from tests.house.addresses import every_address
from tests.house.test_urls_by_role import Place, place  # noqa: F401 - a fixture
from tests.servers.templates import ROOT

HOW_MANY = int(os.environ.get("WRONG_INPUTS", "10"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]
ODD = [
    "", " ", "　", "\x00", "あ" * 3000, "💮", "'; DROP TABLE", "<script>", "0", "-1", "９" * 30,
    "12/17", "2/30 10", "第9希望 12/17 a", "12/17 a、12/17 a", "12/17 99", "午前2時半", "令和99年1月1日",
    "1e309", "NaN", "٣٣", "x", "other", "email", "on", "\r\n\r\n", "ﾊﾅｺ", "a@b", "〒", "090ー", "\ud7ff",
    "2026-12-17", "10:00", "R8.12.17", "99999999999999999999", "[]", "{}", "%s %(x)s {0}",
]  # fmt: skip
NAMES = {
    "desk:request-step": [step.name for step in REQUEST_STEPS],
    "desk:ask-step": [step.name for step in ASK_STEPS],
    "desk:session-step": [step.name for step in SESSION_STEPS],
    "desk:bulk-do": [deed.name for deed in DEEDS],
    "desk:paper-new": IssuedPaper.Kind.values,
}
_WIZARD = "tests/bookings/public/test_wrong_input.py"
# Several pages in a row: tried with the draft that they write.
ELSEWHERE = {
    "apply:start": _WIZARD, "apply:who": _WIZARD, "apply:classes": _WIZARD,
    "apply:where": _WIZARD, "apply:contact": _WIZARD, "apply:centres": _WIZARD,
    "apply:when": "tests/bookings/public/test_when_wrong_input.py",
    "apply:check": "tests/bookings/public/test_apply_bad_input.py",
}  # fmt: skip
OURS = ("apply", "consult", "requests", "answers", "reports", "consents", "days", "desk")
# Of addresses whose form stands on no page of this small town: every box that some form has.
ANY = (
    "version", "words", "reason", "day", "seen", "ids", "pick", "deed", "back", "q", "status", "fate",
    "lecturer", "lecturers", "successor", "to", "address", "decision", "which", "starts", "ends", "rank",
    "day_1", "starts_1", "ends_1", "name", "adults", "children", "minutes", "submission", "step", "file",
    "first_on", "last_on", "cause", "everybody", "departments", "group_name", "people", "notify_by",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """Where it is sent to, and its boxes: what a browser would let one choose from, or ()."""

    client: Client
    action: str
    boxes: dict[str, tuple[str, ...]]
    free: frozenset[str]
    buttons: dict[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        return resolve(self.action).view_name


def forms_on(client: Client, path: str) -> Iterator[Form]:
    answer = client.get(path, follow=True)
    assert answer.status_code < 500, path
    if "html" not in answer.get("Content-Type", ""):
        return
    here = answer.request["PATH_INFO"]
    for form in BeautifulSoup(answer.content, "html.parser").select("main form[method=post]"):
        action = urlsplit(form.get("action") or here).path
        if _is_ours(action):
            boxes, buttons = _boxes(form, "[name]:not(button)"), _boxes(form, "button[name]")
            yield Form(client, action, boxes, _free(form), buttons)


def _is_ours(path: str) -> bool:
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return decided(name=found.view_name, route=found.route) not in (WAGTAIL, SIGN_IN, SIGNED_IN)


def _boxes(form: Tag, which: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for box in form.select(which):
        options = [row.get("value", "") for row in box.select("option")] or [box.get("value", "")]
        found[box["name"]] = (*found.get(box["name"], ()), *options)
    return found


def _free(form: Tag) -> frozenset[str]:
    """What somebody types by hand."""
    typed = form.select("textarea[name], input[name]:not([type]), input[type=text][name]")
    return frozenset(box["name"] for box in typed)


def paths_of_the_desk(place: Place) -> Iterator[str]:  # noqa: F811
    for address in every_address():
        door = decided(**vars(address))
        if door is None or not address.name.startswith("desk:") or "download" in address.name:
            continue
        for name in NAMES.get(address.name, [None]):
            rows = place.rows if name is None else {**place.rows, "name": name, "kind": name}
            yield address.filled(rows)


def every_form(place: Place) -> list[Form]:  # noqa: F811
    """One of each address and set of boxes."""
    office, found = place.client("office"), {}
    broken = make_request(place.town, status="needs_change")
    pages = [(office, path) for path in paths_of_the_desk(place)]
    pages += [(office, f"/desk/requests/{broken.public_id}/anew/"), (Client(), "/consult/")]
    pages += [(Client(), "/requests/"), (Client(), "/lookup/")]
    for grant in Grant.objects.filter(revoked_at__isnull=True).order_by("pk"):
        holder = Client()
        page = holder.get(f"/k/{grant.token}/", follow=True)
        here = page.request["PATH_INFO"]
        links = BeautifulSoup(page.content, "html.parser").select("main a[href]")
        inner = {urlsplit(link["href"]).path for link in links}
        pages += [(holder, path) for path in sorted({here, *inner}) if path.startswith(here)]
    for client, path in pages:
        for form in forms_on(client, path):
            found.setdefault((form.name, frozenset(form.boxes), form.action), form)
    return list(found.values())


def filled(form: Form, chance: random.Random) -> dict[str, object]:
    typed: dict[str, object] = {}
    for name, known in sorted(form.boxes.items()):
        if chance.random() < 0.15:
            continue  # a browser leaves out what it does not show
        odd = chance.choice(ODD) if chance.random() < 0.7 else _letters(chance)
        typed[name] = chance.choice(known) if known and chance.random() < 0.5 else odd
    if form.buttons and chance.random() < 0.7:  # one of them at most, and never another word
        pressed = chance.choice(sorted(form.buttons))
        typed[pressed] = chance.choice(form.buttons[pressed])
    return typed


def _letters(chance: random.Random) -> str:
    letters = (chr(chance.randrange(1, 0xD7FF)) for _one in range(chance.randrange(40)))
    return "".join(letters)


def tried(form: Form, typed: dict[str, object]) -> str:
    """What is wrong with the answer, or "". Whatever it changed is taken back."""
    with transaction.atomic():
        page = form.client.post(form.action, typed)
        transaction.set_rollback(True)
    if page.status_code not in (200, 302, 303, 403, 404, 405, 409, 422):
        return f"status {page.status_code}"
    if page.status_code != 422:
        return ""
    soup = BeautifulSoup(page.content, "html.parser")
    told = [row.get_text().strip() for row in soup.select("[role=alert] li, [role=alert] p")]
    if not told or not all(told):
        return "no sentence"
    if typed.get("day") in form.buttons.get("day", ()):
        return ""  # a day of the month was pressed: it stands in place of what was typed
    again = [
        one
        for one in soup.select("main form[method=post]")
        if urlsplit(one.get("action") or form.action).path == form.action
    ]
    for box in [box for one in again for box in one.select("[name]")]:
        name = box["name"]
        # An empty box may be filled for the reader: a name in kana is its own reading.
        if name in form.free and typed.get(name) and not _same(_value(box), str(typed[name])):
            return f"lost {name}: {typed[name]!r} is {_value(box)!r}"
    return ""


def _value(box: Tag) -> str:
    return box.get_text() if box.name == "textarea" else str(box.get("value", ""))


def _same(shown: str, typed: str) -> bool:
    def plain(text: str) -> str:
        """As a browser keeps it: a parser of HTML knows neither NUL nor other line ends. In any width:
        the tables of a reorganisation show their cells as they will be stored."""
        letters = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").replace("\r", "\n")
        kept = (one for one in letters if unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
        return "".join(kept).replace("\ufffd", "").strip()

    odd = any(unicodedata.category(one) == "Cc" for one in typed)  # may be shown as a space
    return plain(shown) == plain(typed) or (odd and _close(plain(shown)) == _close(plain(typed)))


def _close(text: str) -> str:
    return "".join(text.split())


def test_no_wrong_input_breaks_any_form_of_the_site(place):  # noqa: F811
    chance, wrong, figures = random.Random(20261122), {}, {}
    forms = every_form(place)
    forms += forms_unseen(place, forms)

    for form in forms:
        for _one in range(HOW_MANY):
            typed = filled(form, chance)
            try:
                said = tried(form, typed)
            except Exception as problem:  # noqa: BLE001 - every form is to be tried
                said = f"{type(problem).__name__}: {problem}"[:200]
            if said:
                wrong.setdefault(f"{form.name} {form.action}", (said, typed))
            figures[form.name] = figures.get(form.name, 0) + 1

    print(len(forms), "forms", figures)
    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def forms_unseen(place: Place, seen: list[Form]) -> list[Form]:  # noqa: F811
    """For whatever takes a POST and stood on no page; as the office, or without any key."""
    names = {form.name for form in seen} | ELSEWHERE.keys()
    rows = {
        **place.rows, "files/": _file(place).public_id, "notes/": _note(place).public_id,
        "outcome": "missed", "name": "seen",
    }  # fmt: skip
    return [
        Form(place.client("office"), address.filled(rows), dict.fromkeys(ANY, ()), frozenset(), {})
        for address in every_address()
        if address.name.partition(":")[0] in OURS and address.name not in names
    ]


def _file(place: Place) -> RequestFile:  # noqa: F811
    row = BookingRequest.objects.get(public_id=place.rows["requests/"])
    return filing.put(request_id=row.pk, name="地図", kind="pdf", data=b"%PDF-", by=OFFICE, at=NOW)


def _note(place: Place) -> RequestEvent:  # noqa: F811
    row = BookingRequest.objects.get(public_id=place.rows["requests/"])
    return noting.note(request_id=row.pk, words="あとで電話", by=OFFICE, at=NOW)


def test_what_is_tried_elsewhere_is_there():
    assert all((Path(ROOT) / file).exists() for file in ELSEWHERE.values())
    assert {row.name for row in every_address()} >= ELSEWHERE.keys()
