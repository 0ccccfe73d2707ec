"""The Japanese of Wagtail's own texts: all there, and with everything in them that is filled in."""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import trans_real

DOMAINS = ["django", "djangojs"]
_FILLED = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
# Wagtail fills in "None" here.
_DROPPED = {"%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s": {"%(model_name)s"}}


def ours(domain: str) -> polib.POFile:
    return polib.pofile(str(settings.LOCALE_PATHS[0] / f"ja/LC_MESSAGES/{domain}.po"))


def wagtails_texts(domain: str) -> set[str]:
    """The English of every installed part of Wagtail and of its tags, as gettext looks it up."""
    found = set()
    for app in apps.get_app_configs():
        file = Path(app.path) / f"locale/en/LC_MESSAGES/{domain}.po"
        if app.name.startswith(("wagtail", "taggit")) and file.exists():
            found |= {_key(entry) for entry in polib.pofile(str(file)) if not entry.obsolete}
    return found


def _key(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid


def without_japanese(domain: str) -> set[str]:
    catalogue = trans_real.DjangoTranslation("ja", domain=domain)._catalog
    return {
        text
        for text in wagtails_texts(domain)
        if not (catalogue.get(text) or catalogue.get((text, 0)))
    }


def faults_in(entry: polib.POEntry) -> set[str]:
    """What a text is filled with, or marked up with, and its Japanese is not; or the other way."""
    english = [set(_FILLED.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
    japanese = set(_FILLED.findall(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr))
    japanese |= _DROPPED.get(entry.msgid, set())
    return set() if japanese in english else japanese ^ english[-1]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_of_wagtail_has_its_japanese(domain):
    assert without_japanese(domain) == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_without_our_catalogue_hundreds_are_missing(domain, settings):
    settings.LOCALE_PATHS = []
    assert len(without_japanese(domain)) > {"django": 800, "djangojs": 30}[domain]


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_filled_in_stays_in_each_text(domain):
    assert {entry.msgid: faults_in(entry) for entry in ours(domain) if faults_in(entry)} == {}


def test_a_text_that_lost_its_number_would_be_told():
    entry = polib.POEntry(msgid="%(count)s pages <b>left</b>", msgstr="<b>ページ</b>が残っています")
    assert faults_in(entry) == {"%(count)s"}


@pytest.mark.parametrize("domain", DOMAINS)
def test_each_text_of_ours_is_one_that_wagtail_says(domain):
    """An upgrade of Wagtail that drops a text drops it here."""
    assert {_key(entry) for entry in ours(domain)} - wagtails_texts(domain) == set()
