# %% [markdown] part="notes" minutes=20
# Let the room find a digit that nobody can read. Then exercise 1, ten
# minutes, in pairs. Most stop at the shape: draw the four numbers on the board. Ask at the
# end why 255 and not 256.
