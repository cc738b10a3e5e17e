"""Between a draft and its publication: checks, what each organization reads and says, two keys, the day it comes out."""
