# %% [markdown]
# ## Import the framework
#
# The import takes a few seconds. Then you read which version Colab has today.

# %%
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
device_name = torch.cuda.get_device_name() if device == "cuda" else "CPU"

print("Trains on       ", device_name)
print("PyTorch         ", torch.__version__)
