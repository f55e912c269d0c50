"""Records: what is made once and never changed.

A frozen dataclass guards every field while it runs, which makes it four times as slow to make, and a
single message makes more than a hundred records. So a record is a dataclass that is frozen for whoever
checks types: mypy refuses to set a field, and nothing is checked twice.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(made: type[Class]) -> type[Class]:
    """Makes a class one of records: slotted, equal and hashed by their fields."""
    return dataclass(slots=True, unsafe_hash=True)(made)
