# %% [markdown]
# ## See what machine you have
#
# Look here first when something is slow or runs out of memory: Colab gives you another
# machine each time. Accelerator "none" means that no GPU is attached: Runtime > Change
# runtime type > T4 GPU. If Colab says "Cannot connect to GPU backend", all free GPUs
# are in use. Go on without one, or try again in some hours.

# %% steps="S08 S11"
import importlib.metadata
import platform

import pandas as pd
import psutil

accelerator = "none"
if shutil.which("nvidia-smi"):
    query = ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
    answer = subprocess.run(["nvidia-smi", *query], capture_output=True, text=True)
    accelerator = answer.stdout.strip()
memory = psutil.virtual_memory()
disk = shutil.disk_usage(Path.cwd())
machine = {
    "Processor cores": os.cpu_count(),
    "Memory (RAM)": f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free",
    "Disk": f"{disk.free / 1e9:.0f} of {disk.total / 1e9:.0f} GB free",
    "Accelerator": accelerator,
    "Python": platform.python_version(),
}
packages = importlib.metadata.distributions()
versions = {str(found.name).replace("_", "-"): found.version for found in packages}
for name in ["numpy", "pandas", "scikit-learn", "tensorflow", "keras", "torch", "jax"]:
    machine[name] = versions.get(name) or versions.get(f"{name}-cpu", "not installed")
pd.Series(machine).to_frame("this machine")

# %% [markdown]
# A TPU does not show up here: on Colab's TPU machine, ask `jax.devices()`. The gauge at
# the top right of Colab shows memory and disk while you work. "Your session crashed
# after using all available RAM" means: load less at once, or use smaller batches.
