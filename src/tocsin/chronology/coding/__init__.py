"""Free text to vocabulary: which events a row's words suggest, and why."""

from tocsin.chronology.coding.propose import propose
from tocsin.chronology.coding.words import Proposal, Words

__all__ = ["Proposal", "Words", "propose"]
