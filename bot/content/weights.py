"""The ranker's weights at rest: `knowledge/ranker.npz`, written by `naast train`."""

import json
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.answering.ranker import Ranker

NAME = Path("knowledge") / "ranker.npz"


def save(ranker: Ranker, path: Path) -> None:
    """Writes the weights as a compressed file of a few megabytes."""
    np.savez_compressed(
        path,
        classes=np.array("\n".join(ranker.classes)),
        known=np.array("\n".join(ranker.known)),
        idf=ranker.idf.astype(np.float16),
        starts=ranker.starts,
        columns=ranker.columns,
        weights=ranker.weights.astype(np.float16),
        bias=ranker.bias,
        calibration=np.array(json.dumps(dict(ranker.calibration))),
        trained_on=ranker.trained_on,
    )


def load(path: Path) -> Ranker | None:
    """Reads what `save` wrote; None where there is no such file or it is no such file."""
    try:
        with np.load(path, allow_pickle=False) as file:
            names = str(file["known"]).split("\n")
            return Ranker(
                classes=tuple(str(file["classes"]).split("\n")),
                known={name: number for number, name in enumerate(names)},
                idf=file["idf"].astype(np.float32),
                starts=file["starts"],
                columns=file["columns"],
                weights=file["weights"].astype(np.float32),
                bias=file["bias"],
                calibration=json.loads(str(file["calibration"])),
                trained_on=file["trained_on"],
            )
    except (OSError, KeyError, ValueError, BadZipFile):
        return None
