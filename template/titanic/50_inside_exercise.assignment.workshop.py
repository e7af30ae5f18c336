# %% [markdown] exercise="explain"
# ## Exercise 4: say what the model knows
#
# #: if project_type == "assignment"
# *4 points. Your teacher reads this answer; no program does.*
#
# #: endif
# In three or four sentences: does the model do better than the baseline? Which column
# matters most? About which group is it wrong most often, and what may be the reason?
#
# *Hint:* give a number first ("it is right for ..."), then what you conclude from it.

# %% [markdown] exercise="explain" part="answer" points=4 title="A good answer"
# The model beats the baseline by about 17 points. The sex matters most by far: a
# model with nothing else is nearly as good. It is wrong most often about women in the
# third class, because about half of them survived, and neither age nor class says which
# half. Where their cabin was, or who travelled with them, is not in the table.
