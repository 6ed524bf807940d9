"""Why the area refuses something that the person was allowed to try.

    AgreementError                    400
    ├── NotPossible                   409  the agreement's state forbids the step
    ├── AlreadyProposed               409  the two have a proposal that nobody has answered yet
    ├── AlreadyAccepted               409  somebody of the same side was faster
    ├── TextChanged                   409  the text is not the one that was shown, or not the one that was frozen
    ├── NobodyToSign                  409  nobody may sign for the other side yet
    ├── NotVerified                   409  one of the two is not verified
    ├── NoTemplate                    409  no version of the template is in force
    ├── TemplateUsed                  409  a version that an agreement was made with is never changed
    ├── TooManyProposals              429
    ├── NotInForce                    409  no agreement that is in force covers what was to be opened
    ├── WrongPassword                 422
    └── NotConfirmed                  422  the person has not said that they may bind their organisation

What is filled in wrongly raises a ValidationError by field; who may not even try gets Django's PermissionDenied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from heliu.accounts.models import Organisation
    from heliu.agreements.models import Agreement


class AgreementError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NotPossible(AgreementError):
    """``state`` is the label of the state that it has by now."""

    status = 409

    def __init__(self, state: Any) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return str(_("This cannot be done any more. The agreement is now: %(state)s.") % {"state": self.state})


class AlreadyProposed(AgreementError):
    status = 409
    message = _("An agreement between these two is proposed already and waits for an answer.")

    def __init__(self, agreement: Agreement) -> None:
        super().__init__()
        self.agreement = agreement


class AlreadyAccepted(AgreementError):
    status = 409
    message = _("Somebody of your organisation has accepted it already.")


class TextChanged(AgreementError):
    status = 409
    message = _("This is not the text that was frozen when the agreement was proposed. Nothing was accepted.")


class NobodyToSign(AgreementError):
    status = 409
    message = _("Nobody who may sign acts for this organisation on the platform yet.")


class NotVerified(AgreementError):
    status = 409

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self.organisation = organisation

    def __str__(self) -> str:
        return str(
            _("An agreement is made between verified organisations; this one is not: %(name)s")
            % {"name": self.organisation.name}
        )


class NoTemplate(AgreementError):
    status = 409
    message = _("No text of an agreement is in force here. Ask the administrator.")


class TemplateUsed(AgreementError):
    status = 409
    message = _("An agreement was made with this version, so it is not changed any more. Write a new one.")


class TooManyProposals(AgreementError):
    status = 429
    message = _("Your organisation has proposed as many agreements as one may in a day.")


class NotInForce(AgreementError):
    status = 409
    message = _("No confidentiality agreement is in force that protects what you would open.")


class WrongPassword(AgreementError):
    status = 422
    message = _("This is not your password.")


class NotConfirmed(AgreementError):
    status = 422
    message = _("Say that you may bind your organisation; otherwise nothing is accepted.")
