# %%
numbers = range(1, 11)
plt.figure(figsize=(5, 3))
plt.plot(numbers, few_history["accuracy"], "o-", label="training")
plt.plot(numbers, few_history["val_accuracy"], "s--", label="validation")
plt.xlabel("epoch")
plt.ylabel("accuracy")
plt.legend()
plt.show()
print(
    f"After ten epochs it reads {few_history['accuracy'][-1]:.0%} of its training",
    end=" ",
)
print(f"pictures and {few_history['val_accuracy'][-1]:.0%} of the validation pictures.")

# %% [markdown] exercise="explain"
# ## Exercise 6: explain what happened
#
# #: if project_type == "assignment"
# *4 points, one for each question. Level 3 of 3: think. Your teacher reads this answer.*
# #: else
# *Level 3 of 3: think.*
# #: endif
#
# Look at the two curves of the 300 pictures, and answer in four to six sentences:
#
# 1. What do you see? Name the two numbers at the end.
# 2. What has the network done with its training pictures? How do the curves show it?
# 3. Why does it happen here, and not with all pictures?
# 4. What would help, and why would more epochs not help?
#
# *Hint:* say first what you see ("the solid curve ..."), then what you conclude.
#
# <details><summary>A stronger hint</summary>
#
# Somebody learns the answers of ten old exams by heart. How well does that go with the old
# exams, and how well with a new one? And how many different digits did your network see?
#
# </details>

# %% [markdown] exercise="explain" part="answer" points=4 title="A good answer"
# The solid curve reaches nearly 100 % after a few epochs, and the dashed one stays far
# below it, near 70 %. So the network has learned its pictures by heart: it knows those it
# has seen, and reads others badly. That is overfitting.
#
# It happens because 300 drawings of 30 digits are too few to show how different people
# write. More epochs do not help: on its own pictures there is nothing left to learn. More
# digits of more people help.
# #: if project_type == "assignment"
#
# **For whoever grades**, one point for each of these:
#
# 1. Training far above validation, with both numbers as this run printed them.
# 2. "By heart", "overfitting" or the like, because seen pictures are read and unseen ones
#    are not. "It is good, it has 100 %" earns nothing here.
# 3. Too few different pictures. For `digits`: 30 digits in ten copies each.
# 4. More or more different pictures, or stopping earlier, or a smaller network or dropout.
#    And more epochs change nothing, since training is near 100 % already.
# #: endif
