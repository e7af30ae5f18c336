# %% [markdown]
# ## Find out what each part is worth
#
# An experiment changes one thing and leaves the rest. Choose a guess in the form, then run
# the cell. There is nothing to lose by a wrong guess: it is what you remember best.

# %% [markdown]
# ### Experiment 1: leave ReLU out
#
# `ReLU` turns negative numbers into 0. Both networks here take averages where that of the
# first notebook takes the largest number. One of them has no `ReLU`. How much worse does
# it read?

# %% cellView="form" tags=["experiment"]
# @title Guess, then train with and without ReLU
my_guess = "choose"  # @param ["choose", "less than 1 point", "1 to 20 points", "more than 20 points"]

relu_results = {
    "with ReLU": train(build(pooling="average")),
    "without ReLU": train(build(pooling="average", relu=False)),
}
answer_guess(my_guess, name_distance(show_results(relu_results)))

# %% [markdown]
# **Why:** multiplying and adding, then multiplying and adding again, is no more than doing
# it once with other numbers. This is called *linear*. Averages are of that kind too. So
# without `ReLU` all layers together can do no more than one.

# %% question="relu"

# %% [markdown]
# ### Experiment 2: learn in huge steps
#
# The step size is 0.3 now, thirty times the usual. One network has batch normalisation,
# the other has not. How far apart are they?

# %% cellView="form" tags=["experiment"]
# @title Guess, then train in huge steps with and without batch normalisation
my_guess = "choose"  # @param ["choose", "less than 1 point", "1 to 20 points", "more than 20 points"]

step_results = {
    "with normalisation": train(build(), step=0.3),
    "without normalisation": train(build(normalise=False), step=0.3),
}
answer_guess(my_guess, name_distance(show_results(step_results)))

# %% [markdown]
# **Why:** after a huge step the numbers between two layers can all lie far below 0. Then
# `ReLU` gives 0 for most pictures, and the windows before it hardly learn any more. Batch
# normalisation brings the numbers back into a range in which every step still tells something:
# with it, this network reads about as well as with the usual steps.

# %% [markdown]
# ### Experiment 3: show fewer different pictures
#
# Each network sees 12,000 pictures in its training. Only how many of them are different
# changes: 30 pictures 400 times each, or 120, or 1,200. How many different ones are needed
# to read 19 of 20 digits, 95 %?

# %% cellView="form" tags=["experiment"]
# @title Guess, then train with 30, 120 and 1,200 different pictures
my_guess = "choose"  # @param ["choose", "30", "120", "1,200", "more"]

picture_results, shown_results = {}, {}
for count in (30, 120, 1_200):
    learner, shown = build(), choose_pictures(count)
    picture_results[f"{count:,}"] = train(learner, pictures=count, times=1)
    right = read(learner, train_images[shown]).argmax(axis=1) == train_labels[shown]
    shown_results[f"{count:,}"] = float(right.mean())
show_results(picture_results, "different pictures")
numbers = ", ".join(f"{name}: {right:.0%}" for name, right in shown_results.items())
print(f"Of the pictures that they were shown they read: {numbers}.")
enough = [count for count, right in picture_results.items() if right >= 0.95]
answer_guess(my_guess, enough[0] if enough else "more")

# %% [markdown]
# **Why:** part of what is learned from few pictures holds for these only. Such a network
# reads all that it was shown, and far fewer of those held back. That is called *overfitting*.
# More different pictures are its best cure.

# %% question="overfitting"

# %% [markdown]
# ### Experiment 4: remember for too long
#
# While it learns, batch normalisation notes how large the numbers between two layers are
# on average. When the network answers, it uses what was noted. `memory=0.9` keeps nine
# tenths of the note at each step, `memory=0.99` keeps more. Both train one epoch. How far
# apart are they?

# %% cellView="form" tags=["experiment"]
# @title Guess, then train with a short and a long memory
my_guess = "choose"  # @param ["choose", "less than 1 point", "1 to 20 points", "more than 20 points"]

memory_results = {
    "memory 0.9": train(build(memory=0.9), times=1),
    "memory 0.99": train(build(memory=0.99), times=1),
}
answer_guess(my_guess, name_distance(show_results(memory_results)))

# %% [markdown]
# **Why:** each note begins with a number that no picture gave. One epoch has 94 steps. After
# these, a memory of 0.99 still keeps 39 % of that number. 0.99 is usual in Keras, made for
# trainings of many thousand steps. PyTorch counts what is new instead of what is kept: it
# says 0.01 for 0.99, and usual is 0.1. How far the two are apart depends on the seed, too.

# %% question="memory"

# %% [markdown]
# ### Experiment 5: the same step for every optimizer
#
# A step of 0.01 suits the optimizer `adam`. `adadelta` measures its steps in another way:
# its own usual step is 1.0. What does 0.01 do to it?

# %% cellView="form" tags=["experiment"]
# @title Guess, then train adadelta with its own step and with adam's
my_guess = "choose"  # @param ["choose", "less than 1 point", "1 to 20 points", "more than 20 points"]

optimizer_results = {
    "adadelta, step 1.0": train(build(), optimizer="adadelta"),
    "adadelta, step 0.01": train(build(), optimizer="adadelta", step=0.01),
}
answer_guess(my_guess, name_distance(show_results(optimizer_results)))

# %% [markdown]
# **Why:** a step size means something only together with its optimizer. Who changes the
# one and keeps the other compares a good setting with a bad one, not two optimizers.

# %% [markdown]
# ### Experiment 6: change nothing but chance
#
# The last one changes nothing but the seed. Only the random numbers differ. How far apart
# are the best and the worst of three?

# %% cellView="form" tags=["experiment"]
# @title Guess, then train with three seeds
my_guess = "choose"  # @param ["choose", "less than 1 point", "1 to 20 points", "more than 20 points"]

seed_results = {f"seed {first_seed}": accuracy}  # your first network
for other in (first_seed + 1, first_seed + 2):
    learner = build(chance=other)
    seed_results[f"seed {other}"] = train(learner, times=first_epochs, chance=other)
answer_guess(my_guess, name_distance(show_results(seed_results)))

# %% [markdown]
# **Why:** each seed gives other first numbers and another order of the pictures. So when
# two settings are no further apart than two seeds, you cannot say which one is better.
# Train each of them several times before you do. And these are only 597 pictures: with others,
# all three would read another share, too.

# %% question="seeds"
