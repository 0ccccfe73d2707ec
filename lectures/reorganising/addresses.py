"""A department's mailbox changes: ours go to the new one, theirs from the old one still count."""

from datetime import date, timedelta

from lectures.models import Department, DepartmentMember

KEPT = timedelta(days=180)


def keep_old_address(department: Department, address: str, *, day: date) -> None:
    """On its list as 前のアドレス until half a year later. Within the caller's transaction."""
    until = day + KEPT
    rows = DepartmentMember.objects.filter(department=department, email__iexact=address)
    listed = rows.order_by("-pk").first()  # an earlier stay keeps its dates
    if listed is None:
        DepartmentMember.objects.create(
            site_id=department.site_id, department=department, email=address,
            role=DepartmentMember.Role.FORMER, until=until,
        )  # fmt: skip
    elif listed.until is not None and listed.until < until:
        listed.until = until
        listed.save(update_fields=["until"])
