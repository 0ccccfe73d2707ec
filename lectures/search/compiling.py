"""What both engines' compilers share: a typed query → the tree that each writes in its own tongue."""

from functools import cached_property

from modelsearch.query import Phrase, PlainText

from lectures.search import asking
from lectures.search.synonyms import synonyms_here


class AsksInJapanese:
    """Laid over an engine's query compiler, which lives for one search."""

    KNOWS_SYNONYMS = True
    LAST_TERM_IS_PREFIX: bool

    @cached_property
    def _synonyms(self) -> asking.Synonyms:
        """PostgreSQL writes the query twice, to find and to rank; the rows are asked for once."""
        return synonyms_here() if self.KNOWS_SYNONYMS else asking.Synonyms()

    def _asked(self, query: PlainText | Phrase) -> asking.Node | None:
        if isinstance(query, Phrase):
            return asking.phrase(query.query_string)
        return asking.asked(
            query.query_string,
            operator=query.operator,
            synonyms=self._synonyms,
            prefix=self.LAST_TERM_IS_PREFIX,
        )
