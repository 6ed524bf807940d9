"""Slow work after the answer: a task is named, not imported, since tasks stand above actions."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django_tasks import TaskResult
from django_tasks.base import Task


def enqueue(name: str, *args: Any, **kwargs: Any) -> TaskResult:
    """Queue the task ``area.function`` of ``heliu.<area>.tasks``; arguments must fit into JSON."""
    area, _, function = name.partition(".")
    task = getattr(import_module(f"heliu.{area}.tasks"), function)
    if not isinstance(task, Task):
        raise TypeError(f"{name} is not a task.")
    return task.enqueue(*args, **kwargs)
