# %% cellView="form"
# @title Import PyTorch, and say how to fetch MNIST
import hashlib
from pathlib import Path

import numpy as np
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
device_name = torch.cuda.get_device_name() if device == "cuda" else "CPU"
# Half the bits for each number, where the chip is built for it (GPUs from 2020 on).
half_length = device == "cuda" and torch.cuda.get_device_capability() >= (8, 0)


def is_whole(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() == mnist_sha256


#: include "mnist_cnn/load_mnist.jinja"


def to_tensors(pictures, labels):
    # PyTorch expects the colours of a picture before its height and width.
    pictures = torch.tensor(pictures, device=device)
    pictures = pictures.reshape(*(*pictures.shape, 1)[:4]).permute(0, 3, 1, 2)
    return pictures, torch.tensor(labels, device=device).long()
