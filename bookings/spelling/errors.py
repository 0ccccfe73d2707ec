"""The one exception of this package."""

from django.utils.functional import Promise


class SpellingError(ValueError):
    """What was typed cannot be read; `sentence` says what to do about it."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
