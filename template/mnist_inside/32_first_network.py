# %%
network = build()
accuracy = train(network)
print(f"{accuracy:.1%} of the digits held back are read.")

# %% [markdown]
# Two helpers for what follows. One draws bars with their numbers. The other compares your
# guess with what the run has shown.

# %% cellView="form"
# @title Draw the results of an experiment, and say how far apart they are
import matplotlib.pyplot as plt


def show_results(results):
    figure, axis = plt.subplots(figsize=(8, 0.6 * len(results) + 0.6))
    bars = axis.barh([*results], [100 * one for one in results.values()], color="0.35")
    axis.bar_label(bars, fmt="%.1f %%", padding=4)
    axis.set(xlim=(0, 115), xlabel="% of the digits held back that are read")
    axis.invert_yaxis()  # the first on top
    plt.show()
    best, worst = max(results, key=results.get), min(results, key=results.get)
    apart = 100 * (results[best] - results[worst])
    print(f'"{best}" reads most. "{worst}" reads {apart:.1f} points less.')
    return apart


def name_distance(points):
    if points < 1:
        return "less than 1 point"
    return "1 to 20 points" if points <= 20 else "more than 20 points"


def answer_guess(guess, found):
    if guess == "choose":
        print(f"You did not guess. The run says: {found}.")
    elif guess == found:
        print(f"You guessed {guess}, and so it is.")
    else:
        print(f"You guessed {guess}. The run says: {found}.")
