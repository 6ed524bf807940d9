"""Who may do what with sources and what they found.

===============  ===================================================================================
see_sources      owners of an organisation, administrators: the list of their own
manage_sources   owners of the organisation; administrators for the installation's (no organisation)
manage_source    as above, of one source: edit, pause, visit, try, delete, decide on its findings
===============  ===================================================================================

Accepting a finding asks the catalog's rules as well: whoever accepts is a member of the organisation whose draft it
becomes. An address of a source, its mapping and what it gave are seen by nobody else, administrators neither.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import is_administrator, memberships_of
from heliu.ingestion.feeds.models import Source


@rules.predicate
def owns_any(user: Any) -> bool:
    return MemberRole.OWNER in memberships_of(user).values()


@rules.predicate
def looks_after(user: Any, organisation: Organisation | None) -> bool:
    """An organisation's owners; where there is none, the installation's administrators."""
    if organisation is None:
        return bool(is_administrator(user))
    return organisation.is_active and memberships_of(user).get(organisation.pk) == MemberRole.OWNER


@rules.predicate
def looks_after_source(user: Any, source: Source | None) -> bool:
    return source is not None and bool(looks_after(user, source.organisation))


rules.add_perm("ingestion.see_sources", rules.is_authenticated & (owns_any | is_administrator))
rules.add_perm("ingestion.manage_sources", looks_after)
rules.add_perm("ingestion.manage_source", looks_after_source)
