"""The rules of this code, as far as a program can see them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.settings.models import BaseSiteSetting

from accounts.scoping import SiteScoped
from tests.servers.templates import ROOT

pytestmark = pytest.mark.once

APPS = ("accounts", "bookings", "cms", "config", "lectures", "notifications")
LONGEST = 400
FORBIDDEN_NAMES = {
    "utils.py",
    "services.py",
    "selectors.py",
    "common.py",
    "helpers.py",
    "signals.py",
}
NOW = {"now", "utcnow", "today"}
CLOCKS = {"datetime", "date", "timezone"}
# What a browser would enforce in its own words, before our page can say what to do. A search goes
# into the address, which must not grow without end: there a browser may stop.
ATTRIBUTES = re.compile(
    r'<(?:input(?! type="search")|textarea|select)\b[^>]*\s(maxlength|pattern|required)\b', re.I
)


@cache
def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def clock_calls(node: ast.AST) -> bool:
    """datetime.now(), date.today(), timezone.now() and the like."""
    match node:
        case ast.Call(func=ast.Attribute(attr=attr, value=ast.Name(id=owner))):
            return attr in NOW and owner in CLOCKS
        case ast.Call(func=ast.Attribute(attr=attr, value=ast.Attribute(attr=owner))):
            return attr in NOW and owner in CLOCKS
    return False


def writes(node: ast.AST, column: str) -> bool:
    """An assignment to `.status`, or `.update(status=…)`."""
    match node:
        case ast.Attribute(attr=attr, ctx=ast.Store()):
            return attr == column
        case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
            return any(keyword.arg == column for keyword in keywords)
    return False


def templates() -> Iterator[Path]:
    for folder in ("templates", *(f"{app}/templates" for app in APPS)):
        yield from sorted((ROOT / folder).rglob("*.html"))


def test_no_file_is_longer_than_a_reader_can_hold():
    files = [*sources(*APPS, "tests", "tools"), *templates()]
    long = {name(path): lines for path in files
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST}  # fmt: skip

    assert long == {}


def test_every_module_has_a_topic():
    assert [name(path) for path in sources(*APPS) if path.name in FORBIDDEN_NAMES] == []


def test_no_reaction_hides_in_a_signal():
    hidden = [
        f"{name(path)}:{node.lineno}"
        for path in sources("accounts", "bookings", "cms", "lectures", "notifications")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module in ("django.dispatch", "django.db.models.signals", "wagtail.signals")
        # `migrate` itself: the database's own triggers are taken away and made again around it.
        and {one.name for one in node.names} - {"pre_migrate", "post_migrate"}
    ]

    assert hidden == []


def test_only_the_clock_asks_what_time_it_is():
    askers = [
        f"{name(path)}:{node.lineno}"
        for path in sources(*APPS)
        if name(path) != "config/clock.py"
        for node in ast.walk(tree(path))
        if clock_calls(node)
    ]

    assert askers == []


def test_only_actions_move_a_booking():
    writers = [
        f"{name(path)}:{node.lineno}"
        for path in sources("bookings", "cms", "lectures")
        if not name(path).startswith("bookings/actions/")
        for node in ast.walk(tree(path))
        if writes(node, "status") or (name(path).startswith("bookings/") and writes(node, "state"))
    ]

    assert writers == []


def test_a_town_with_rows_cannot_be_deleted():
    unprotected = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, SiteScoped)
        and model._meta.get_field("site").remote_field.on_delete is not models.PROTECT
    ]

    assert unprotected == []


def test_our_own_tables_belong_to_a_town_or_say_why_not():
    """Rows of the whole installation, and what Wagtail keeps per page."""
    allowed = {
        "accounts.ClockOffset", "accounts.User", "notifications.Installation",
        "notifications.PeriodicRun", "notifications.Heartbeat", "notifications.DomainBucket",
    }  # fmt: skip
    homeless = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and not issubclass(model, SiteScoped)
        and not issubclass(model, BaseSiteSetting)
        and not hasattr(model, "page_ptr")
        and not any(isinstance(field, ParentalKey) for field in model._meta.fields)
        and not model._meta.auto_created
    }

    assert homeless - allowed == set()


def test_no_browser_stops_a_citizen_before_our_words_can():
    found = [
        f"{name(path)}: {match.group(1)}"
        for path in templates()
        for match in ATTRIBUTES.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_page_carries_script_or_style_of_its_own():
    """The desk alone loads a script: a file of ours, which its policy lets in."""
    forbidden = re.compile(
        r"<script\b(?! src=\"{% static)|<script\b[^>]*>[^<]|<style\b|<\w[^<>]*\s(?:style|on[a-z]+)=",
        re.I,
    )
    found = [name(path) for path in templates() if forbidden.search(path.read_text("utf-8"))]

    # A mail program drops style sheets: there, and only there, style stands on the element.
    assert [path for path in found if "/mail/html/" not in path] == []
    scripts = [name(path) for path in templates() if "<script" in path.read_text("utf-8")]
    assert scripts == ["templates/bookings/desk/frame.html"]


def test_every_task_is_scheduled_or_called():
    for path in sources(*APPS):
        if path.name == "tasks.py":
            import_module(f"{path.parent.name}.tasks")
    ours = {task for task in current_app.tasks if task.split(".")[0] in APPS}
    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    words = "\n".join(path.read_text(encoding="utf-8") for path in sources(*APPS))
    called = {
        task for task in ours
        if re.search(rf"\b{task.rsplit('.', 1)[1]}\.(delay|apply_async)\b", words)
        or words.count(f'"{task}"') > (task in scheduled)
    }  # fmt: skip

    assert ours - scheduled - called == set()
    assert scheduled - ours == set()


def test_the_rule_about_time_sees_a_breach():
    assert clock_calls(ast.parse("timezone.now()").body[0].value)
    assert clock_calls(ast.parse("datetime.datetime.now(UTC)").body[0].value)
    assert not clock_calls(ast.parse("clock.now()").body[0].value)


def test_the_rule_about_moves_sees_a_breach():
    assert any(writes(node, "status") for node in ast.walk(ast.parse("request.status = 'x'")))
    assert any(writes(node, "status") for node in ast.walk(ast.parse("rows.update(status='x')")))
