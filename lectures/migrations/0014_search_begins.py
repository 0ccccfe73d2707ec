"""The words that the search of the towns that are there begins with."""

from django.db import migrations

from lectures.search.starter import starter_groups


def plant(apps, schema_editor):
    site_model = apps.get_model("wagtailcore", "Site")
    group = apps.get_model("lectures", "SynonymGroup")
    for site in site_model.objects.all():
        rows = [group(site=site, words="\n".join(words)) for words in starter_groups()]
        group.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("lectures", "0013_words_of_the_search"),
    ]

    operations = [
        migrations.RunPython(plant, migrations.RunPython.noop),
    ]
