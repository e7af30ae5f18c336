# %% [markdown]
# ## See which machine you got
#
# Each time it is another one. Look here first when something is slow.

# %% cellView="form"
# @title Show processor, memory, disk and accelerator
def frame_find_accelerator():
    import shutil
    import subprocess
    from pathlib import Path

    if shutil.which("nvidia-smi"):
        query = [
            "--query-gpu=name,memory.total,driver_version",
            "--format=csv,noheader",
        ]
        answer = subprocess.run(["nvidia-smi", *query], capture_output=True, text=True)
        return answer.stdout.strip() or None
    # A TPU is a device of Google's on the PCI bus; JAX looks for it in this way.
    for vendor in Path("/sys/bus/pci/devices").glob("*/vendor"):
        device = vendor.with_name("device").read_text().strip()
        if vendor.read_text().strip() == "0x1ae0" and device in ("0x0063", "0x006f"):
            return "TPU"


def frame_show_machine(accelerator):
    import platform
    import shutil

    import psutil

    memory, disk = psutil.virtual_memory(), shutil.disk_usage(".")
    print("Processor cores ", psutil.cpu_count())
    print(f"Memory           {memory.total / 1e9:.1f} GB")
    print(f"Disk             {disk.free / 1e9:.0f} of {disk.total / 1e9:.0f} GB free")
    print("Accelerator     ", accelerator or "none")
    print("Python          ", platform.python_version())
    #: if accelerator != "cpu"
    if not accelerator:
        #: if accelerator == "gpu"
        print("No GPU is attached. To get one: Runtime > Change runtime type > T4 GPU.")
        #: else
        print(
            "No TPU is attached. To get one: Runtime > Change runtime type > v5e-1 TPU."
        )
        #: endif
        print(
            '"Failed to assign a backend": none is free. Go on without, or try later.'
        )
    #: endif


frame_show_machine(frame_find_accelerator())
del frame_find_accelerator, frame_show_machine
