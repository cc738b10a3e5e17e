"""Who took part, where no file tells: participant codes, sessions that are signed in on a phone, and the
crosswalk by which a district says which of its students a code is.
"""
