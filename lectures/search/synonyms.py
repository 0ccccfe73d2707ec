"""The town's words that mean the same, read at every search: a change needs no new index."""

from functools import lru_cache

from django_scopes import get_scope
from wagtail.models import Site

from lectures.models.search import SynonymGroup
from lectures.search.asking import Synonyms
from lectures.search.starter import starter_groups


def plant(site: Site) -> None:
    """For a town that has none yet."""
    if not SynonymGroup.objects.filter(site=site).exists():
        rows = [SynonymGroup(site=site, words="\n".join(group)) for group in starter_groups()]
        SynonymGroup.objects.bulk_create(rows)


def synonyms_here() -> Synonyms:
    """None where no town is open, as at the command line."""
    site = get_scope().get("site")
    if site is None:
        return Synonyms()
    words = SynonymGroup.objects.filter(site=site).order_by("pk").values_list("words", flat=True)
    return _read(tuple(words))


@lru_cache(maxsize=32)
def _read(groups: tuple[str, ...]) -> Synonyms:
    """The rows are asked for at every search, and folded only when they have changed."""
    return Synonyms.of(text.splitlines() for text in groups)
