# %%
first_seed, first_epochs = seed, epochs
network = build()
accuracy = train(network)
print(f"{accuracy:.1%} of the digits held back are read.")

# %% [markdown]
# Helpers for what follows: show a picture with a sentence that says the same, draw the
# results of an experiment, and answer your guess.

# %% cellView="form"
# @title Show a picture and say what it shows, for those who cannot see it too
import matplotlib.pyplot as plt
from IPython.display import display


def show_and_say(figure, *sentences):
    display(figure, metadata={"image/png": {"alt": " ".join(sentences)}})
    plt.close(figure)
    print(*sentences, sep="\n")


# %% cellView="form"
# @title Draw the results of an experiment, and answer the guess
def show_results(results, names=None):
    figure, axis = plt.subplots(figsize=(8, 0.6 * len(results) + 0.6))
    bars = axis.barh([*results], [100 * one for one in results.values()], color="0.35")
    axis.bar_label(bars, fmt="%.1f %%", padding=4)
    axis.set(
        xlim=(0, 115), xlabel="% of the digits held back that are read", ylabel=names
    )
    axis.invert_yaxis()  # the first on top
    percents = {name: round(100 * one, 1) for name, one in results.items()}  # as shown
    most, least = max(percents.values()), min(percents.values())
    best = " and ".join(name for name, one in percents.items() if one == most)
    worst = " and ".join(name for name, one in percents.items() if one == least)
    said = f"Best: {best}. Worst: {worst}, {most - least:.1f} points less."
    show_and_say(figure, said if most > least else "All of them read equally many.")
    return most - least


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
