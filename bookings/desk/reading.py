"""A page for somebody who may not press everything on it: what they may not, is not there.

One place instead of a question in every template, so that no page to come can forget it.
"""

import re

from django.http import HttpResponse
from django.urls import Resolver404, resolve

from bookings.doors import door_of
from bookings.permissions import Standing

_FORM = re.compile(rb"<form\b[^>]*\bmethod=\"post\"[^>]*>.*?</form>", re.I | re.S)
_ACTION = re.compile(rb"\saction=\"([^\"?#]*)")
_MENU = re.compile(rb"<nav\b.*?</nav>", re.I | re.S)
_ITEM = re.compile(rb"<li>\s*<a\b([^>]*)>[^<]*</a>\s*</li>\s*", re.I)
_LINK = re.compile(rb"<a\b([^>]*)>(.*?)</a>", re.I | re.S)
_EMPTY = re.compile(
    rb"<p class=\"actions\">\s*</p>|<section\b[^>]*>\s*<h2\b[^>]*>[^<]*</h2>\s*</section>"
)
_HREF = re.compile(rb"\shref=\"([^\"?#]*)")


def without_what_is_shut(response: HttpResponse, standing: Standing, *, here: str) -> HttpResponse:
    """Without forms that the reader may not send; links to shut pages become plain words."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    html = _FORM.sub(lambda found: _form(found, standing, here=here), response.content)
    html = _MENU.sub(lambda menu: _ITEM.sub(lambda row: _item(row, standing), menu[0]), html)
    html = _LINK.sub(lambda found: _link(found, standing), html)
    response.content = _EMPTY.sub(b"", _EMPTY.sub(b"", html))
    return response


def may(path: str, standing: Standing, *, act: bool = False) -> bool:
    """Whether the table opens that address for them. What is not of the desk is not asked."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return True
    if not name.startswith("desk:"):
        return True
    door = door_of(name)
    return bool(standing.roles & ((door.do if act else door.see) or frozenset()))


def _form(found: re.Match[bytes], standing: Standing, *, here: str) -> bytes:
    action = _ACTION.search(found[0].split(b">", 1)[0])
    path = action[1].decode() if action and action[1] else here
    return found[0] if may(path, standing, act=True) else b""


def _item(found: re.Match[bytes], standing: Standing) -> bytes:
    return found[0] if _is_open(found[1], standing) else b""


def _link(found: re.Match[bytes], standing: Standing) -> bytes:
    if _is_open(found[1], standing):
        return found[0]
    return b"" if b"button" in found[1] else found[2]


def _is_open(attributes: bytes, standing: Standing) -> bool:
    href = _HREF.search(attributes)
    return href is None or may(href[1].decode(), standing)
