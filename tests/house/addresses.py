"""Every address of the site, from the URL patterns themselves, with real rows for its parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)+")


@dataclass(frozen=True)
class Address:
    name: str
    route: str

    def filled(self, rows: dict[str, object]) -> str:
        """A path to it; `rows` says which row a noun before a parameter stands for."""
        path, plain = "", self.route.replace("^", "").replace("$", "").replace("\\Z", "")
        end = 0
        for found in _PARAMETER.finditer(plain):
            path += plain[end : found.start()]
            end = found.end()
            path += str(_value(path, found, rows))
        return "/" + (path + plain[end:]).replace("\\", "").replace("?", "")


def every_address(urlconf: str = "config.urls") -> list[Address]:
    """Of a town that runs; a demo adds its own."""
    found = list(_walk(get_resolver(urlconf).url_patterns, "", ()))
    demo = import_module("cms.demo.urls")
    found += _walk(demo.urlpatterns, "", ("demo",))
    return [*found, Address("look", "demo/look/")]


def _walk(patterns: list, before: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for row in patterns:
        route = before + str(row.pattern)
        if isinstance(row, URLResolver):
            inner = (*spaces, row.namespace) if row.namespace else spaces
            yield from _walk(row.url_patterns, route, inner)
        elif isinstance(row, URLPattern):
            yield Address(":".join((*spaces, row.name or "")), route)


def _value(path: str, found: re.Match[str], rows: dict[str, object]) -> object:
    kind, name = found[1], found[2] or found[3]
    for noun in sorted(rows, key=len, reverse=True):
        if path.endswith(noun):
            return rows[noun]
    if kind == "uuid":
        return uuid4()
    if kind == "int" or name in ("pk", "page_id", "object_id") or name.endswith("_id"):
        return 1
    return rows.get(name, "x")
