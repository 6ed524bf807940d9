"""Taking notices to people and organisations: mail at once, a digest, webhooks and chat robots."""
