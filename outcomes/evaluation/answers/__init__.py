"""Answers about single students, for their own district alone: the incentive challenge, computed from what was
handed in, and a district's own file of ids handed back with its results. Nothing of it is kept.
"""
