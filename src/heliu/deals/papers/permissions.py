"""Who may do what with papers.

===================  =========================================================================================
read                 whoever may see the deal: its papers, enclosures and package; nobody else
deals.make_paper     whoever acts for either side
deals.add_enclosure  the same; also taking one out again
see_paper_templates  administrators: the templates and the list of fields
edit_paper_template  administrators
===================  =========================================================================================
"""

from __future__ import annotations

import rules

from heliu.accounts.permissions import is_administrator
from heliu.deals.permissions import acts_for_either

rules.add_perm("deals.make_paper", acts_for_either)
rules.add_perm("deals.add_enclosure", acts_for_either)
rules.add_perm("deals.see_paper_templates", is_administrator)
rules.add_perm("deals.edit_paper_template", is_administrator)
