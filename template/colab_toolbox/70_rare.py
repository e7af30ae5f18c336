# %% [markdown]
# ## Open a .7z archive
#
# From here on come tricks that few courses need.
#
# Python itself opens zip and tar; libarchive opens nearly everything else: 7z, rar,
# iso. This cell packs a small .7z and reads it back. For an archive of your own, put
# its path in place of `packed` in the second `with` line. "Unrecognized archive format"
# often means that the download was a web page.

# %% steps="S18"
import ctypes.util

if apt_install("libarchive-dev", ctypes.util.find_library("archive")):
    pip_install("libarchive-c", "libarchive")
    import libarchive

    packed = str(local_folder / "notes.7z")
    with libarchive.file_writer(packed, "7zip") as new:
        text = b"kept in a 7z archive\n" * 100
        new.add_file_from_memory("notes/readme.txt", len(text), text)
    with libarchive.file_reader(packed) as members:
        for member in members:
            content = b"".join(member.get_blocks())
            print(member.pathname, len(content), "bytes:", content[:20].decode())

# %% [markdown]
# ## Install Java
#
# Some tools are Java programs, Spark among them. Today one apt package is enough; the
# installer of the old tutorials, with its licence question, is gone. "JAVA_HOME is not
# set" means that a tool was started before the install: run its cell again.

# %% steps="S20"
if apt_install("default-jre-headless", shutil.which("java")):
    run("java", "-version")

# %% [markdown]
# ## Run a retired library: MXNet
#
# Some old courses use MXNet, which Apache retired in 2023. On today's Python its
# install takes NumPy back to an old version, and then MXNet fails to import. That breaks
# your other cells too. So give it a Python of its own. `uv` fetches Python 3.11
# and the old packages, about 100 MB, and nothing in this notebook changes.
#
# Switch on `run_mxnet` to try it. "No interpreter found for Python 3.11"
# means that uv may not download one on this computer: install Python 3.11 yourself.

# %% cellView="form" steps="S25 S14"
# @title Run MXNet in a Python of its own (about 100 MB)
run_mxnet = False  # @param {type:"boolean"}
globals().update(given)

# %% steps="S14"
program = "import mxnet; print(mxnet.__version__, mxnet.nd.ones((2, 2)).asnumpy())"
versions = ["--with", "mxnet==1.9.1", "--with", "numpy<1.24"]
if run_mxnet:
    pip_install("uv")
    uv = [sys.executable, "-m", "uv", "run", "--isolated", "--no-project"]
    run(*uv, "--python", "3.11", *versions, "python", "-W", "ignore", "-c", program)
else:
    print("MXNet is not run. Switch on run_mxnet above, then run this cell.")
