# %% [markdown]
# ## Train your own network
#
# Now your functions do the work. Your network gets its pictures from `prepare`, it is what
# `build_network` returns, and it learns as you chose. It sees the pictures as often as the
# lesson's network. As long as exercise 1, 2 or 3 is open, the lesson's network takes its
# place, and a sentence says so.
#
# You may change your functions and run this cell again. The table at the end shows all
# your networks.

# %% cellView="form"
# @title How my_network gets into the table of all runs
#: set layers_of = "network"
#: include "mnist_cnn/my_report.jinja"


# %% cellView="form"
# @title One epoch of my_network, with your pictures and your loss
def to_mine(images):
    # PyTorch expects the colours of a picture before its height and width.
    return torch.tensor(returned(prepare(images)), device=device).permute(0, 3, 1, 2)


@torch.no_grad()
def read_mine(network, images):
    network.eval()
    read = [network(batch).argmax(dim=1) for batch in to_mine(images).split(1000)]
    return torch.cat(read).cpu().numpy()


def my_epoch(network, loss, rule, pictures, labels):
    network.train()
    right = 0
    for batch in torch.randperm(len(pictures)).to(device).split(plan["batch_size"]):
        if len(batch) == 1:  # too few for layers that compare pictures
            continue
        answers = network(pictures[batch])
        rule.zero_grad()
        loss(answers, labels[batch]).backward()
        rule.step()
        right += (answers.argmax(dim=1) == labels[batch]).sum().item()
    read = read_mine(network, validation_images)
    return {
        "accuracy": right / len(pictures),
        "val_accuracy": float((read == validation_labels).mean()),
    }


# %% cellView="form"
# @title Train my_network, or take the lesson's where an exercise is open
def train_mine():
    exercise = 1
    try:
        pictures = to_mine(train_images)
        labels = torch.tensor(train_labels, device=device).long()
        exercise = 2
        torch.manual_seed(seed)
        network = returned(build_network()).to(device)
        fits(network(pictures[:2]))
        exercise = 3
        loss, rule = returned(choose_learning(network))
        learned = []
        while len(learned) < plan["epochs"]:
            learned.append(my_epoch(network, loss, rule, pictures, labels))
            line = [f"{name}: {value:.4f}" for name, value in learned[-1].items()]
            print(f"Epoch {len(learned)}/{plan['epochs']} - " + " - ".join(line))
        read = read_mine(network, test_images)
    except Exception as problem:
        reason = str(problem).split("\n")[0].rstrip(".")
        print(f"Exercise {exercise} is open: {reason}.")
        print("So my_network is the lesson's network.")
        return model, history, predictions
    name, rate = type(rule).__name__.lower(), rule.param_groups[0]["lr"]
    report_mine(network, learned, read, name, rate)
    print(f"It reads {learned[-1]['val_accuracy']:.1%} of the validation pictures.")
    return network, learned, read


my_network, my_history, my_predictions = train_mine()
