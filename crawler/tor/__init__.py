"""Tor itself: where it listens, what its control port tells, the one that we run, and whether any is what it says."""
