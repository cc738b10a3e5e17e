"""The outside evaluator's extract: a pinned student-level file of one plan, for a named project, from the
organizations that have admitted the evaluator to it, for a term; and the script that makes the report again of it.
"""
