"""Nothing rests here longer than agreed: rows are destroyed after end and retention of their agreement, and one
student's rows when the family asks.
"""
