"""Pages of what is sent out: a person's choice, an organisation's channels, the installation's deliveries."""
