# %% cellView="form"
# @title Your own images: read a picture, or an .npz (for dataset = "own")
from PIL import Image, ImageOps


def shrink(picture):
    if picture.mode.startswith("I"):  # 16 bits a pixel, as microscopes write them
        picture = Image.fromarray((np.asarray(picture) // 257).astype("uint8"))
    picture = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")  # under what is transparent
    picture = Image.alpha_composite(paper, picture).convert("RGB")
    picture.thumbnail((64, 64))
    return picture


def read_picture(path):
    try:
        with Image.open(path) as file:
            file.draft("RGB", (128, 128))  # of a large JPEG, decode only what is needed
            return shrink(file)
    except Exception as problem:
        name = f"{path.parent.name}/{path.name} cannot be read: {problem}."
        raise ValueError(f"{name} Save it again as .png, or take it away.") from None


def read_npz(path):
    try:
        with np.load(path) as file:
            exam = len(file["x_test"]) if "x_test" in file else 0
            parts = [["x_train", "x_test"], ["y_train", "y_test"]]
            parts = parts if exam else [["images"], ["labels"]]
            images, labels = [np.concatenate([file[n] for n in part]) for part in parts]
    except Exception as problem:
        names = "images and labels, or x_train, y_train, x_test and y_test"
        raise ValueError(f"{path.name} needs the arrays {names}: {problem}.") from None
    images = images[..., 0] if images.shape[3:] == (1,) else images
    fits = images.ndim > 2 and images.shape[3:] in [(), (3,)]
    if not fits or images.dtype != "uint8" or labels.size != len(images):
        raise ValueError(
            f"{path.name}: images {images.dtype} {images.shape}, labels {labels.shape}."
            " Save images as uint8, 0 to 255, (number, height, width) or, in colour,"
            " (number, height, width, 3), with one label for each."
        )
    names, classes = (map(str, a.ravel().tolist()) for a in (labels, np.unique(labels)))
    pictures = [shrink(Image.fromarray(image)) for image in images]
    return pictures, list(names), list(classes), exam


# %% cellView="form"
# @title Your own images: read a folder, or a zip of it
import tempfile
import zipfile
from pathlib import Path

suffixes = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}


def look(folder):
    # Without hidden files, and without the folder that a Mac adds to a zip.
    seen = (path for path in folder.iterdir() if path.name != "__MACOSX")
    return sorted(path for path in seen if not path.name.startswith("."))


def read_folder(folder):
    classes = [path for path in look(folder) if path.is_dir()]
    inside = [path for kind in classes for path in look(kind)]
    deeper = [path.name for path in inside if path.is_dir()]
    if len(classes) == 1 and deeper:  # one folder around those of the classes
        return read_folder(classes[0])
    if deeper:
        raise ValueError(
            f"The folders of the classes hold folders: {', '.join(deeper[:5])}. Put "
            "all pictures of a class into one folder; the exam is taken from them."
        )
    paths = [path for path in inside if path.suffix.lower() in suffixes]
    if len(paths) < len(inside):
        print(len(inside) - len(paths), "files are no pictures and are left out.")
    labels = [path.parent.name for path in paths]
    return list(map(read_picture, paths)), labels, [path.name for path in classes], 0


def read_zip(path):
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path.name} is no folder, .zip or .npz. Make a zip of it.")
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(path) as file:
        folder = Path(place).resolve()
        for name in file.namelist():
            if not (folder / name).resolve().is_relative_to(folder):
                raise ValueError(f"{path.name} writes outside of its folder: {name}.")
        try:
            file.extractall(folder)
        except Exception as problem:  # such as a password
            raise ValueError(f"{path.name} cannot be unpacked: {problem}.") from None
        return read_folder(folder)


# %% cellView="form"
# @title Your own images: bring them to one size, keep a fifth for the exam
from collections import Counter


def load_own_images():
    global class_names
    path = Path(str(own_images)).expanduser()
    if not own_images or not path.exists():
        raise FileNotFoundError(
            f'There is no "{own_images}". Write in own_images where your pictures are.'
            " On Colab: the folder icon at the left, a right click on them, Copy path."
        )
    is_npz = path.suffix.lower() == ".npz"
    read = read_npz if is_npz else read_folder if path.is_dir() else read_zip
    pictures, names, class_names, exam = read(path)
    if len(class_names) < 2:
        raise ValueError(
            f"{path.name} has {len(class_names)} classes, but at least two are needed. "
            "Make a folder for each class in it, and put the pictures there."
        )
    few = [name for name in class_names if names.count(name) < 5]
    if few:
        raise ValueError(
            f"Fewer than 5 pictures are in: {', '.join(few)}. Add some (.jpg or .png; "
            "a .heic must be converted), or take the class away."
        )
    size = Counter(picture.size for picture in pictures).most_common(1)[0][0]
    size = [max(20, side) for side in size]
    images = np.stack([picture.resize(size) for picture in pictures])
    if (images == images[..., :1]).all():  # as much red as green and blue: grey
        images = images[..., 0]
    labels = np.array([class_names.index(name) for name in names])
    order = np.random.default_rng(0).permutation(len(labels))
    in_exam = np.arange(len(labels)) >= len(labels) - exam
    for label in range(0 if exam else len(class_names)):
        places = order[labels[order] == label]
        in_exam[places[: len(places) // 5]] = True
    train, test = order[~in_exam[order]], order[in_exam[order]]
    print(len(class_names), "classes:", ", ".join(class_names))
    return images[train], labels[train], images[test], labels[test]


# %%
if dataset == "own":
    load = load_own_images
    all_images, all_labels, test_images, test_labels = load()
    tenth = max(1, len(all_images) // 10)  # the last tenth is held back
    train_images, validation_images = all_images[:-tenth], all_images[-tenth:]
    train_labels, validation_labels = all_labels[:-tenth], all_labels[-tenth:]
    shown = [class_names[label] for label in all_labels[:16]]
    show(all_images, shown, f"Some of your {len(all_images)} pictures, with labels.")
    if tenth < 10:
        print(f"Validation has {tenth} of them, too few to choose by. Bring more.")
elif own_images:
    print('own_images waits until you choose dataset = "own" in the settings.')
print("To learn from:", train_images.shape, "  The exam:", test_images.shape)
