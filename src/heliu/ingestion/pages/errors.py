"""What the actions of pages refuse, each with the HTTP status that pages and API answer with.

PageError
├── PageGone         404  deleted in the meantime
├── NotReadYet       409  it is being read, or nothing was read of it so far
├── MentionChanged   409  somebody else decided in between; says what
├── TooManyPages     429  as many as one person hands in a day
├── NoSuchTarget     422  what a mention shall be tied to is none the person may see, or of another kind
├── TooMuchTaken     422  more was taken over word for word than the page allows
└── AddressRefused   422  what was given is no address that can be asked
heliu.kit.uploads.UploadRefused           422  the file cannot be kept
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from heliu.ingestion.pages.choices import Decision, MentionKind
from heliu.ingestion.pages.models import Mention


class PageError(Exception):
    """Nothing was changed; the text is a sentence for the person."""

    status = 409


class PageGone(PageError):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("The page was deleted."))


class NotReadYet(PageError):
    def __init__(self, *, running: bool) -> None:
        super().__init__(
            _("The page is being read; wait until that is over.") if running else _("Nothing was read of it so far.")
        )


class TooManyPages(PageError):
    status = 429

    def __init__(self, most: int) -> None:
        super().__init__(_("You can hand in up to %(most)d pages a day. Go on tomorrow.") % {"most": most})


class MentionChanged(PageError):
    """``mention`` is how it stands now."""

    def __init__(self, mention: Mention) -> None:
        self.mention = mention
        decision, kind = Decision(mention.decision).label, MentionKind(mention.kind).label
        super().__init__(
            _("Somebody else has decided on “%(name)s” meanwhile: %(decision)s, %(kind)s. Look at it and decide again.")
            % {"name": mention.name, "decision": decision, "kind": kind}
        )


class NoSuchTarget(PageError):
    status = 422

    def __init__(self) -> None:
        super().__init__(_("There is nothing of this kind in the catalog that it could be tied to."))


class TooMuchTaken(PageError):
    status = 422

    def __init__(self, taken: int, most: int) -> None:
        super().__init__(
            _("%(taken)d characters stand in the page word for word, and its terms allow %(most)d. Say it in your own "
              "words, or confirm that your organisation holds the rights.") % {"taken": taken, "most": most}
        )  # fmt: skip


class AddressRefused(PageError):
    status = 422
