"""Search in PostgreSQL's text search, by the configuration `simple`: it changes no word.

The index's `body` holds the title too, so that one stored vector with its own index answers; upstream
puts two together for every row, and Wagtail's migrations make no index of that (docs/search.md).
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.postgres import postgres as base
from modelsearch.query import Fuzzy, MatchAll, Not, Phrase, PlainText

from lectures.search import asking
from lectures.search.compiling import ENTRY, AsksInJapanese, joined
from lectures.search.standing_in import StandIn


class QueryReadOnce(SearchQuery):
    """A prepared statement would read the words again for every row that it ranks."""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **options: Any) -> Any:
        sql, params = super().as_sql(compiler, connection, *args, **options)
        return f"(SELECT {sql})", params


class JapaneseIndex(base.PostgresIndex):
    def add_items(self, model: Any, objs: Any) -> None:
        super().add_items(model, [StandIn(obj, body_holds_title=True) for obj in objs])


class JapaneseQueryCompiler(AsksInJapanese, base.PostgresSearchQueryCompiler):
    def build_tsquery_content(
        self, query: Any, config: str | None = None, invert: bool = False
    ) -> Any:
        if not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config=config, invert=invert)
        written = _written(self._asked(query))
        return QueryReadOnce(written, search_type="raw", config=config, invert=invert)

    def search(
        self,
        config: str | None,
        start: int | None,
        stop: int | None,
        score_field: str | None = None,
        backend: Any = None,
    ) -> QuerySet:
        inner = self.query.subquery if isinstance(self.query, Not) else self.query
        if isinstance(inner, MatchAll | Fuzzy):
            return super().search(config, start, stop, score_field, backend=backend)
        query = self.build_tsquery(self.query, config=config)
        rank = self._build_rank_expression(self.get_search_vectors(query), config)
        entries = joined(self.queryset, number="bigint").alias(_vector=_column(self.vector()))
        found = entries.filter(_vector=query)
        return self._apply_ordering_and_scoring(found, rank, start, stop, score_field)

    def vector(self) -> str:
        """Rows are never read, whichever fields are asked for."""
        return "title" if self.fields == ["title"] else "body"

    def get_search_vectors(self, search_query: Any) -> list[tuple[Any, Any]]:
        return [(_column(self.vector()), _column("title_norm"))]


class JapaneseAutocompleteQueryCompiler(
    JapaneseQueryCompiler, base.PostgresAutocompleteQueryCompiler
):
    KNOWS_SYNONYMS = False

    def vector(self) -> str:
        return "autocomplete"


class JapaneseSearchBackend(base.PostgresSearchBackend):
    index_class = JapaneseIndex
    query_compiler_class = JapaneseQueryCompiler
    autocomplete_query_compiler_class = JapaneseAutocompleteQueryCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})


def _column(name: str) -> RawSQL:
    field = base.IndexEntry._meta.get_field(name)
    return RawSQL(f'"{ENTRY}"."{name}"', [], output_field=field)


def _written(node: asking.Node | None) -> str:
    """Tokens are letters and digits only: nothing in them needs a quote."""
    if node is None:
        return ""
    if isinstance(node, asking.Near):
        tokens = [f"'{token}'" for token in node.tokens]
        return f"({' <-> '.join(tokens)}{':*' if node.prefix else ''})"
    word = " & " if isinstance(node, asking.All) else " | "
    return f"({word.join(_written(part) for part in node.parts)})"
