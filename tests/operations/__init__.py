"""Running the platform: backup and restore, keys, faults."""
