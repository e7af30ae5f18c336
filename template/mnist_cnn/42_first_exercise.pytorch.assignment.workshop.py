# %% [markdown] exercise="learning"
# ## Exercise 3: choose how your network learns
#
# #: if project_type == "assignment"
# *4 points, level 2 of 3: some lines.*
# #: else
# *Level 2 of 3: some lines.*
# #: endif
#
# Write `choose_learning(network)`. It returns two things, `return loss, optimizer`:
#
# - a loss for labels from 0 to 9 and a network that gives ten numbers of any size,
# - the optimizer Adam for the numbers of this network, with the learning rate 0.001.
#
# *Hint:* numbers of any size are called *logits*. PyTorch's usual loss for classes takes
# them as they are.
#
# <details><summary>A stronger hint</summary>
#
# The loss is called `nn.CrossEntropyLoss`. The optimizers are in `torch.optim`. Each is
# told first what to change, `network.parameters()`, and then how much, `lr=`.
#
# </details>


# %% exercise="learning" part="answer" title="A solution of exercise 3"
def choose_learning(network):
    # BEGIN SOLUTION
    loss = nn.CrossEntropyLoss()
    return loss, torch.optim.Adam(network.parameters(), lr=0.001)
    # END SOLUTION


# %% exercise="learning" part="check" points=2 cellView="form"
# @title Check exercise 3
import torch
from torch import nn

example = nn.Linear(2, 10)
chosen = choose_learning(example)
assert chosen is not None, "Exercise 3: nothing comes back. Use return."
assert isinstance(chosen, tuple) and len(chosen) == 2, (
    "Exercise 3: one thing instead of two. Return the loss and the optimizer."
)
assert not any(isinstance(one, str) for one in chosen), (
    "Exercise 3: a name in quotes. Make the thing itself, as in torch.optim."
)
assert not any(isinstance(one, type) for one in chosen), (
    "Exercise 3: parentheses are missing. A class is only the plan of the thing."
)
chosen_loss, chosen_optimizer = chosen
assert not isinstance(chosen_loss, torch.optim.Optimizer), (
    "Exercise 3: the wrong way round. First the loss, then the optimizer."
)
name = type(chosen_optimizer).__name__
assert name == "Adam", f"Exercise 3: another optimizer. It is {name}, not Adam."
changed = chosen_optimizer.param_groups[0]
assert changed["params"][0] is example.weight, (
    "Exercise 3: numbers of another network. Take those of the one that comes."
)
assert abs(changed["lr"] - 0.001) < 1e-6, (
    f"Exercise 3: another learning rate. It is {changed['lr']:g}, not 0.001."
)
ten_numbers = torch.arange(10.0)[None]
wrongness = float(chosen_loss(ten_numbers, torch.tensor([3])))
assert abs(wrongness + 3) > 0.01, (
    "Exercise 3: logits taken for logarithms. NLLLoss needs a LogSoftmax before it."
)
assert abs(wrongness - torch.logsumexp(ten_numbers, 1).item() + 3) < 0.01, (
    "Exercise 3: another loss. This one does not choose between classes."
)
print("Exercise 3: this is right.")

# %% exercise="learning" part="hidden" points=2 cellView="form"
# @title Your teacher trains a tiny network with your choice: nothing to do here
# BEGIN HIDDEN TESTS
tiny = nn.Linear(2, 10)
chosen = choose_learning(tiny)
assert chosen is not None, "choose_learning() returns nothing."
points, classes, falling = torch.eye(2), torch.tensor([3, 8]), []
for _ in range(20):
    chosen[1].zero_grad()
    wrongness = chosen[0](tiny(points), classes)
    wrongness.backward()
    chosen[1].step()
    falling.append(wrongness.item())
assert falling[-1] < falling[0], "The loss does not fall."
# END HIDDEN TESTS
