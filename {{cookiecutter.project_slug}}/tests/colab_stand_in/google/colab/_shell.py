"""The shell by which notebooks recognise Colab."""

from ipykernel.zmqshell import ZMQInteractiveShell


class Shell(ZMQInteractiveShell):
    """Its name is what matters: `"google.colab" in str(get_ipython())`."""
