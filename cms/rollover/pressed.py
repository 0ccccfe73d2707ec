"""Which button of a lecture's form was pressed, and what it says. Changes nothing."""

from cms.rollover.answering import Said
from cms.rollover.forms import AnswerForm
from cms.rollover.models import MenuEntry

Answer = MenuEntry.Answer


def said_in(form: AnswerForm, row: MenuEntry, *, kind: str) -> Said | None:
    """What the pressed button says; None: the form says what is missing."""
    form.full_clean()
    if kind == Answer.STOPPED:
        if form.stop_problem():
            return None
        return Said(
            kind, reason=form.cleaned_data["reason"], words=form.cleaned_data.get("words", "")
        )
    if kind == Answer.SAME and row.continues_id is not None:
        return Said(kind, words=form.cleaned_data.get("words", ""))
    if form.errors:
        return None
    kind = Answer.NEW if row.continues_id is None else Answer.CHANGED
    return Said(kind, facts=form.facts, words=form.cleaned_data["words"])
