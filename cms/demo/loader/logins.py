"""One login of every role. In a demo only: everybody knows the password."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from wagtail.models import Site

from accounts.models import Role, User
from cms.demo.loader.town import DOMAIN, PASSWORD
from lectures.models import Centre, Department
from lectures.roles import give_role

# name, role, code of the department or centre, who it is
LOGINS = (
    ("office", Role.OFFICE, "", "事務局 (office)"),
    ("editor", Role.EDITOR, "", "編集 (editor)"),
    ("bosai", Role.DEPARTMENT, "0101", "担当課 (department)"),
    ("kagamigawa", Role.CENTRE, "03", "地域交流センター (centre)"),
    ("auditor", Role.AUDITOR, "", "監査・見るだけ (auditor)"),
)


def load(site: Site) -> None:
    if not settings.DEMO:
        return
    hashed = make_password(PASSWORD)  # once: it is slow on purpose
    for name, role, code, _words in LOGINS:
        give_role(
            User.objects.create(email=f"{name}@{DOMAIN}", password=hashed),
            site=site,
            role=role,
            department=Department.objects.get(code=code) if role == Role.DEPARTMENT else None,
            centre=Centre.objects.get(code=code) if role == Role.CENTRE else None,
        )


def lines() -> list[str]:
    """What `make run` prints."""
    return [f"{name}@{DOMAIN}  {PASSWORD}  {words}" for name, _role, _code, words in LOGINS]
