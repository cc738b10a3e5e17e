"""Backups: database and media, each encrypted, with a list of what was in them; and the way back."""
