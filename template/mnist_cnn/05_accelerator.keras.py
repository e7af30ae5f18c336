# %% [markdown]
# ## See which machine you got
#
# The import takes a few seconds. Then the table shows what Colab gave you today.

# %% cellView="form"
# @title Import TensorFlow and Keras without their start-up messages
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
error_output, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 2)
try:
    import keras
    import tensorflow as tf
finally:
    os.dup2(error_output, 2)

# %%
import psutil

gpus = tf.config.list_physical_devices("GPU")
device = "CPU"
if gpus:
    device = tf.config.experimental.get_device_details(gpus[0])["device_name"]

print("Processor cores ", psutil.cpu_count())
print("Memory          ", round(psutil.virtual_memory().total / 2**30), "GB")
print("Trains on       ", device)
print("TensorFlow      ", tf.__version__, "with Keras", keras.__version__)

# %% when="accelerator == 'gpu'" cellView="form"
# @title If a GPU is there, its name, memory and driver
if gpus and shutil.which("nvidia-smi"):
    query = ["nvidia-smi", "--query-gpu=name,memory.total,driver_version"]
    table = subprocess.run([*query, "--format=csv"], capture_output=True, text=True)
    print(table.stdout)
elif not gpus:
    epochs = min(epochs, epochs_without_gpu)
    print("No GPU is attached, so the processor trains the network,", epochs, "epochs.")
    print("To switch a GPU on: Runtime > Change runtime type > T4 GPU, then Run all.")
    print('If Colab says "Failed to assign a backend", all free GPUs are in use. Try')
    print("again later, or go on without one.")

# %% [markdown]
# **Think:** a T4 has 2,560 small cores and your processor a few big ones. Which of the
# two would you choose to read one long novel, and which to read 60,000 postcards?
