"""What `make bench-identity` runs: made-up towns, splink beside Tocsin, public sets, stores."""
