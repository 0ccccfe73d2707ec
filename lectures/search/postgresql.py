"""Search in PostgreSQL's text search, by the configuration `simple`: it changes no word.

The index's `body` holds the title too, so that one stored vector with its own index answers; upstream
puts two together for every row, and Wagtail's migrations make no index of that (docs/search.md).
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, QuerySet
from modelsearch.backends.database.postgres import postgres as base
from modelsearch.query import Fuzzy, MatchAll, Not, Phrase, PlainText

from lectures.search import asking
from lectures.search.compiling import AsksInJapanese
from lectures.search.standing_in import StandIn


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
        return SearchQuery(written, search_type="raw", config=config, invert=invert)

    def search(
        self,
        config: str | None,
        start: int | None,
        stop: int | None,
        score_field: str | None = None,
        backend: Any = None,
    ) -> QuerySet:
        if isinstance(self.query, MatchAll | Not | Fuzzy):
            return super().search(config, start, stop, score_field, backend=backend)
        query = self.build_tsquery(self.query, config=config)
        rank = self._build_rank_expression(self.get_search_vectors(query), config)
        found = self.queryset.alias(_vector=F(self.vector())).filter(_vector=query)
        return self._apply_ordering_and_scoring(found, rank, start, stop, score_field)

    def vector(self) -> str:
        """Rows are never read, whichever fields are asked for."""
        return f"index_entries__{'title' if self.fields == ['title'] else 'body'}"

    def get_search_vectors(self, search_query: Any) -> list[tuple[Any, Any]]:
        return [(F(self.vector()), F("index_entries__title_norm"))]


class JapaneseAutocompleteQueryCompiler(
    JapaneseQueryCompiler, base.PostgresAutocompleteQueryCompiler
):
    KNOWS_SYNONYMS = False

    def vector(self) -> str:
        return "index_entries__autocomplete"


class JapaneseSearchBackend(base.PostgresSearchBackend):
    index_class = JapaneseIndex
    query_compiler_class = JapaneseQueryCompiler
    autocomplete_query_compiler_class = JapaneseAutocompleteQueryCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})


def _written(node: asking.Node | None) -> str:
    """Tokens are letters and digits only: nothing in them needs a quote."""
    if node is None:
        return ""
    if isinstance(node, asking.Near):
        tokens = [f"'{token}'" for token in node.tokens]
        return f"({' <-> '.join(tokens)}{':*' if node.prefix else ''})"
    word = " & " if isinstance(node, asking.All) else " | "
    return f"({word.join(_written(part) for part in node.parts)})"
