"""Who may do what with reports.

===============  ============================================================================================
see_reports      who may read one at all
view_report      who acts for the organisation in everything: its members, and technology managers whose mandate
                 holds for confidential records too, since the figures count those as well
write_facts      owners of the organisation
===============  ============================================================================================

Nobody else reads a report, neither reviewers nor administrators. What the bureau is told stands on the page of
oversight.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import memberships_of, trusted_by


@rules.predicate
def reads(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk in trusted_by(user)


@rules.predicate
def owns(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and memberships_of(user).get(organisation.pk) == MemberRole.OWNER


@rules.predicate
def reads_any(user: Any) -> bool:
    return bool(trusted_by(user))


rules.add_perm("reports.see_reports", reads_any)
rules.add_perm("reports.view_report", reads)
rules.add_perm("reports.write_facts", owns)
