"""Connectors: how sources of different kinds are asked, and what of their answers becomes entries."""

from heliu.ingestion.connectors.base import (
    FACTS,
    LARGEST_ANSWER,
    AnswerError,
    Connector,
    ConnectorError,
    Entry,
    Fetch,
    FileConnector,
    Found,
    Settings,
    SettingsError,
    State,
    Trouble,
)

__all__ = [
    "FACTS",
    "LARGEST_ANSWER",
    "AnswerError",
    "Connector",
    "ConnectorError",
    "Entry",
    "Fetch",
    "FileConnector",
    "Found",
    "Settings",
    "SettingsError",
    "State",
    "Trouble",
]
