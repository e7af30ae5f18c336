"""The kernel that brings Colab's shell; the kernel's configuration names it."""

from google.colab._shell import Shell
from ipykernel.ipkernel import IPythonKernel
from traitlets import Type


class Kernel(IPythonKernel):
    """An IPython kernel with the shell of Colab."""

    shell_class = Type(Shell)
