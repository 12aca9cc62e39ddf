"""What a load of a content pack did, or why it did nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from ground.documents import Complaint


class NotLoadable(Exception):
    """The pack has errors; `complaints` lists them. Nothing was changed."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


@dataclass
class Report:
    """What a load did, as `kind slug` names; `noted` is what is wrong with the pack and did not stop the load."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    noted: list[Complaint] = field(default_factory=list)
