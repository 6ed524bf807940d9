"""What goes out and comes in: channels with what was sent by them, notices, and imports."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.activity.delivery.choices import DeliveryState
from heliu.activity.delivery.models import Delivery
from heliu.activity.models import Event, Notice
from heliu.activity.tests.factories import channel
from heliu.catalog.imports.jobs import run_check, start_import

from .setting import ADMINISTRATORS, MEMBERS, OWNERS, Part, Setting

IMPORTER = MEMBERS - OWNERS


def channels(setting: Setting) -> Part:
    """A webhook of the owner, and a call that failed."""
    made = channel(setting.owner, "https://hook.example/", name="qzchannel", secret="qzhooksecret")
    call = Delivery.objects.create(
        medium=made.kind, channel=made, event=Event.objects.first(), state=DeliveryState.FAILED, problem="qzproblem"
    )
    return Part(
        {"qzchannel": OWNERS, "qzproblem": OWNERS | ADMINISTRATORS},
        {
            "/channels/": [made.pk], "/channels/{}/": ["test", "on", "off", "secret", "delete"],
            "/channels/{}/deliveries/": [call.pk], "/organisations/{}/channels/new/": ["webhook"],
        },
    )  # fmt: skip


def notices(setting: Setting) -> Part:
    """The newest notice of everybody who has one."""
    newest = {notice.recipient_id: notice.pk for notice in Notice.objects.order_by("pk")}
    known = {user.pk for user in setting.people.values() if user.pk}
    return Part(places={"/notices/": [pk for recipient, pk in newest.items() if recipient in known]})


def imports(setting: Setting) -> Part:
    """A file with one good row and one bad one, as it was checked, and the same not yet looked at."""
    rows = "中文标题,中文说明,成熟度\nqzgoodrow,说明,5\nqzbadrow,说明,qzbadcell\n"
    actor = setting.one(IMPORTER)
    jobs = []
    for _number in range(2):
        upload = SimpleUploadedFile("qzfile.csv", rows.encode("utf-8-sig"), content_type="text/csv")
        jobs.append(start_import(actor=actor, kind="achievement", organisation=setting.owner, upload=upload))
    run_check(jobs[0].pk, jobs[0].turn)
    jobs[0].refresh_from_db()
    assert jobs[0].bad_rows, jobs[0].result
    return Part(
        dict.fromkeys(("qzfile", "qzbadrow"), IMPORTER),
        {"/imports/": [job.pk for job in jobs], "/import/": ["achievement"], "/export/": ["achievement"]},
    )
