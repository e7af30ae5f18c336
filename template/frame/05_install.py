# %% cellView="form"
# @title Install only what is missing: on your own computer this may take minutes
def frame_install_missing(packages):
    import importlib.util
    import os
    import subprocess
    import sys

    def is_there(name):
        try:
            return importlib.util.find_spec(name) is not None
        except ModuleNotFoundError:  # not even what it is a part of
            return False

    missing = [packages[name] for name in packages if not is_there(name)]
    if missing:
        print("Installing", ", ".join(missing), "...")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", *missing]
        result = subprocess.run(pip, capture_output=True, text=True)
        if result.returncode != 0:
            print(result.stderr)
            raise RuntimeError(
                f"pip could not install {' '.join(missing)}. The reason stands above. "
                "Check the network connection, then run this cell again."
            )
        importlib.invalidate_caches()
    # Programs that came with the packages, such as tensorboard, are found by name.
    folder = os.path.dirname(sys.executable)
    if folder not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = folder + os.pathsep + os.environ["PATH"]
    print("Everything is there.")


frame_install_missing(
    {
        #: for module, package in packages.items()
        "[= module =]": "[= package =]",
        #: endfor
    }
)
del frame_install_missing
