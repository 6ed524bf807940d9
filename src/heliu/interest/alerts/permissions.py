"""Who is told what fits a record, and who says from which level on.

===========  =========================================================================================
see_alerts   members of the record's organisation, and technology managers with its mandate
set_alerts   members of the record's organisation
===========  =========================================================================================

Nobody else learns what was told to whom, administrators and analysts neither.
"""

from __future__ import annotations

import rules

from heliu.catalog.permissions import is_mandated, is_own

rules.add_perm("interest.see_alerts", is_own | is_mandated)
rules.add_perm("interest.set_alerts", is_own)
