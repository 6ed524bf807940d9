"""The way to mail servers, webhooks and chat robots: one try each, told as an ``Outcome``."""
