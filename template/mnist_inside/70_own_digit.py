# %% [markdown]
# ## Let it read your own digit
#
# Write one digit on plain paper and photograph it from above, so that nothing but paper is
# in the picture. Or draw one here. Without either there is an example.

# %% cellView="form"
# @title Make an example: what a photograph of a digit looks like
from PIL import Image, ImageOps
from scipy import ndimage


def photograph(digit, random, size=240):
    # Where on the paper, how large, how turned, which pen, which paper, which light
    turn, side = np.deg2rad(random.uniform(-12, 12)), random.uniform(70, 150)
    matrix = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    matrix = np.array(matrix) * 8 / side
    room = 0.9 * (size / 2 - side / 2)
    middle = size / 2 + random.uniform(-room, room, size=2)
    offset = [3.5, 3.5] - matrix @ middle
    smooth = affine_transform(digit / 16, matrix, offset, output_shape=(size, size))
    pen = np.clip((smooth - random.uniform(0.3, 0.45)) * random.uniform(3, 8), 0, 1)
    pen = ndimage.gaussian_filter(pen, 1)
    paper, ink = random.uniform(170, 250), random.uniform(10, 90)
    side = np.linspace(-1, 1, size)
    towards, weaker = random.uniform(0, 2 * np.pi), random.uniform(0, 0.25)
    gradient = side[:, None] * np.sin(towards) + side * np.cos(towards)
    photo = (paper * (1 - pen) + ink * pen) * (1 - weaker * (1 + gradient))
    photo = photo + random.normal(0, random.uniform(1, 8), photo.shape)
    return np.clip(photo, 0, 255).astype("uint8")


def make_example():
    digits = load_digits()
    held_back = np.random.default_rng(0).permutation(len(digits.images))[1200:]
    print(f"The example is a {digits.target[held_back[1]]}.")
    return photograph(digits.images[held_back[1]], np.random.default_rng(seed))


# %% cellView="form"
# @title Draw a digit on this page (Colab)
def draw_here():
    import base64
    import io

    from google.colab import output

    page = """
    <canvas width=240 height=240 style="border:2px solid #333;touch-action:none">
    </canvas><br><button>Read it</button>"""
    script = """(() => new Promise(done => {
      const place = document.createElement('div');
      place.innerHTML = `PAGE`;
      document.querySelector('#output-area').appendChild(place);
      const canvas = place.querySelector('canvas'), pen = canvas.getContext('2d');
      pen.fillStyle = 'white'; pen.fillRect(0, 0, 240, 240);
      pen.lineWidth = 16; pen.lineCap = 'round';
      canvas.onpointerdown = e => {
        pen.beginPath(); pen.moveTo(e.offsetX, e.offsetY);
      };
      canvas.onpointermove = e => {
        if (e.buttons) { pen.lineTo(e.offsetX, e.offsetY); pen.stroke(); }
      };
      place.querySelector('button').onclick = () => {
        const picture = canvas.toDataURL('image/png');
        place.remove();
        done(picture);
      };
    }))()"""
    print("Draw a digit with the mouse or a finger, then click Read it.")
    address = output.eval_js(script.replace("PAGE", page))
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


# %% cellView="form"
# @title Open a picture, or say why it cannot be read
def open_picture(path):
    try:
        with Image.open(path) as file:
            file.load()
            return file
    except OSError as problem:  # such as a .heic of a phone
        print(f"{path} cannot be read: {problem}.")
        print("Save it as .jpg or .png, and choose that. Here is the example.")
        return Image.fromarray(make_example())


# %% cellView="form"
# @title Where does your digit come from?
digit_from = "example"  # @param ["example", "drawing", "photograph"]
# @markdown For a photograph on your own computer: its path (Colab asks for the file)
photo_file = ""  # @param {type:"string", placeholder:"digit.jpg"}


def get_digit():
    import os

    if digit_from == "drawing" and on_colab:
        return draw_here()
    if digit_from == "drawing":
        print("Drawing needs Colab. Draw with another program, save the picture, and")
        print('choose "photograph". Here is the example.')
    elif digit_from == "photograph" and on_colab and not photo_file:
        from google.colab import files

        chosen = files.upload()
        if chosen:
            return open_picture([*chosen][0])
        print("No file came. Here is the example.")
    elif digit_from == "photograph" and os.path.exists(photo_file):
        return open_picture(photo_file)
    elif digit_from == "photograph":
        print(f'There is no file "{photo_file}". Here is the example.')
    return Image.fromarray(make_example())


