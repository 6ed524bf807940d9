"""Who may ask why a record was not matched: the members of the organisation that owns it.

The demand must be one that they may know of, which ``get_shown`` decides; of one that shows them its title alone,
nothing but the title is looked at.
"""

from __future__ import annotations

import rules

from heliu.catalog.permissions import is_own

rules.add_perm("matching.ask_why_not", is_own)
