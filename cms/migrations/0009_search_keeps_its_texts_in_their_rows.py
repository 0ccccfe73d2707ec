"""PostgreSQL sets a text of 2 kB aside, and to rank a page by its text had to fetch it from there."""

from django.db import migrations

# What a row of one block may hold.
_MOST = 8160


def keep_in_the_row(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("wagtailsearch", "IndexEntry")._meta.db_table
        schema_editor.execute(f"ALTER TABLE {table} SET (toast_tuple_target = {_MOST})")
        # Only a text that is written again is put there.
        schema_editor.execute(f"UPDATE {table} SET body = body || ''::tsvector")


def set_aside_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("wagtailsearch", "IndexEntry")._meta.db_table
        schema_editor.execute(f"ALTER TABLE {table} RESET (toast_tuple_target)")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0008_rollover_accepted_so_far"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(keep_in_the_row, set_aside_again)]
