"""Honest designs, what must stand beside their estimates, and the words for them.

In reading order: `rows` makes one row per student of a panel; `floors` says what is too little; `matching`
finds similar students; `designs/` estimates; `balance`, `attrition`, `power`, `multiplicity`, `sensitivity`
and `bounds` judge; `choose` takes the strongest design that the data supports; `findings` says it in words;
`evaluate` does all of it for one question. None of these knows the database or a web page; `plans/` does.
"""
