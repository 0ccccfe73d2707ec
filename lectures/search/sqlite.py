"""Search in SQLite's FTS5. Its own backend orders by asking the index again for every row found; here
the index is joined once (docs/search.md).
"""

from typing import Any

from django.db.models import QuerySet, Value
from modelsearch.backends.database.sqlite import sqlite as base
from modelsearch.backends.database.sqlite.query import AndNot, normalize
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from lectures.search import asking
from lectures.search.compiling import ENTRY, AsksInJapanese, joined
from lectures.search.standing_in import StandIn

_FTS = base.SQLiteFTSIndexEntry._meta.db_table
# A word of the title says more than one of the body. The columns: autocomplete, body, title.
_SCORE = f"bm25({_FTS}, 1.0, 1.0, 6.0)"


class JapaneseIndex(base.SQLiteIndex):
    def add_items(self, model: Any, objs: Any) -> None:
        super().add_items(model, [StandIn(obj) for obj in objs])


class JapaneseQueryCompiler(AsksInJapanese, base.SQLiteSearchQueryCompiler):
    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: str | None = None
    ) -> QuerySet:
        query = normalize(self.query)
        if not isinstance(query, PlainText | Phrase | And | Or | AndNot | Boost):
            return super().search(config, start, stop, score_field=score_field)
        match = self._match(query)
        if not match:
            scores = {score_field: Value(0.0)} if score_field else {}
            return self.queryset.none().annotate(**scores)
        found = _joined(self.queryset, f"{{{' '.join(self._columns())}}} : {match}")
        if score_field or self.order_by_relevance:
            found = found.extra(select={score_field or "_score": _SCORE})
        if self.order_by_relevance:
            found = found.extra(order_by=[score_field or "_score", "-pk"])
        elif not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]

    def _columns(self) -> list[str]:
        """The index keeps the title apart, and all else together."""
        if self.fields is None or self.FTS_TABLE_FIELDS == ["autocomplete"]:
            return self.FTS_TABLE_FIELDS
        return sorted({"title" if name == "title" else "body" for name in self.fields})

    def _match(self, query: SearchQuery) -> str:
        if isinstance(query, AndNot):
            wanted, unwanted = self._match(query.subquery_a), self._match(query.subquery_b)
            return f"({wanted} NOT {unwanted})" if wanted and unwanted else wanted
        if isinstance(query, And | Or):
            parts = [part for each in query.subqueries if (part := self._match(each))]
            word = " AND " if isinstance(query, And) else " OR "
            return f"({word.join(parts)})" if parts else ""
        if isinstance(query, Boost | Not):
            return self._match(query.subquery)
        return _written(self._asked(query))


class JapaneseAutocompleteQueryCompiler(
    JapaneseQueryCompiler, base.SQLiteAutocompleteQueryCompiler
):
    KNOWS_SYNONYMS = False


class JapaneseSearchBackend(base.SQLiteSearchBackend):
    index_class = JapaneseIndex
    query_compiler_class = JapaneseQueryCompiler
    autocomplete_query_compiler_class = JapaneseAutocompleteQueryCompiler


def _joined(queryset: QuerySet, match: str) -> QuerySet:
    """Django's own joins cannot reach a virtual table. `+` keeps the index the outer one."""
    entries = joined(queryset, number="INTEGER", tables=(_FTS,))
    return entries.extra(
        where=[f'"{_FTS}" MATCH %s', f'"{ENTRY}"."id" = +"{_FTS}"."rowid"'], params=[match]
    )


def _written(node: asking.Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, asking.Near):
        return f'"{" ".join(node.tokens)}"' + (" *" if node.prefix else "")
    word = " AND " if isinstance(node, asking.All) else " OR "
    return f"({word.join(_written(part) for part in node.parts)})"
