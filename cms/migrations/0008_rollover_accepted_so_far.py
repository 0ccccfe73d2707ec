"""What was accepted before versions were kept: the newest one counts as looked at."""

from django.db import migrations
from django.db.models import OuterRef, Q, Subquery


def keep_the_newest(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(pk=OuterRef("page_id"))
    rows = apps.get_model("cms", "MenuEntry")._base_manager.filter(page__isnull=False)
    rows.filter(Q(answer="same") | Q(verdict="accepted")).update(
        accepted_revision_id=Subquery(pages.values("latest_revision_id")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("cms", "0007_rollover_accepted_revision")]

    operations = [migrations.RunPython(keep_the_newest, migrations.RunPython.noop)]
