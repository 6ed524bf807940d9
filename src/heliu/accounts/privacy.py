"""The privacy notice that is in force.

Whoever changes what the software stores changes the two texts in ``templates/accounts/privacy/`` and
this date; everybody who agreed to an older one is then asked again.
"""

PRIVACY_VERSION = "2026-11-26.3"
