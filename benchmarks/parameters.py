"""How well parameters are read out of texts, by language, and how long a character takes.

    python benchmarks/parameters.py [--data ../shared] [--errors 20]

First the dev texts of ../shared/data/demand-parameters and the texts of our own in benchmarks/data/parameters, counted
by ../shared/tools/score_parameters.py: precision, recall and F1 with the role and without it, Chinese and English
apart. Our own were annotated without a look at the rules; rules were then mended on those with an odd number. Then the
time for each character of texts from 2,000 to 512,000 code points, of two kinds: sentences like those of demands, and
numbers without end, which is the most that can be asked. Both should stay about the same from size to size. Nothing is
written but to a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from evaluation.readers import OWN as DATA
from evaluation.readers import Row, lines

from heliu_engine.cli import main as engine

ROOT = Path(__file__).resolve().parent.parent
OWN = DATA / "parameters"
SIZES = tuple(1000 * 2**power for power in range(1, 10))
SENTENCES = (
    "要求涂层厚度为0.3～0.5mm，附着力不低于5MPa，耐盐雾1000h以上；目前合格率约85%，需提高到95%以上。"
    "研发周期不超过18个月，拟投入经费200万元，申请发明专利3项。\n"
    "The noise figure shall be less than 2.5 dB with a gain of better than 20 dB from 30 to 31 GHz at -40 degrees C. "
    "A mass of at most 12 kg and a life of 15 years are required.\n"
)
NUMBERS = "≥5 mm 1-2 ±3% "


def quality(shared: Path, errors: int) -> None:
    """Print what the counting tool says of both sets, or that it is absent."""
    folder, tool = shared / "data" / "demand-parameters", shared / "tools" / "score_parameters.py"
    if not folder.is_dir() or not tool.is_file():
        print(f"Quality is left out: there are no texts in {folder} or no {tool}.")
        return
    dev = lines(folder / "texts_dev.jsonl")
    texts = [{"id": row["demand_id"], "text": row["description"], "lang": row["part"]} for row in dev]
    count("dev texts", tool, texts, lines(folder / "parameters_dev.jsonl"), errors)
    texts = lines(OWN / "texts.jsonl")
    lang = {row["id"]: row["lang"] for row in texts}
    gold = [{**row, "demand_id": row["id"], "part": lang[row["id"]]} for row in lines(OWN / "parameters.jsonl")]
    count("our own texts", tool, texts, gold, errors)


def count(name: str, tool: Path, texts: list[Row], gold: list[Row], errors: int) -> None:
    """Extract from the texts and print what the tool counts, each language or part by itself."""
    with tempfile.TemporaryDirectory() as temporary:
        given, read, counted, right, parts = (Path(temporary) / f"{number}.jsonl" for number in range(5))
        _write(given, [{"id": row["id"], "text": row["text"]} for row in texts])
        if engine(["parameters", "--in", str(given), "--out", str(read)]) != 0:
            sys.exit(1)
        _write(counted, [{"demand_id": row["id"], **row} for row in lines(read)])
        _write(right, gold)
        _write(parts, [{"demand_id": row["id"], "part": row["lang"]} for row in texts])
        print(f"{name}:", flush=True)
        command = [sys.executable, str(tool), str(counted), str(right), "--texts", str(parts)]
        subprocess.run([*command, "--errors", str(errors)], check=True)


def _write(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def speed() -> None:
    """Print microseconds for each character, by size and kind of text."""
    from heliu_engine.quantities import extract

    extract(SENTENCES)
    print(f"{'characters':>10} {'sentences':>10} {'numbers':>10}   microseconds a character, of the processor")
    for size in SIZES:
        taken = []
        for piece in (SENTENCES, NUMBERS):
            text = (piece * (size // len(piece) + 1))[:size]
            start = time.process_time()
            extract(text)
            taken.append((time.process_time() - start) / size * 1e6)
        print(f"{size:>10,} {taken[0]:>10.2f} {taken[1]:>10.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared", help="the shared folder")
    parser.add_argument("--errors", type=int, default=0, help="how many of the missed and the spurious are shown")
    options = parser.parse_args()
    quality(options.data, options.errors)
    speed()


if __name__ == "__main__":
    main()
