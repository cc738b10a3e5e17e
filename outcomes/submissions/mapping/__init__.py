"""How a partner's own columns and words become ours: asked once, remembered, versioned, revocable.

In reading order: `content` (what a column seems to hold), `suggest` (which of ours it may be), `look` (the file,
opened to ask about it), `answer` (what a person chose), `remembered` (what was chosen before), `apply` (reading
by it), `words` (words that nobody knew).
"""
