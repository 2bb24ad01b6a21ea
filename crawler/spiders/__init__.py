"""Spiders: they walk, and hold no selector."""
