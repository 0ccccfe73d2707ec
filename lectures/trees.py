"""Where a town's pages stand: one tree for each language. Reads only.

Wagtail keeps the translation of a home beside it, not below.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import Page, Site


def roots(site: Site) -> list[Page]:
    """The town's home in each of its languages."""
    return list(Page.objects.filter(translation_key=site.root_page.translation_key))


def below(pages: Iterable[Page]) -> Q:
    """These pages and all under them; of no page: nothing."""
    return reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk__in=[]))
