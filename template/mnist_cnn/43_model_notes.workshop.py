# %% [markdown] part="notes" minutes=25
# Ten minutes for the network, with a 3 x 3 window cut out of paper and
# moved over a printed digit. Ten for exercise 2, five for exercise 3. Whoever is done
# early tries another network: further down it is trained beside the lesson's.