my_picture = ImageOps.exif_transpose(get_digit()).convert("RGBA")
white = Image.new("RGBA", my_picture.size, "white")  # under what is transparent
my_picture = Image.alpha_composite(white, my_picture).convert("L")
if np.median(my_picture) < 80:
    my_picture = ImageOps.invert(my_picture)
    print("Your ink is light on dark ground, so it is turned round first.")
print("Your picture has", my_picture.width, "x", my_picture.height, "pixels.")

# %% [markdown]
# The network learned from light digits on dark ground that fill the picture. (The first
# notebook turned them round to show them.) Yours is dark on light, somewhere on the
# paper. So it is prepared, step by step: even out the light and invert, cut out, thicken,
# resize, and move the middle of its mass to the middle.


# %% cellView="form"
# @title Invert: dark ink becomes light, and uneven light is evened out
def invert(picture):
    picture = picture.copy()
    picture.thumbnail((240, 240))
    grey = np.asarray(picture, dtype=float)
    # The brightest around each place is the paper; pen strokes are narrower than that.
    small = np.asarray(picture.resize((30, 30), Image.Resampling.BOX), dtype="float32")
    paper = Image.fromarray(ndimage.grey_closing(small, 13))
    paper = np.asarray(paper.resize(picture.size, Image.Resampling.BILINEAR))
    return np.clip(paper - grey, 0, None)


def cut_out(ink):
    if ink.max() < 30:  # of 255: no pen is so pale
        raise ValueError("No ink was found. Take a darker pen, or more light.")
    level = ink.max() / 2  # as far from what is ink as from what is paper
    for _ in range(50):
        level = (ink[ink > level].mean() + ink[ink <= level].mean()) / 2
    parts, _ = ndimage.label(ndimage.gaussian_filter(ink, 1) > level)
    sizes = np.bincount(parts.ravel())[1:]
    digit = np.isin(parts, 1 + np.flatnonzero(sizes > sizes.max() / 10))  # no specks
    ink = np.clip(ink / np.percentile(ink[digit], 75), 0, 1)
    ink = ink * ndimage.binary_dilation(digit, iterations=2)
    rows, columns = np.nonzero(digit)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


# %% cellView="form"
# @title Thicken thin strokes: those of its pictures are 3 or more of 20 pixels wide
def thicken(ink, wanted=3):
    pen = ink > 0.5
    edge = pen & ~ndimage.binary_erosion(pen)
    pixel = max(ink.shape) / 20
    width = 2 * pen.sum() / edge.sum()  # each stroke has two edges
    missing = (wanted * pixel - width) / 2
    if missing < 0.5:
        return ink
    room = int(missing) + 1
    away = ndimage.distance_transform_edt(np.pad(~pen, room, constant_values=True))
    return np.maximum(np.pad(ink, room), np.clip(missing + 1 - away, 0, 1))


# %% cellView="form"
# @title Resize to 20 pixels, and move the middle of the mass to the middle
def resize(ink):
    scale = 20 / max(ink.shape)
    size = [max(1, round(side * scale)) for side in ink.shape[::-1]]
    picture = Image.fromarray((255 * ink).astype("uint8"))
    return np.asarray(picture.resize(size, Image.Resampling.BOX))


def centre(digit):
    whole = np.zeros((28, 28), dtype="uint8")
    mass = ndimage.center_of_mass(digit)
    top, left = (
        int(np.clip(round(13.5 - middle), 0, 28 - side))
        for middle, side in zip(mass, digit.shape)
    )
    whole[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return whole


def prepare(picture):
    steps = {"your picture": np.asarray(picture)}
    steps["inverted"] = invert(picture)
    steps["cut out"] = cut_out(steps["inverted"])
    steps["thick enough"] = thicken(steps["cut out"])
    steps["resized"] = resize(steps["thick enough"])
    steps["centred"] = centre(steps["resized"])
    return steps


# %%
steps = prepare(my_picture)
said = "From left to right: what each step of the preparation makes of your picture."
show_many([*steps.values()], [*steps], said, columns=6)
my_digit = steps["centred"]
show_bars({"your digit": my_digit})

# %% [markdown]
# **Try it:** write a 7 with a bar and one without, and a 4 that is open at the top. Which
# of them does it read? Photograph two digits on one page: they
# become one, for no step tells them apart.

# %% question="prepare"
