"""The built-in demo: a forum of invented people on loopback, and Vigie watching it."""
