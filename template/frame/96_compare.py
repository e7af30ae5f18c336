# %% [markdown]
# ## If it worked last month
#
# Colab renews its machines every few weeks. When a cell fails that worked before, tick the
# box: this cell compares the machine with the one that was tested.

# %% cellView="form"
# @title Compare this machine with the one that was tested
compare = False  # @param {type:"boolean"}


def frame_compare(address):
    import platform
    import re
    import sys
    import urllib.request
    from importlib.metadata import distributions

    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            lock = answer.read().decode()
    except OSError as problem:
        print(f"Nobody can say: {address} cannot be read ({problem}).")
        print("For the teacher: Colab reads only what is public on GitHub.")
        return
    lock = lock.partition("# Not on Colab")[0]
    # Names with -cpu are for the tests: Colab has the packages without it.
    tested = dict(re.findall(r"^([^#\s]+)(?<!-cpu)==(\S+)$", lock, re.MULTILINE))
    tested |= re.findall(r"^# (image|python): (\d+[.-]\d+)", lock, re.MULTILINE)
    here = {"python": ".".join(platform.python_version_tuple()[:2])}
    for package in distributions():
        name = re.sub(r"[-_.]+", "-", package.metadata["Name"] or "").lower()
        here.setdefault(name, package.version.split("+")[0])
    image = tested.pop("image")
    different = [name for name in tested if here.get(name) != tested[name]]
    different.sort(key=lambda name: (name not in here, name not in sys.modules))
    if not different:
        print(f"All is as it was tested in {image}, so Colab is not the reason.")
        return
    for name in different[:5]:
        print(f"{name} is {here.get(name, 'not')} here. Tested was {tested[name]}.")
    print("Different:", len(different), end=". If a cell fails, take this or the next")
    print(" older one:\nRuntime > Change runtime type > Runtime version:", end=" ")
    print(image.replace("-", "."))


if compare:
    frame_compare(
        "https://raw.githubusercontent.com/[= github_repo =]/main/colab/lock.txt"
    )
del frame_compare, compare
