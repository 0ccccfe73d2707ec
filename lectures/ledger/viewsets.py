"""The list, the form and the menu entry of each kind of row in the ledger."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from lectures.ledger.centres import CentreForm
from lectures.ledger.courses import SOURCE_FORM, CourseImportsViewSet, Unlisted
from lectures.ledger.departments import DepartmentForm
from lectures.ledger.forms import LedgerForm
from lectures.ledger.permissions import ReadOnlyPolicy, TownPermissionPolicy
from lectures.ledger.rules import RulesForm
from lectures.ledger.sheets import SheetsViewSet
from lectures.ledger.views import KeepWhatIsUsed
from lectures.models import (
    Absence,
    Blackout,
    BookingRules,
    Category,
    Centre,
    CourseSource,
    Department,
    FiscalYear,
    Lecturer,
    MissedWords,
    NextDepartment,
    Provider,
    SynonymGroup,
)


def _form(*panels: Any, base: type[LedgerForm] = LedgerForm) -> ObjectList:
    return ObjectList(list(panels), base_form_class=base)


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


class LedgerViewSet(ModelViewSet):
    """Common to all: this town only, no copies, nothing in use is deleted."""

    copy_view_enabled = False
    add_to_reference_index = False
    delete_view_class = KeepWhatIsUsed
    list_per_page = 50
    search_backend_name = None

    @property
    def permission_policy(self) -> TownPermissionPolicy:
        return TownPermissionPolicy(self.model)


class DepartmentViewSet(LedgerViewSet):
    model = Department
    icon = "group"
    list_display = ["code", "name", "email", "phone", "ends_on"]
    search_fields = ["code", "name", "email"]
    ordering = ["code"]
    edit_handler = _form(
        FieldPanel("code", help_text=_("課を区別する番号。例：0305。あとで変えないでください。")),
        FieldPanel("name"),
        FieldPanel(
            "email",
            help_text=_(
                "依頼のメールが届くアドレス。かえると、前のアドレスからの返事も半年のあいだ受け付けます。"
            ),
        ),
        _row("phone", "extension"),
        MultiFieldPanel(
            [_row("starts_on", "ends_on"), FieldPanel("successor")],
            heading=_("組織が変わったとき"),
            help_text=_(
                "課がなくなるときは、おわりの日と引き継いだ課を入れます。消さないでください。"
            ),
        ),
        InlinePanel(
            "members",
            heading=_("課の人"),
            label=_("人"),
            help_text=_("課のアドレスのほかに、ここにあるアドレスからの返事も受け付けます。"),
            panels=[_row("name", "email"), _row("role", "since", "until")],
        ),
        base=DepartmentForm,
    )


class LecturerViewSet(LedgerViewSet):
    model = Lecturer
    icon = "user"
    list_display = ["name", "kana", "email"]
    search_fields = ["name", "kana", "email"]
    ordering = ["kana", "name"]
    edit_handler = _form(
        _row("name", "kana"),
        _row("email", "phone"),
        InlinePanel(
            "memberships",
            heading=_("所属"),
            label=_("所属"),
            help_text=_("異動のときは、いまの所属におわりの日を入れて、新しい所属を足します。"),
            panels=[FieldPanel("department", heading=_("担当課")), _row("since", "until")],
        ),
    )


class CentreViewSet(LedgerViewSet):
    model = Centre
    icon = "home"
    list_display = ["code", "name", "area", "phone"]
    search_fields = ["code", "name", "kana", "area"]
    ordering = ["code"]
    edit_handler = _form(
        _row("code", "name", "kana"),
        _row("area", "address"),
        _row("phone", "seats"),
        _row("opens_at", "closes_at"),
        MultiFieldPanel(
            [
                FieldPanel("closed_weekdays"),
                FieldPanel("closed_of_month"),
                FieldPanel("on_holidays"),
                _row("years_end_from", "years_end_until"),
                FieldPanel("closed_days"),
            ],
            heading=_("休館日"),
            help_text=_("休館日は、申込みのカレンダーと会場の質問で「休み」になり、えらべません。"),
        ),
        InlinePanel(
            "closures",
            heading=_("臨時の休館日"),
            label=_("休む日"),
            panels=[_row("starts_on", "ends_on", "reason")],
        ),
        MultiFieldPanel(
            [
                FieldPanel("access"),
                _row("step_free", "lift"),
                _row("accessible_toilet", "hearing_loop"),
                _row("parking_spaces", "map_link"),
            ],
            heading=_("行き方・バリアフリー"),
            help_text=_("会場をさがすページと、当日の案内に出ます。"),
        ),
        MultiFieldPanel(
            [
                _row("projector", "screen", "computer"),
                _row("microphone", "whiteboard"),
            ],
            heading=_("団体が使える備品"),
        ),
        FieldPanel("rooms_booked_here"),
        InlinePanel(
            "rooms", heading=_("部屋"), label=_("部屋"), panels=[_row("name", "seats", "note")]
        ),
        base=CentreForm,
    )


class CategoryViewSet(LedgerViewSet):
    model = Category
    icon = "tag"
    list_display = ["name", "order"]
    ordering = ["order", "name"]
    edit_handler = _form(
        FieldPanel("name"), FieldPanel("order", help_text=_("小さい数が先に並びます。"))
    )


class FiscalYearViewSet(LedgerViewSet):
    model = FiscalYear
    icon = "date"
    list_display = ["__str__", "year", "closed_at"]
    ordering = ["-year"]
    edit_handler = _form(FieldPanel("year", help_text=_("西暦4けた。令和8年度は2026です。")))


class BookingRulesViewSet(LedgerViewSet):
    model = BookingRules
    icon = "clipboard-list"
    list_display = ["__str__", "lead_days", "min_people", "max_people", "season_months", "quota"]
    edit_handler = _form(
        FieldPanel(
            "lecture",
            heading=_("講座"),
            help_text=_(
                "空けると市全体の条件です。講座を選ぶと、入れた所だけが市全体の条件に代わります。"
            ),
        ),
        _row("lead_days", "earliest_days"),
        _row("min_people", "max_people"),
        _row("weekends", "holidays"),
        _row("day_from", "day_until"),
        _row("morning_from", "morning_until", "morning_start"),
        _row("afternoon_from", "afternoon_until", "afternoon_start"),
        _row("evening_from", "evening_until", "evening_start"),
        MultiFieldPanel(
            [FieldPanel("season_months"), _row("season_from", "season_until")],
            heading=_("講座の時期"),
        ),
        FieldPanel("quota"),
        base=RulesForm,
    )


class BlackoutViewSet(LedgerViewSet):
    model = Blackout
    icon = "no-view"
    list_display = ["reason", "starts_on", "ends_on", "every_year", "lecture"]
    search_fields = ["reason"]
    ordering = ["starts_on"]
    edit_handler = _form(
        FieldPanel("reason"),
        _row("starts_on", "ends_on"),
        FieldPanel("every_year", help_text=_("月と日だけを見ます。年をまたぐ休みもできます。")),
        FieldPanel("lecture"),
    )


class AbsenceViewSet(LedgerViewSet):
    model = Absence
    icon = "calendar-alt"
    list_display = ["__str__", "department", "lecturer", "starts_on", "ends_on"]
    ordering = ["-starts_on"]
    edit_handler = _form(
        MultiFieldPanel(
            [_row("department", "lecturer")],
            heading=_("だれが"),
            help_text=_("課か講師の、どちらか一つをえらびます。"),
        ),
        _row("starts_on", "ends_on"),
        FieldPanel("deputy_email"),
        FieldPanel("note"),
    )


class NextDepartmentViewSet(LedgerViewSet):
    model = NextDepartment
    icon = "list-ol"
    list_display = ["lecture", "order", "department"]
    ordering = ["lecture__number", "order"]
    edit_handler = _form(
        FieldPanel(
            "lecture",
            help_text=_("この講座の担当課から返事がないとき、辞退したときに、次に依頼する課です。"),
        ),
        _row("order", "department"),
    )


class ProviderViewSet(LedgerViewSet):
    model = Provider
    icon = "site"
    list_display = ["name", "kind", "contact"]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = _form(_row("name", "kind"), FieldPanel("contact"), FieldPanel("website"))


class CourseSourceViewSet(LedgerViewSet):
    """Its settings; the list of sources is where they are used."""

    model = CourseSource
    icon = "download"
    list_display = ["name", "provider", "kind", "last_run_at", "last_result"]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = SOURCE_FORM

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return Unlisted(self.menu_label, self.menu_url, name=self.name, order=order or 100)


class SynonymGroupViewSet(LedgerViewSet):
    model = SynonymGroup
    icon = "doc-full-inverse"
    list_display = ["__str__"]
    search_fields = ["words"]
    ordering = ["words"]
    edit_handler = _form(FieldPanel("words"))


class MissedWordsViewSet(LedgerViewSet):
    """For the editors' next lecture, title or synonym. Nothing says who looked."""

    model = MissedWords
    icon = "search"
    list_display = ["words", "day", "times", "language"]
    search_fields = ["words"]
    ordering = ["-day", "-times", "words"]
    form_fields = ["words"]

    @property
    def permission_policy(self) -> ReadOnlyPolicy:
        return ReadOnlyPolicy(self.model)


class LedgerGroup(ModelViewSetGroup):
    menu_label = _("講座の台帳")
    menu_icon = "clipboard-list"
    menu_order = 210
    items = (
        DepartmentViewSet("departments"),
        LecturerViewSet("lecturers"),
        CentreViewSet("centres"),
        CategoryViewSet("categories"),
        FiscalYearViewSet("fiscal_years"),
        BookingRulesViewSet("booking_rules"),
        BlackoutViewSet("blackouts"),
        AbsenceViewSet("absences"),
        NextDepartmentViewSet("next_departments"),
        ProviderViewSet("providers"),
        CourseSourceViewSet("course_sources"),
        CourseImportsViewSet("course_imports"),
        SynonymGroupViewSet("synonyms"),
        MissedWordsViewSet("missed_words"),
        SheetsViewSet("lecture_sheets"),
    )
