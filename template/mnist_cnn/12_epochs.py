# %% when="accelerator != 'cpu'" cellView="form"
# @title Train fewer epochs where the processor has to do it
if device_name == "CPU" and epochs > epochs_on_cpu:
    epochs = epochs_on_cpu
    print("The processor trains the network, hence", epochs, "epochs: epochs_on_cpu.")

# %% [markdown] when="accelerator == 'gpu'"
# **Think:** a T4 GPU has 2,560 small cores and your processor a few big ones. Which of
# the two would you choose to read one long novel, and which to read 60,000 postcards?
