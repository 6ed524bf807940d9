from django.db import migrations

BATCH = 1000


def note_everything(apps, schema_editor):
    """Note all that is public now: the worker compares it when it starts."""
    Change = apps.get_model("exchange", "Change")
    for area, name in (
        ("accounts", "Organisation"), ("catalog", "Expert"), ("catalog", "Achievement"), ("catalog", "Demand"),
    ):
        rows = apps.get_model(area, name).objects.order_by()
        rows = rows.filter(is_active=True) if name == "Organisation" else rows.filter(state="published", tier="public")
        notes = (Change(kind=name.lower(), object_id=pk) for pk in rows.values_list("pk", flat=True).iterator())
        Change.objects.bulk_create(notes, batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ("exchange", "0001_exchange_exposures"),
        ("catalog", "0009_readiness_basis"),
        ("accounts", "0006_agreements_may_sign"),
    ]

    operations = [migrations.RunPython(note_everything, migrations.RunPython.noop)]
