"""What makes Japanese text hard to read, hear or find, with what to do about it.

Pure: text in, notes out. A note never blocks anything; who writes decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

LONGEST = 80
_QUOTED = 24
_FULL_WIDTH = re.compile("[Ａ-Ｚａ-ｚ０-９]+")
_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]")
_MACHINE = re.compile("[\u2160-\u217f\u2100-\u213b\u3200-\u3250\u3280-\u32b0\u32c0-\u33ff]")
_ERA = re.compile("(?:令和|平成|昭和)(?:元|[0-9０-９]{1,2})年(?!度)(?![（(][0-9０-９]{4}年?[）)])")
_BEFORE = re.compile("[0-9０-９]{4}年?[（(]$")
_VAGUE = re.compile(
    "^(?:こちら|ここ|詳細|詳しくは|詳しくはこちら|くわしくはこちら|詳細はこちら|クリック|リンク)"
    "(?:を?クリック|から|へ)?[。．！!>＞→]*$"
)
_SENTENCE = re.compile("[^。！？!?\n]+[。！？!?]?")
_SPACED = re.compile("[一-龥ぁ-ん][ \u3000][一-龥ぁ-ん](?:[ \u3000]|$)")
_ADDRESS = re.compile("^(?:https?://|www[.])")


@dataclass(frozen=True)
class Link:
    words: str
    href: str = ""


@dataclass(frozen=True)
class Written:
    """A page's words as its reader meets them."""

    texts: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    missing_alternatives: int = 0
    papers: int = 0
    characters: int = field(default=0)  # of the body, without what stands in papers


@dataclass(frozen=True)
class Note:
    """`code` for counting, `words` say what it is and what to do, `where` quotes the place."""

    code: str
    words: str
    where: str = ""


def notes_on(written: Written) -> list[Note]:
    """Each place once, in the order of the page."""
    found = [*_of_links(written.links), *_of_page(written)]
    for text in written.texts:
        found += _of_text(text)
    return list(dict.fromkeys(found))


def _of_links(links: Iterable[Link]) -> Iterator[Note]:
    for link in links:
        words = link.words.strip()
        if not words:
            yield Note("link", _("リンクの言葉が空です。行き先の名前を書いてください。"), link.href)
        elif _VAGUE.match(words):
            yield Note(
                "link",
                _("リンクの言葉だけで行き先が分かるように、行き先の名前を書いてください。"),
                words,
            )
        elif _ADDRESS.match(words):
            yield Note(
                "address", _("アドレスのままのリンクは、読み上げると分かりません。行き先の名前にしてください。"),
                words[:_QUOTED],
            )  # fmt: skip


def _of_page(written: Written) -> Iterator[Note]:
    if written.missing_alternatives:
        yield Note(
            "alternative", _("写真に説明がありません。見えない人に読み上げる文を書いてください。")
        )
    if written.papers and written.characters < LONGEST:
        yield Note(
            "paper_only",
            _(
                "ファイルだけのページです。大事なこと（いつ・どこで・だれに）を本文にも書いてください。"
            ),
        )


def _of_text(text: str) -> Iterator[Note]:
    for pattern, code, words in (
        (_FULL_WIDTH, "width", _("全角の英数字は、半角にしてください。")),
        (_HALF_KANA, "kana", _("半角のカタカナは、全角にしてください。")),
        (_CIRCLED, "circled", _("丸数字は、読み上げられないことがあります。(1) か 1. にしてください。")),
        (
            _MACHINE, "machine",
            _("機種依存文字は、別の字に見えることがあります。ふつうの文字で書いてください。"),
        ),
        (_SPACED, "spaced", _("言葉のあいだの空白は、読み上げがおかしくなります。空白を消してください。")),
    ):  # fmt: skip
        for found in pattern.finditer(text):
            yield Note(code, words, found[0])
    for found in _ERA.finditer(text):
        if not _BEFORE.search(text[: found.start()]):
            yield Note("era", _("元号には西暦をそえてください。例：2026年（令和8年）"), found[0])
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        if len(sentence) > LONGEST:
            yield Note(
                "long",
                _("1文が%(count)d字あります。2つに分けてください（%(most)d字まで）。")
                % {"count": len(sentence), "most": LONGEST},
                f"{sentence[:_QUOTED]}…",
            )
