"""How many people."""

from django.utils.translation import gettext as _

from bookings.rules.terms import Problem, Rules


def people_problem(rules: Rules, people: int, *, phone: str) -> Problem | None:
    if people < rules.min_people:
        return Problem(
            "too_few",
            _(
                "この講座は%(count)d人以上でお願いしています。少ないときは、先に事務局に相談してください（電話 %(phone)s）。"
            )
            % {"count": rules.min_people, "phone": phone},
        )
    if rules.max_people is not None and people > rules.max_people:
        return Problem(
            "too_many",
            _("この講座は%(count)d人までです。多いときは電話で相談してください（%(phone)s）。")
            % {"count": rules.max_people, "phone": phone},
        )
    return None
