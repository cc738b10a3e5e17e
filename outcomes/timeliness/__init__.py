"""Who is late: what each organization is expected to hand in, by when, and what has come."""
