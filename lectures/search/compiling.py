"""What both engines' compilers share: a typed query → the tree that each writes in its own tongue."""

from functools import cached_property

from django.db.models import IntegerField, QuerySet
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from lectures.search import asking
from lectures.search.synonyms import synonyms_here

ENTRY = IndexEntry._meta.db_table


class AsksInJapanese:
    """Laid over an engine's query compiler, which lives for one search."""

    KNOWS_SYNONYMS = True
    LAST_TERM_IS_PREFIX: bool

    @cached_property
    def synonyms(self) -> asking.Synonyms:
        """PostgreSQL writes the query twice, to find and to rank; the rows are asked for once."""
        return synonyms_here() if self.KNOWS_SYNONYMS else asking.Synonyms()

    def _asked(self, query: PlainText | Phrase) -> asking.Node | None:
        if isinstance(query, Phrase):
            return asking.phrase(query.query_string)
        return asking.asked(
            query.query_string,
            operator=query.operator,
            synonyms=self.synonyms,
            prefix=self.LAST_TERM_IS_PREFIX,
        )


def joined(queryset: QuerySet, *, number: str, tables: tuple[str, ...] = ()) -> QuerySet:
    """With the index's entry of each row. The library compares keys as text, which no index of the
    rows answers. `number`: the engine's type for a key; of another kind's entry none is read.
    """
    pk = queryset.model._meta.pk
    column = f'"{queryset.model._meta.db_table}"."{pk.column}"'
    target = pk
    while target.remote_field:
        target = target.target_field
    kinds = ", ".join(str(pk) for pk in sorted(get_descendants_content_types_pks(queryset.model)))
    of_kind = f'"{ENTRY}"."content_type_id" IN ({kinds})'
    key = f'"{ENTRY}"."object_id"'
    if isinstance(target, IntegerField):
        where = [f"{column} = CASE WHEN {of_kind} THEN CAST({key} AS {number}) END"]
    else:
        where = [of_kind, f"CAST({column} AS VARCHAR(50)) = {key}"]
    return queryset.extra(tables=[*tables, ENTRY], where=where)
