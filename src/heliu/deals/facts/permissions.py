"""Who may do what with the facts of a deal.

==================  ==========================================================================================
view_facts          who acts for the provider: the recipient has no part in the provider's taxes and notices
state_facts         the same
==================  ==========================================================================================
"""

from __future__ import annotations

import rules

from heliu.deals.permissions import acts_for_provider

rules.add_perm("deals.view_facts", acts_for_provider)
rules.add_perm("deals.state_facts", acts_for_provider)
