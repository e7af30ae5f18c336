# %% when="accelerator == 'gpu'" cellView="form"
# @title If a GPU is there, its name, memory and driver
if device_name != "CPU" and shutil.which("nvidia-smi"):
    query = ["nvidia-smi", "--query-gpu=name,memory.total,driver_version"]
    table = subprocess.run([*query, "--format=csv"], capture_output=True, text=True)
    print(table.stdout)
elif device_name == "CPU":
    epochs = min(epochs, epochs_on_cpu)
    print("No GPU is attached, so the processor trains the network,", epochs, "epochs.")
    print("To switch a GPU on: Runtime > Change runtime type > T4 GPU, then Run all.")
    print('If Colab says "Failed to assign a backend", all free GPUs are in use. Try')
    print("again later, or go on without one.")

# %% when="accelerator == 'tpu'" cellView="form"
# @title If no TPU is there, how to get one
if device_name == "CPU":
    epochs = min(epochs, epochs_on_cpu)
    print("No TPU is attached, so the processor trains the network,", epochs, "epochs.")
    print("To switch one on: Runtime > Change runtime type > v5e-1 TPU, then Run all.")
    print('If Colab says "Failed to assign a backend", all free TPUs are in use. Try')
    print("again later, or go on without one.")

# %% [markdown] when="accelerator == 'gpu'"
# **Think:** a T4 GPU has 2,560 small cores and your processor a few big ones. Which of
# the two would you choose to read one long novel, and which to read 60,000 postcards?
