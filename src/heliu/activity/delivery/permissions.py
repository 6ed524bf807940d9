"""Who chooses what is sent where.

=================  ==========================================================================
manage_channels    owners of the organisation
see_deliveries     administrators: that something fails and where, never what it says
=================  ==========================================================================

Everybody chooses for themselves how they are told; there is no rule for that, since the actions take nobody else.
"""

from __future__ import annotations

import rules

from heliu.accounts.permissions import is_administrator, is_owner

rules.add_perm("activity.manage_channels", is_owner)
rules.add_perm("activity.see_deliveries", is_administrator)
