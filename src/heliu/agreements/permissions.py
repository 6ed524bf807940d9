"""Who may do what with agreements.

==================  ===========================================================================================
view_agreement      members of either organisation; nobody else, administrators and reviewers neither
propose_agreement   members of the organisation that proposes (an organisation is asked about)
sign_agreement      of either side an owner, or a member whom an owner named: accept, confirm a PDF, decline, terminate
sign_for            the same, asked about an organisation: uploading a signed PDF binds it
withdraw_agreement  members of the organisation that proposed it
see_templates       whoever is signed in: what one may be asked to accept
edit_template       administrators
==================  ===========================================================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import is_administrator, is_member, is_signed_in, memberships_of, signing_for
from heliu.agreements.models import Agreement


@rules.predicate
def is_party(user: Any, agreement: Agreement | None) -> bool:
    return agreement is not None and bool(
        {agreement.party_a_id, agreement.party_b_id}.intersection(memberships_of(user))
    )


@rules.predicate
def signs_for_a_party(user: Any, agreement: Agreement | None) -> bool:
    return agreement is not None and bool({agreement.party_a_id, agreement.party_b_id} & signing_for(user))


@rules.predicate
def signs_for(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk in signing_for(user)


@rules.predicate
def is_proposing(user: Any, agreement: Agreement | None) -> bool:
    return agreement is not None and agreement.party_a_id in memberships_of(user)


rules.add_perm("agreements.view_agreement", is_party)
rules.add_perm("agreements.propose_agreement", is_member)
rules.add_perm("agreements.sign_agreement", signs_for_a_party)
rules.add_perm("agreements.sign_for", signs_for)
rules.add_perm("agreements.withdraw_agreement", is_proposing)
rules.add_perm("agreements.see_templates", is_signed_in)
rules.add_perm("agreements.edit_template", is_administrator)
