"""Typing on screen: a small partner's spreadsheet of counts, made from a dataset's declaration.

What is typed becomes a file like any other: its bytes take the same way, from receipt to exact undo.
"""
