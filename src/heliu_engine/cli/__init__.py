"""The engine's own command.

    heliu-engine rank --queries Q.jsonl --corpus C.jsonl --out RUN [--pool POOL.tsv] [--group-by FIELD]
                      [--profile demand|expert|policy|general] [-k 100] [--levels LEVELS.csv]
    heliu-engine parameters --in DOCS.jsonl --out P.jsonl
    heliu-engine restore --in PAGE --out OUT.json [--declared ENCODING]
    heliu-engine read --in FILE --out OUT.json [--url ADDRESS]
    heliu-engine understand --in FILE --out OUT.json [--date DAY]

Exit status: 0 done, 1 the encoder fails, 2 wrong options or input, 130 broken off. Nothing is left of a run that did
not end with 0.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from heliu_engine.errors import EncoderError, InputError, WeightsMissing

if TYPE_CHECKING:
    from heliu_engine.encoding import Encoder

FAILED, REFUSED, BROKEN_OFF = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status. Wrong options end the process with 2, as argparse does."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except InputError as error:
        sys.stderr.write(f"heliu-engine: {error}\n")
        return REFUSED
    except EncoderError as error:
        sys.stderr.write(f"heliu-engine: {error}\n")
        return FAILED
    except KeyboardInterrupt:
        sys.stderr.write("\nheliu-engine: broken off.\n")
        return BROKEN_OFF
    return 0


def _parser() -> argparse.ArgumentParser:
    from heliu_engine.encoding.opening import DEFAULT
    from heliu_engine.scoring import ProfileName

    parser = argparse.ArgumentParser(prog="heliu-engine", description="Match needs with what answers them.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    rank = commands.add_parser(
        "rank",
        help="rank a corpus for queries and write a TREC run",
        description="Rank a corpus for each query and write a TREC run: query Q0 candidate rank score tag. "
        "Queries and corpus hold a JSON object a line with id, title, text, lang and keywords; only id is needed.",
    )
    rank.set_defaults(run=_rank)
    rank.add_argument("--queries", type=Path, required=True, metavar="FILE", help="queries, JSON lines")
    rank.add_argument("--corpus", type=Path, required=True, metavar="FILE", help="documents, JSON lines")
    rank.add_argument("--out", type=Path, required=True, metavar="FILE", help="the run to write")
    rank.add_argument(
        "--pool",
        type=Path,
        metavar="FILE",
        help="query id, tab, document id: exactly these pairs are scored and written",
    )
    rank.add_argument("--group-by", metavar="FIELD", help="documents with the same value of FIELD are one candidate")
    rank.add_argument("--profile", choices=get_args(ProfileName), default="general", help="what it is for (general)")
    rank.add_argument("-k", type=_positive, default=100, help="candidates a query without a pool (100)")
    rank.add_argument(
        "--levels",
        type=Path,
        metavar="FILE",
        help="also write how likely each level of relevance is, for every line of the run",
    )
    rank.add_argument("--encoder", default=DEFAULT, help=f"{DEFAULT}, none, or onnx:/folder ({DEFAULT})")
    rank.add_argument(
        "--cache", type=Path, metavar="FOLDER", help="where the model and vectors are kept (~/.cache/heliu)"
    )
    parameters = commands.add_parser(
        "parameters",
        help="read the parameters out of texts",
        description="Read the parameters out of texts and write a JSON object a line for each: id, start, end, span, "
        "property, comparator, low, high, unit, unit_norm, change, role. Texts are a JSON object a line with id and "
        "text; nothing is read out of a title. Offsets count code points.",
    )
    parameters.set_defaults(run=_parameters)
    parameters.add_argument("--in", dest="texts", type=Path, required=True, metavar="FILE", help="texts, JSON lines")
    parameters.add_argument("--out", type=Path, required=True, metavar="FILE", help="the parameters to write")
    restore = commands.add_parser(
        "restore",
        help="bring a damaged page back to the text it was",
        description="Read a page (HTML or plain text) in whatever encoding it is, undo inserted pinyin, broken bytes "
        "and wrong decoding, and write a JSON object: text, title, body, date, source, copyright, language, spam, "
        "edits. A page without damage comes out as it was.",
    )
    restore.set_defaults(run=_restore)
    restore.add_argument("--in", dest="page", type=Path, required=True, metavar="FILE", help="the page, HTML or text")
    restore.add_argument("--out", type=Path, required=True, metavar="FILE", help="the JSON file to write")
    restore.add_argument("--declared", default="", metavar="ENCODING", help="the encoding that its sender named")
    read = commands.add_parser(
        "read",
        help="read what a page or file says",
        description="Read a page (HTML or plain text), PDF, Word, Excel or CSV file and write a JSON object: main "
        "text, title, date, source, author, rights, an excerpt that they allow, spam, links, attachments, tables.",
    )
    read.set_defaults(run=_read)
    read.add_argument("--in", dest="file", type=Path, required=True, metavar="FILE", help="the page or file")
    read.add_argument("--out", type=Path, required=True, metavar="FILE", help="the JSON file to write")
    read.add_argument("--url", metavar="ADDRESS", help="where it comes from: links are made absolute by it")
    understand = commands.add_parser(
        "understand",
        help="find what a page or file names and asks for",
        description="Read a page or file and write a JSON object: its title, date and body; mentions (organisations, "
        "persons, places, platforms, laboratories, facilities, chains, policies, amounts, dates, measures, demands, "
        "achievements) with their places in the body; relations between them. Offsets count code points.",
    )
    understand.set_defaults(run=_understand)
    understand.add_argument("--in", dest="file", type=Path, required=True, metavar="FILE", help="the page or file")
    understand.add_argument("--out", type=Path, required=True, metavar="FILE", help="the JSON file to write")
    understand.add_argument("--date", metavar="DAY", help="its day in ISO 8601 where the page does not say it")
    return parser


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _rank(options: argparse.Namespace) -> None:
    # Imported here, so that --help and wrong options answer at once.
    from heliu_engine.cli.corpus import Corpus, analyse_queries
    from heliu_engine.cli.inputs import read_corpus, read_pool, read_queries
    from heliu_engine.cli.progress import Progress
    from heliu_engine.cli.ranking import CorpusRanker
    from heliu_engine.cli.runs import check_writable, write_levels, write_run
    from heliu_engine.scoring import Scorer, model_of

    check_writable(options.out)
    if options.levels is not None:
        check_writable(options.levels)
    queries = read_queries(options.queries)
    documents = read_corpus(options.corpus, options.group_by)
    pool = None
    if options.pool is not None:
        candidates = {document.candidate for document in documents}
        pool = read_pool(options.pool, {query.id for query in queries}, candidates)
    with ExitStack() as stack:
        encoder = _encoder(options.encoder, _cache(options.cache, stack))
        scorer = Scorer(options.profile, model_of(encoder))
        if options.levels is not None and scorer.profile.levels is None:
            raise InputError(f"--levels: nothing calibrates the profile {options.profile} with this encoder.")
        corpus = Corpus(documents, encoder)
        analysed = analyse_queries(queries, encoder)
        ranker = CorpusRanker(corpus, scorer)
        told = Progress("Ranking")
        if pool is None:
            answers = ranker.in_full(queries, analysed, options.k, told)
        else:
            answers = ranker.by_pool(queries, analysed, pool, told)
        if options.levels is not None and scorer.profile.levels is not None:
            kept = list(answers)
            write_levels(options.levels, kept, scorer.profile.levels)
            answers = iter(kept)
        write_run(options.out, answers, f"heliu-{options.profile}")


def _parameters(options: argparse.Namespace) -> None:
    from heliu_engine.cli.parameters import extract_file

    extract_file(options.texts, options.out)


def _restore(options: argparse.Namespace) -> None:
    from heliu_engine.cli.restore import restore_file

    restore_file(options.page, options.out, options.declared)


def _read(options: argparse.Namespace) -> None:
    from heliu_engine.cli.reading import read_into

    read_into(options.file, options.out, options.url)


def _understand(options: argparse.Namespace) -> None:
    from heliu_engine.cli.understanding import understand_into

    understand_into(options.file, options.out, options.date)


def _encoder(spec: str, cache: Path) -> Encoder | None:
    from heliu_engine.cli.progress import Progress
    from heliu_engine.encoding import CachedEncoder, open_encoder

    try:
        encoder = open_encoder(spec, cache)
    except WeightsMissing as error:
        sys.stderr.write(f"heliu-engine: {error} Ranking by words alone.\n")
        return None
    return None if encoder is None else CachedEncoder(encoder, cache, Progress("Encoding"))


def _cache(given: Path | None, stack: ExitStack) -> Path:
    """The cache folder; a temporary one where the usual one cannot be written, for example without a home."""
    if given is not None:
        folder = given
    elif os.environ.get("XDG_CACHE_HOME"):
        folder = Path(os.environ["XDG_CACHE_HOME"]) / "heliu"
    else:
        folder = Path("~/.cache/heliu").expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        if given is not None:
            raise InputError(f"The cache folder {folder} cannot be written: {error.strerror}.") from error
        sys.stderr.write(f"heliu-engine: {folder} cannot be written, nothing is kept for the next run.\n")
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="heliu-")))
