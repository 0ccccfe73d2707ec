import re
from textwrap import dedent

import polib
import pytest

from tools import messages
from tools.messages import Word

pytestmark = pytest.mark.once

TEMPLATE = """
    <h1 title='it"s'>{% translate "講座をさがす" %}</h1>
    {% blocktranslate count n=found|length trimmed %}
      {{ n }}件です
    {% plural %}
      {{ n }}件あります
    {% endblocktranslate %}
        <a>{% translate "戻る" context "navigation" %}</a> {{ who|default:_("なし") }}
"""


def test_words_of_a_template_are_found(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(TEMPLATE)

    assert list(messages.words_in(path)) == [
        Word(None, "講座をさがす", ""),
        Word(None, "%(n)s件です", "%(n)s件あります"),
        Word("navigation", "戻る", ""),
        Word(None, "なし", ""),
    ]


def test_words_of_a_module_are_found(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(dedent("""
        label = _("申込") + pgettext_lazy("月", "一月")
        text = ngettext("%(n)d回", "%(n)d 回", n) % {"n": n}
        held = npgettext("sessions", "回", "回ずつ", n)
    """))  # fmt: skip

    assert list(messages.words_in(path)) == [
        Word(None, "申込", ""),
        Word("月", "一月", ""),
        Word(None, "%(n)d回", "%(n)d 回"),
        Word("sessions", "回", "回ずつ"),
    ]


@pytest.mark.parametrize(
    ("entry", "fault"),
    (
        (None, "no English"),
        (polib.POEntry(msgid="{n}件", msgstr=""), "empty or fuzzy"),
        (polib.POEntry(msgid="{n}件", msgstr="{n} found", flags=["fuzzy"]), "empty or fuzzy"),
        (polib.POEntry(msgid="{n}件", msgstr="{m} found"), "other placeholders"),
    ),
)
def test_a_word_without_good_english_is_a_fault(entry, fault):
    word = Word(None, "{n}件", "")

    [found] = messages.faults_of({word: entry} if entry else {}, {word: ["cms/views.py"]})

    assert fault in found


def test_english_that_nothing_uses_is_a_fault():
    entry = polib.POEntry(msgid="昔の言葉", msgstr="an old word")

    [found] = messages.faults_of({Word(None, "昔の言葉", ""): entry}, {})

    assert "used nowhere" in found


def test_every_name_under_which_gettext_is_called_is_looked_for():
    aliases = {
        name
        for folder in messages.SOURCES
        for file in (messages.ROOT / folder).rglob("*.py")
        for name in re.findall(r"import \w*gettext\w* as (\w+)", file.read_text())
    }

    assert aliases - set(messages.KEYWORDS) == set()
