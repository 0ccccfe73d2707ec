"""What a page's history in the admin says of a department's answer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry

from cms.rollover.answering import ACTION, DEPARTMENT
from cms.rollover.models import MenuEntry


class Answered(LogFormatter):
    label = gettext_lazy("来年度の講座の返事")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """By which way it came, and what it was."""
        data = log_entry.data
        answers = dict(MenuEntry.Answer.choices)
        answer = answers.get(data.get("answer", ""), data.get("answer", ""))
        if data.get("way") == DEPARTMENT:
            return _("%(department)sが、メールのリンクのページで答えました：%(answer)s") % {
                "department": data.get("department", ""),
                "answer": answer,
            }
        return _("事務局が、課の代わりに答えました：%(answer)s") % {"answer": answer}


def register(actions: LogActionRegistry) -> None:
    actions.register_action(ACTION)(Answered)
