"""Free text to vocabulary: the events a row's words suggest, and the table where the user decides."""

from tocsin.chronology.coding.propose import propose
from tocsin.chronology.coding.table import (
    Coding,
    Fault,
    Saved,
    merge,
    read_coding,
    standing,
    write_coding,
)
from tocsin.chronology.coding.words import Proposal, Words

__all__ = [
    "Coding",
    "Fault",
    "Proposal",
    "Saved",
    "Words",
    "merge",
    "propose",
    "read_coding",
    "standing",
    "write_coding",
]
