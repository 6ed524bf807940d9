"""Pages that were handed in: one of the owner, read and understood, and a record made from it."""

from __future__ import annotations

from heliu.accounts.tests.factories import fresh
from heliu.ingestion.pages.actions import draft_record
from heliu.ingestion.pages.models import Mention
from heliu.ingestion.pages.tests.factories import page_html, page_of

from .setting import ACTING, REVIEWERS, Part, Setting

BODY = (
    "6月3日，滨城理工大学校长林知远来到北辰密封科技有限公司qzpagebody，与企业座谈。",
    "林知远指出，要推动科技成果转化qzpagemeasure，促进大型仪器开放共享。",
    "北辰密封科技有限公司急需攻克橡胶密封圈泄漏难题qzpageneed，预算150万元。",
)


def pages(setting: Setting) -> Part:
    """Read by who acts for the owner and by reviewers; nobody else knows of it."""
    author = setting.author
    page = page_of(author, setting.owner, page_html(*BODY, title="qzpagetitle座谈会"), name="qzpagefile.html")
    own = page_of(setting.one(REVIEWERS), None, page_html(*BODY[:2], title="qzownpage座谈会"))
    mentions = list(Mention.objects.filter(version__page=page).values_list("pk", flat=True))
    draft_record(
        actor=fresh(author), page=page, kind="demand", organisation=setting.owner, fields={"title_zh": "qzfrompage"}
    )
    readers = ACTING | REVIEWERS
    return Part(
        dict.fromkeys(("qzpagebody", "qzpagemeasure", "qzpageneed", "qzpagetitle"), readers)
        | {"qzownpage": REVIEWERS, "qzfrompage": ACTING},
        {
            "/pages/": [page.pk, own.pk], "/pages/{}/steps/": ["done", "share", "unshare"],
            "/pages/{}/versions/": [1], "/pages/{}/mentions/": mentions,
            "/pages/{}/records/": ["demand"],
        },
        starts=[f"/api/v1/pages/{page.pk}/proposal/?kind=demand"],
    )  # fmt: skip
