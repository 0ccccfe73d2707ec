"""What editors keep for the search: words that mean the same, and what was looked for in vain."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped


class SynonymGroup(SiteScoped):
    """言いかえ: whoever types one of the words finds pages that hold another."""

    words = models.TextField(
        _("同じ意味のことば"),
        max_length=400,
        help_text=_(
            "1行に一つ。例：「ごみ」「廃棄物」「garbage」。どれでさがしても、ほかのことばが書いてあるページも"
            "見つかります。全角・半角、ひらがな・カタカナのちがいは、書かなくても同じになります。"
            "保存すると、すぐに効きます。"
        ),
    )

    class Meta:
        verbose_name = _("言いかえのことば")
        verbose_name_plural = _("言いかえのことば")

    def __str__(self) -> str:
        return "、".join(self.listed())

    def listed(self) -> list[str]:
        return [word for line in self.words.splitlines() if (word := line.strip())]

    def clean(self) -> None:
        super().clean()
        words = unicodedata.normalize("NFKC", self.words).casefold().split("\n")
        words = [word.strip() for word in words if word.strip()]
        if len(set(words)) < 2:
            raise ValidationError({"words": _("ことばを二つ以上、1行に一つずつ入れてください。")})
        if any(not letter for word in words if not (letter := _letters(word))):
            raise ValidationError({"words": _("文字のない行があります。消してください。")})
        if any(len(word) > 40 for word in words):
            raise ValidationError({"words": _("一つのことばは40字までにしてください。")})


def _letters(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum())


class MissedWords(SiteScoped):
    """見つからなかったことば: counted by day; nothing says who typed them."""

    day = models.DateField(_("日"))
    words = models.CharField(_("ことば"), max_length=40)
    language = models.CharField(_("ページのことば"), max_length=10)
    times = models.PositiveIntegerField(_("回数"), default=1)
    keep_until = models.DateField(_("消す日"))

    class Meta:
        verbose_name = _("見つからなかったことば")
        verbose_name_plural = _("見つからなかったことば")
        ordering = ["-day", "-times", "words"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "words", "language"], name="missed_words_once_a_day"
            ),
            models.CheckConstraint(
                name="missed_words_are_let_go", condition=models.Q(keep_until__gt=models.F("day"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}（{self.times}）"
