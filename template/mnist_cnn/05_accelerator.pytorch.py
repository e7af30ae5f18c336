# %% [markdown]
# ## See which machine you got
#
# The import takes a few seconds. Then the table shows what Colab gave you today.

# %%
import psutil
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
device_name = torch.cuda.get_device_name() if device == "cuda" else "CPU"

print("Processor cores ", psutil.cpu_count())
print("Memory          ", round(psutil.virtual_memory().total / 2**30), "GB")
print("Trains on       ", device_name)
print("PyTorch         ", torch.__version__)
