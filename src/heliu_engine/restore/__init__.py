"""Pages and files brought back to the text they were: the right encoding, no inserted pinyin, no broken bytes.

    >>> from heliu_engine.restore import restore
    >>> restored = restore("强化创新".encode("gb18030"))
    >>> restored.text
    '强化创新'

What is changed is told as edits; what cannot be restored stands as U+FFFD. A page without damage comes out as it was.
"""

from heliu_engine.restore.edits import VERSION, Edit, apply_edits
from heliu_engine.restore.pages import Restored, restore
from heliu_engine.restore.spam import Verdict

__all__ = ["VERSION", "Edit", "Restored", "Verdict", "apply_edits", "restore"]
