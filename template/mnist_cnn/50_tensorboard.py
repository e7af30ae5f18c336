# %% [markdown]
# ## Open TensorBoard before the training starts
#
# TensorBoard draws the learning curves while the network learns. It is empty now: after
# each epoch, click the reload button at its top right. Every run writes into a folder of
# its own, named after its settings, so that you can compare runs later.
#
# If the frame shows "403", your browser blocks third-party cookies. The notebook draws
# the same curves after the training.

# %% cellView="form"
# @title Choose the folder of this run
import re
import zlib

runs = work_folder / "runs"
data_name = dataset
if dataset == "own":  # other pictures are another run
    stem = re.sub(r"\W+", "-", Path(own_images).stem)[:20]
    data_name = f"own-{stem}-{zlib.crc32(train_images, zlib.crc32(train_labels)):08x}"
settings = f"{optimizer}-{learning_rate:g}-batch{batch_size}-seed{seed}"
run_name = f"[= framework =]-{data_name}-{recipe}-{parameters}-parameters-{settings}"

number = 1
while (runs / f"{run_name}-{number + 1}").exists():
    number += 1
if not resume and (runs / f"{run_name}-{number}").exists():
    number += 1
run_folder = runs / f"{run_name}-{number}"
run_folder.mkdir(parents=True, exist_ok=True)
print("This run is called", run_folder.name)

# %% tags=["live"]
# %load_ext tensorboard
# %tensorboard --logdir "{runs}" --port 0
