"""Accounts on sources: signing in, staying in, and saying once when that is over."""
