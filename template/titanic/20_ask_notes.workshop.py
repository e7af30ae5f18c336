# %% [markdown] part="notes" minutes=15
# Let the room guess before the picture is drawn: which of the six groups did best? Then
# exercise 1, five minutes, in pairs. Whoever is done asks the table about another column.
