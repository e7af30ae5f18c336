# %% [markdown] exercise="why"
# ## Exercise 2: say why
#
# #: if project_type == "assignment"
# *2 points. Your teacher reads this answer; no program does.*
#
# #: endif
# In two sentences: why may the longest way say little about the others?

# %% [markdown] exercise="why" part="answer" points=2 title="A good answer"
# One person who lives far away changes the longest way, but not how the others come to
# school. A number in the middle, such as the median, says more about most of them.
