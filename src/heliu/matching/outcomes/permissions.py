"""Who may do what with the log.

==============  ==================================================
dismiss_result  whoever is signed in
view_drift      reviewers and administrators; it names no person
==============  ==================================================

Records behind the log are fetched as the person who looks, so the log opens none.
"""

from __future__ import annotations

import rules

from heliu.accounts.permissions import is_administrator, is_reviewer, is_signed_in

rules.add_perm("matching.dismiss_result", is_signed_in)
rules.add_perm("matching.view_drift", is_reviewer | is_administrator)
