"""Whole registers of several agencies become persons: agency by agency, in order of trust."""
