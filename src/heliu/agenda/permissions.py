"""Who may do what with the agenda.

===========  ===========================================================================================
see_agenda   whoever is signed in, their own; there is no other
manage_feed  the same: who has the address of a feed can read it, which no administrator can look up
===========  ===========================================================================================
"""

from __future__ import annotations

import rules

from heliu.accounts.permissions import is_signed_in

rules.add_perm("agenda.see_agenda", is_signed_in)
rules.add_perm("agenda.manage_feed", is_signed_in)
