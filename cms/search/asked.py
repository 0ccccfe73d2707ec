"""What the search page was asked for: the words, and what narrows them. Knows no page of the town."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from lectures.search.asking import LONGEST

# In the order in which they stand on the page.
LABELS: dict[str, str | Promise] = {
    "kind": _("種類"),
    "category": _("分野"),
    "when": _("曜日と時間"),
    "length": _("長さ"),
    "audience": _("対象"),
    "department": _("うかがう課"),
    "provider": _("提供機関"),
    "host": _("開くところ"),
    "entry": _("学習情報の種類"),
    "free": _("費用"),
}
_LONGEST_VALUE = 80
_MOST_PAGES = 999


@dataclass(frozen=True)
class Asked:
    q: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        clean = {name: value.replace("\0", "").strip() for name, value in query.items()}
        page = clean.get("page", "")
        return cls(
            q=clean.get("q", "")[:LONGEST],
            chosen={n: v[:_LONGEST_VALUE] for n in LABELS if (v := clean.get(n, ""))},
            page=min(int(page), _MOST_PAGES) if page.isascii() and page.isdecimal() else 1,
        )

    def with_choice(self, name: str, value: str) -> "Asked":
        return replace(self, chosen={**self.chosen, name: value}, page=1)

    def without(self, name: str) -> "Asked":
        chosen = {key: value for key, value in self.chosen.items() if key != name}
        return replace(self, chosen=chosen, page=1)

    @property
    def query(self) -> str:
        """As the address says it, the page number left out."""
        return "?" + urlencode({"q": self.q, **self.chosen})

    @property
    def is_empty(self) -> bool:
        return not self.q and not self.chosen
