# %% [markdown]
# ## See which machine you got
#
# The import takes a few seconds. Then the table shows what Colab gave you today.

# %%
import psutil
import torch

gpus = torch.cuda.device_count()
device = "cuda" if gpus == 1 else "cpu"  # with several, each gets a process of its own
device_name = f"{gpus} GPUs" if gpus else "CPU"
if gpus == 1:
    device_name = torch.cuda.get_device_name()

print("Processor cores ", psutil.cpu_count())
print("Memory          ", round(psutil.virtual_memory().total / 2**30), "GB")
print("Trains on       ", device_name)
print("PyTorch         ", torch.__version__)
