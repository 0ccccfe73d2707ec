"""`WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]`: the search of the database in use."""

from importlib import import_module
from typing import Any

from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """Either module needs its own engine's tables, so only one can be imported."""
    engine = import_module(f"lectures.search.{connection.vendor}")
    return engine.JapaneseSearchBackend(params)
