"""What makes a spreadsheet take a cell for a formula: the one list for every file Tocsin writes."""

from __future__ import annotations

# A cell that begins so is a formula, full-width forms included. OWASP, CSV Injection; 2026-11.
LIVE = tuple("=+-@\t\r\n＝＋－＠")
GUARD = "'"
