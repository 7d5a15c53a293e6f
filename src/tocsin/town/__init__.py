"""A made-up English authority with known truth. Nobody in it exists."""
