"""What belongs to the contract of a deal: its plan, papers, facts, public notices, and the benefit split."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import UserFactory, fresh
from heliu.catalog.choices import Tier
from heliu.dealflow.actions import accept_introduction
from heliu.deals.benefit import actions as benefit
from heliu.deals.benefit.actions import DeductionLine, ShareLine
from heliu.deals.benefit.tests.factories import SAID as SPLIT
from heliu.deals.benefit.tests.factories import known_by
from heliu.deals.choices import Pricing
from heliu.deals.facts.actions import state_facts
from heliu.deals.models import Deal
from heliu.deals.notice.actions import begin_notice, decide_objection, object_to
from heliu.deals.notice.actions.showing import Announcement
from heliu.deals.notice.choices import NoticeKind
from heliu.deals.notice.models import PublicNotice
from heliu.deals.papers.actions import add_enclosure, make_paper, put_in_force, upload_template
from heliu.deals.papers.choices import Item
from heliu.deals.papers.kinds import TERM_SHEET, kinds
from heliu.deals.papers.tests.factories import upload, word_file
from heliu.deals.payments import actions as payments
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.tests.factories import MILESTONE, UPFRONT
from heliu.deals.tests.factories import SAID
from heliu.kit.workdays import local_day

from .accounts import STRANGER
from .dealflow import asked
from .deals import BOTH, SECRET_BOTH, plain_deal, say, secret_deal, step, under
from .setting import ACTING, ADMINISTRATORS, GUEST, MEMBERS, OWNERS, TRUSTED, Part, Setting

INCOME = "76543210987"
"""Stated by the provider, in yuan: of so many figures that no other number is the same."""


def plan(setting: Setting) -> Part:
    """Milestones that were returned and dropped, a receipt that was taken back, a payment that was voided."""
    ours, theirs, deal = setting.author, setting.one(GUEST), plain_deal()
    returned = _milestone(ours, deal, "qzmilestone")
    dropped = _milestone(ours, deal, "qzgivenup")
    paid = _payment(ours, deal, "qzpaid")
    void = _payment(ours, deal, "qzunpaid")
    hidden = [_milestone(ours, secret_deal(), "qzsecretmilestone"), _payment(ours, secret_deal(), "qzsecretpaid")]
    payments.move_due_date(
        actor=fresh(theirs), part=returned, version=1, to=MILESTONE["due_on"] + timedelta(days=9), reason="qzlater"
    )
    say(setting, deal, **SAID)
    step(setting, deal, "price", "contract", "perform")
    payments.deliver_milestone(actor=fresh(ours), milestone=returned, note="qzdelivered")
    payments.return_milestone(actor=fresh(theirs), milestone=returned, reason="qzwhysentback")
    payments.drop_milestone(actor=fresh(theirs), milestone=dropped, reason="qzwhygivenup")
    first = payments.receive_payment(actor=fresh(ours), payment=paid, amount=Decimal(100), reference="qzmistaken")
    payments.take_back_receipt(actor=fresh(ours), receipt=first, reason="qzwhymistaken")
    second = payments.receive_payment(actor=fresh(ours), payment=paid, amount=Decimal(70), reference="qzreference")
    payments.void_payment(actor=fresh(ours), payment=void, reason="qzwhyvoid")
    marks = (
        *(f"{word}{what}" for word in ("qzmilestone", "qzgivenup") for what in ("name", "thing", "criteria")),
        *(f"{word}{what}" for word in ("qzpaid", "qzunpaid") for what in ("name", "note")),
        "qzlater", "qzdelivered", "qzwhysentback", "qzwhygivenup", "qzmistaken", "qzwhymistaken", "qzreference",
        "qzwhyvoid",
    )  # fmt: skip
    secret_marks = ("qzsecretmilestonename", "qzsecretmilestonething", "qzsecretpaidname", "qzsecretpaidnote")
    return Part(
        dict.fromkeys(marks, BOTH) | dict.fromkeys(secret_marks, SECRET_BOTH),
        {
            **under("payments", (paid, void, hidden[1])),
            "/deals/{}/payments/{}/": ["receive", "void", "move", "remove"],
            f"/deals/{deal.pk}/payments/receipts/": [first.pk, second.pk],
            **under("payments/milestones", (returned, dropped, hidden[0])),
            "/deals/{}/payments/milestones/{}/": ["deliver", "accept", "return", "drop", "move", "remove"],
        },
    )  # fmt: skip


def _milestone(actor: Any, deal: Deal, word: str) -> Milestone:
    said = {"name": f"{word}name", "deliverable": f"{word}thing", "criteria": f"{word}criteria"}
    return payments.plan_milestone(actor=fresh(actor), deal=deal, fields={**MILESTONE, **said})


def _payment(actor: Any, deal: Deal, word: str) -> Payment:
    said = {"name": f"{word}name", "note": f"{word}note"}
    return payments.plan_payment(actor=fresh(actor), deal=deal, fields={**UPFRONT, **said})


def papers(setting: Setting) -> Part:
    """A paper of both deals, what is enclosed, and the template that the papers are made from."""
    chief, draft = setting.one(ADMINISTRATORS), word_file(("MERGEFIELD deal_number", "MERGEFIELD terms"))
    template = upload_template(
        actor=fresh(chief), kind=kinds()[TERM_SHEET], language="zh", upload=upload(draft, "qztemplate.docx"),
        note="qztemplatenote",
    )  # fmt: skip
    put_in_force(actor=fresh(chief), template=template)
    made, enclosed = [], []
    for deal, word in ((plain_deal(), "qzenclosed"), (secret_deal(), "qzsecretenclosed")):
        made.append(make_paper(actor=fresh(setting.author), deal=deal, kind=kinds()[TERM_SHEET], language="zh"))
        file = SimpleUploadedFile(f"{word}name.pdf", f"%PDF-1.7\n%{word}bytes".encode())
        enclosed.append(add_enclosure(actor=fresh(setting.author), deal=deal, item=Item.CONTRACT, upload=file))
    ids = [one.pk for one in made]
    return Part(
        {
            "qztemplate.docx": ADMINISTRATORS, "qztemplatenote": ADMINISTRATORS,
            "qzenclosedname": BOTH, "qzenclosedbytes": BOTH,
            "qzsecretenclosedname": SECRET_BOTH, "qzsecretenclosedbytes": SECRET_BOTH,
        }
        | {made[0].file_name: BOTH, made[1].file_name: SECRET_BOTH},
        {
            "/deals/papers/templates/": [template.pk], "/paper-templates/": [template.pk],
            "/deals/papers/drafts/": [TERM_SHEET], "/deals/papers/drafts/{}/": ["zh"],
            "/deals/{}/papers/": ids, "/deals/{}/enclosures/": [one.pk for one in enclosed],
            "/deals/{}/papers/enclosures/": [one.pk for one in enclosed],
        },
    )  # fmt: skip


def facts(setting: Setting) -> Part:
    """What the provider states of both deals; the tax reliefs follow from it. It is a university of the state."""
    Organisation.objects.filter(pk=setting.owner.pk).update(kind=OrganisationKind.UNIVERSITY)
    for deal, income in ((plain_deal(), INCOME), (secret_deal(), INCOME[::-1])):
        values = {"provider_is_public": True, "provider_is_nonprofit": True, "transfer_income": Decimal(income)}
        state_facts(actor=fresh(setting.author), deal=deal, version=0, values=values)
    return Part(
        {
            INCOME: ACTING, f"{int(INCOME):,}": ACTING,
            INCOME[::-1]: TRUSTED, f"{int(INCOME[::-1]):,}": TRUSTED,
        }
    )  # fmt: skip


def notices(setting: Setting) -> Part:
    """One of a price that everybody reads, with objections; one of the confidential deal and one of rewards, inside."""
    deal = _priced(setting)
    public = _notice(setting, deal, NoticeKind.PRICE, "qznotice", public=True)
    stranger = setting.one(STRANGER)
    objector = UserFactory(name="qzobjector")
    answered = object_to(actor=fresh(stranger), notice=public, text="qzobjected")
    decide_objection(actor=fresh(setting.one(OWNERS)), objection=answered, upheld=False, outcome="qzanswertoobjection")
    waiting = object_to(actor=fresh(objector), notice=public, text="qzagainstit")
    say(setting, secret_deal(), **SAID | {"pricing": Pricing.AGREEMENT})
    step(setting, secret_deal(), "price")
    secret = _notice(setting, secret_deal(), NoticeKind.PRICE, "qzsecretnotice")
    rewards = _notice(
        setting, plain_deal(), NoticeKind.REWARD, "qzrewards", rewards=[{"name": "qzrewarded", "amount": "1000"}]
    )
    found = [public.pk, secret.pk, rewards.pk]
    return Part(
        {f"qznotice{what}": setting.people for what in ("title", "text", "contact")}
        | {f"qzsecretnotice{what}": TRUSTED for what in ("title", "text", "contact")}
        | {f"qzrewards{what}": ACTING for what in ("title", "text", "contact")}
        | {
            "qzrewarded": ACTING, "qzobjector": OWNERS | ADMINISTRATORS, "qzobjected": ACTING | STRANGER,
            "qzanswertoobjection": ACTING | STRANGER, "qzagainstit": ACTING, "qzannounceddeal": BOTH,
        },
        {
            "/deals/": [deal.pk], "/deals/{}/notice/": ["price", "reward"], "/public-notices/": found,
            "/public-notices/{}/objections/": [answered.pk, waiting.pk],
        },
    )  # fmt: skip


def _priced(setting: Setting) -> Deal:
    """A third deal, of a price by agreement, which a university of the state has to announce."""
    asking = asked(setting, GUEST, setting.records["achievement", Tier.PUBLIC], "qzthird 您好")
    accept_introduction(actor=fresh(setting.author), introduction=asking)
    deal = Deal.objects.get(introduction=asking)
    step(setting, deal, "agree_terms")
    values = {"provider_is_public": True, "provider_is_nonprofit": True}
    state_facts(actor=fresh(setting.author), deal=deal, version=0, values=values)
    say(setting, deal, **SAID | {"pricing": Pricing.AGREEMENT, "title": "qzannounceddeal"})
    step(setting, deal, "price")
    return deal


def _notice(setting: Setting, deal: Deal, kind: str, word: str, **said: Any) -> PublicNotice:
    words = Announcement(title=f"{word}title", text=f"{word}text", contact=f"{word}contact", **said)
    return begin_notice(actor=fresh(setting.one(OWNERS)), deal=deal, kind=kind, announcement=words)


def split(setting: Setting) -> Part:
    """One in force, of which somebody with an account has a share, and the draft of its next version; none due of
    the confidential deal."""
    decides, deal, contributor = setting.one(OWNERS), plain_deal(), setting.one(STRANGER)
    draft = benefit.start_split(actor=fresh(decides), deal=deal)
    mine = known_by(contributor, "40")
    shares = [
        ShareLine("qzinventor", Decimal(60), is_main=True, role="qzinvented", organisation="qzfaculty"),
        ShareLine(mine.name, mine.percentage, is_main=True, email=mine.email, role="qzownpart"),
    ]
    off = [DeductionLine("cost", "qzdeduction", Decimal("10.00"))]
    draft = benefit.edit_draft(
        actor=fresh(decides), deal=deal, edits=draft.edits, deductions=off, shares=shares,
        fields={**SPLIT, "rule_name": "qzrule", "income": Decimal(100000)},
    )  # fmt: skip
    approved = benefit.approve(actor=fresh(decides), deal=deal, edits=draft.edits)
    person = next(one.person for one in approved.shares.all() if one.role == "qzownpart")
    paid = benefit.mark_paid(
        actor=fresh(decides), deal=deal, version=1, person=person, paid_on=local_day(), voucher="qzvoucher"
    )
    benefit.start_version(actor=fresh(decides), deal=deal, reason="qzwhyanew")
    benefit.say_none_due(actor=fresh(decides), deal=secret_deal(), reason="qznonedue")
    inside = ("qzinventor", "qzinvented", "qzfaculty", "qzdeduction", "qzrule", "qzwhyanew", "qznonedue")
    return Part(
        dict.fromkeys(inside, MEMBERS) | dict.fromkeys(("qzownpart", "qzvoucher"), MEMBERS | STRANGER),
        {f"/deals/{deal.pk}/benefit/versions/": [1, 2], f"/deals/{deal.pk}/benefit/payments/": [paid.pk]},
    )
